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
])('the phrase "%s" in "%s": %s', (phrase, prose, expected) => {
  expect(occurs(phrase, normalise(prose))).toBe(expected)
})

it('takes hostile phrases as words, never as patterns', () => {
  expect(occurs('(a+)+$', normalise('aaaaaaaaaaaaaaaaaaaaaaaaaaaa!'))).toBe(false)
  expect(occurs('.*', normalise('anything'))).toBe(false)
})

it('counts the words of a phrase, so that particular phrases weigh more', () => {
  expect(['sso', 'rate limit*', 'card + refund*', 'sign-in'].map(wordCount)).toEqual([1, 2, 2, 2])
})
