import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SECTIONS } from '../../../src/agents/definition.ts'
import {
  parseRequirements,
  type Requirement,
  readReason,
  renderReason,
  renderRequirement,
} from '../../../src/minds/playbook/requirements.ts'

const words = fc
  .array(fc.stringMatching(/^[\p{L}\p{N},.;:()%"'-]{1,9}$/u), { minLength: 1, maxLength: 12 })
  .map(list => list.join(' '))
  .filter(text => !/Met by|Shown by/.test(text))
const requirement: fc.Arbitrary<Requirement> = fc.record({
  id: fc.stringMatching(/^[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}$/),
  reason: words,
  meet: fc.record({ section: fc.constantFrom(...SECTIONS), text: words }),
  signs: fc.array(
    fc.array(fc.stringMatching(/^[a-z]{2,6}( [a-z]{2,6})?\*?$/), { minLength: 1, maxLength: 3 }),
    { maxLength: 3 },
  ),
})

it('is read back as it was written, among other lines', () => {
  fc.assert(
    fc.property(fc.array(requirement, { maxLength: 4 }), all => {
      const text = [
        'Some words.',
        '',
        ...all.map((one, index) => `${index + 1}. ${renderRequirement(one)}`),
        '- `x`: no',
      ].join('\n')
      expect(parseRequirements(text)).toEqual(all)
    }),
  )
})

it('is read back from a concern too', () => {
  fc.assert(
    fc.property(requirement, ({ reason, meet }) => {
      expect(readReason(renderReason({ reason, meet }))).toEqual({ reason, meet })
    }),
  )
})

describe('a reason in free words', () => {
  it.each([
    'clients that are limited at once retry at once',
    'Met by nobody.',
    'It is not met by (Nothing): that',
  ])('%s', reason => expect(readReason(reason)).toEqual({ reason, meet: null }))
})

it('fits into a field of the log however long it is', () => {
  const meet = { section: 'Data' as const, text: 'word '.repeat(600).trim() }
  expect(renderReason({ reason: 'why '.repeat(600).trim(), meet }).length).toBeLessThanOrEqual(2_000)
})
