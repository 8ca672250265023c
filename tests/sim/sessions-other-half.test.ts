import { expect, it } from 'vitest'
import { PATIENCE, playHalf } from './sessions/play-many.ts'

it('ten thousand sessions hold what is promised: the other half', { timeout: PATIENCE }, async () => {
  const { violations } = await playHalf(1)
  expect(violations).toEqual([])
})
