import { expect, it } from 'vitest'
import { normalise, occurs, wordCount } from '../../src/agents/phrases.ts'

it.each([
  ['retry after', 'answers carry Retry-After', true],
  ['retry-after', 'answers carry `Retry-After`.', true],
  ['upload*', 'Teachers Uploading videos', true],
  ['upload', 'Teachers Uploading videos', false],
  ['rate limit*', 'a rate\nlimiter', true],
  ['rate limit*', 'rating limits', false],
  ['card + refund*', 'refunds to the card', true],
  ['card + refund*', 'refunds by transfer', false],
  ['sso', 'SSO?', true],
  ['sso', 'possession', false],
  ['straße', 'die STRASSE', false],
  ['überweis*', 'Überweisungen', true],
  ['rat* limit*', 'rating limits', true],
  ['rat* limit', 'rating limits', false],
  ['rat* limit', 'a rate, then a rate limit', true],
  ['* limit', 'rate limit', false],
  ['a* b* c', 'a b and after breaks c', true],
  ['a* b', 'a', false],
])('the phrase "%s" in "%s": %s', (phrase, prose, expected) => {
  expect(occurs(phrase, normalise(prose))).toBe(expected)
})

it('takes hostile phrases as words, never as patterns', () => {
  expect(occurs('(a+)+$', normalise('aaaaaaaaaaaaaaaaaaaaaaaaaaaa!'))).toBe(false)
  expect(occurs('.*', normalise('anything'))).toBe(false)
})

it('takes phrases of any length, and throws at none', () => {
  const started = performance.now()
  const long = 'a* b '.repeat(20_000)
  expect(occurs(long, normalise('a b '.repeat(20_000)))).toBe(true)
  expect(occurs(`${long} c`, normalise('x'))).toBe(false)
  expect(performance.now() - started).toBeLessThan(1000)
})

it('counts the words of a phrase, so that particular phrases weigh more', () => {
  expect(['sso', 'rate limit*', 'card + refund*', 'sign-in'].map(wordCount)).toEqual([1, 2, 2, 2])
})
