import { expect, it } from 'vitest'
import { isUnknownLanguage } from '../../../src/protocol/prose/language.ts'

it.each([
  ['The free plan has 3,000 users.', false],
  ['I agree.', false],
  ['Frankfurt', false],
  ['#5', false],
  ['', false],
  ['👍', false],
  ['LGTM', false],
  ['Ja, ich stimme #5 zu.', true],
  ['Je suis d’accord avec #5.', true],
  ['Estoy de acuerdo.', true],
  ['Я согласен с #5.', true],
  ['我同意', true],
  ['同意します', true],
  ['أوافق', true],
  ['Klar doch', false],
  ['Klar doch, Freund', true],
  ['A B C D', false],
  [`${'Klar doch '.repeat(100)}the`, true],
  [`${'Klar doch '.repeat(99)}the`, false],
  ['Здесь the key', false],
])('%j is in words the reader does not know: %s', (content, unknown) => {
  expect(isUnknownLanguage(content)).toBe(unknown)
})
