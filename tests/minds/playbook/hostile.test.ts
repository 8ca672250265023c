/** Texts by others may be as long as an entry can be; reading one must not take longer than writing it did. */
import { expect, it } from 'vitest'
import { parseDesign } from '../../../src/minds/playbook/design.ts'
import { factsOf } from '../../../src/minds/playbook/facts.ts'
import { parseQuestions } from '../../../src/minds/playbook/questions.ts'
import { parseRequirements, readReason } from '../../../src/minds/playbook/requirements.ts'
import { oneLine, withoutClosing } from '../../../src/minds/playbook/text.ts'

const LONG = 200_000
const MOST_MS = 2_000

it.each([
  ['closing brackets', `Why?${')'.repeat(LONG)} b`],
  ['blanks', `a${' '.repeat(LONG)}b`],
  ['blanks in an item', `- a${' '.repeat(LONG)}b`],
  ['blanks in a heading', `# a${' '.repeat(LONG)}b`],
  ['hashes in a heading', `# a${' #'.repeat(LONG / 2)} b`],
  ['blanks in a row', `| a${' '.repeat(LONG)}b`],
  ['dashes', `a${'-'.repeat(LONG)}b`],
  ['signs that never end', `1. \`a\`: b _Met by_ (Data): ${'`_Shown by_:`, '.repeat(LONG / 14)}x`],
  ['half a requirement', `a${'_Met by_ '.repeat(LONG / 9)}`],
  ['marks that never end', `- x ${'(A: b; '.repeat(LONG / 7)}`],
])('reads %s in time', (_, text) => {
  const begun = performance.now()
  factsOf('Design a store.', '', [text])
  parseDesign(text)
  parseQuestions(text, 6)
  parseRequirements(text)
  readReason(text)
  oneLine(text)
  expect(performance.now() - begun).toBeLessThan(MOST_MS)
})

it.each([
  ['Data', 'Data'],
  ['Data ##', 'Data'],
  ['Data # ##', 'Data'],
  ['C#', 'C#'],
  ['C# ##', 'C#'],
  ['# #', '#'],
])('takes the closing marks off a heading: %s', (heading, words) => {
  expect(withoutClosing(heading)).toBe(words)
})
