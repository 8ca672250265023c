import { describe, expect, it } from 'vitest'
import { caveatIn } from '../../../src/protocol/prose/caveat.ts'

const FILLER = 'and the gateway counts requests by key '.repeat(18)

describe('a condition counts where it stands with the agreement, or alone', () => {
  it.each<[string, string | null]>([
    ['I agree if', 'if'],
    ['I agree. The gateway counts but stores nothing.', null],
    ['I agree. But the gateway stores nothing.', 'but'],
    ['I agree. However!', 'however'],
    ['I agree. But!', null],
    ['I agree. But!!', 'but'],
    ['However it is called.', null],
    ['The gateway counts. Though it stores nothing.', null],
    ['Once the limit is lowered.', 'once'],
    ['As soon as the limit is lowered.', 'as soon as'],
    ['Before the limit is lowered clients wait.', null],
    ['Once the limit is lowered, clients wait.', null],
    ['After the limit is lowered, clients wait.', null],
    ['As soon as the limit is lowered, clients wait.', null],
    ['Before the limit is lowered, clients wait.', null],
    ['Unless the limit is lowered, clients wait.', 'unless'],
    ['Unless the bucket fills, the limit is lowered.', null],
    ['Once it is full it has failed and is lowered.', null],
    ['Provided that it is fast and has keys and is cheap.', 'provided that'],
    ['As long as it is fast it stays and is cheap.', null],
    ['I agree because the keys are hashed, once the limit is lowered.', 'once'],
    ['I agree because the keys are hashed, the limit is lowered.', null],
    ['I agree because the keys are hashed, once a day all of it is full.', null],
    ['I agree because the keys are hashed.', null],
  ])('%j: %j', (content, condition) => expect(caveatIn(content)).toBe(condition))

  it.each(['get', 'stay', 'hold', 'remain', 'return', 'answer', 'receive', 'fail', 'run'])(
    'a sentence with "%s" in it twice describes the design',
    verb => {
      expect(caveatIn(`Unless clients ${verb} keys.`)).toBe('unless')
      expect(caveatIn(`Unless clients ${verb} keys they ${verb} nothing.`)).toBeNull()
    },
  )

  it('is looked for in pieces of a long sentence', () => {
    expect(caveatIn(`${FILLER} with one caveat.`)).toBe('with one caveat')
    expect(caveatIn(`I agree ${FILLER} unless it fails.`)).toBeNull()
    expect(caveatIn(`${FILLER} I agree unless it fails.`)).toBe('unless')
  })
})
