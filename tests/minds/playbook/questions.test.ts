import { describe, expect, it } from 'vitest'
import { parseQuestions, renderQuestion } from '../../../src/minds/playbook/questions.ts'

it('is read back as it was written', () => {
  const question = { id: 'peak-rate', question: 'How many?', otherwise: 'A setting.' }
  expect(parseQuestions(`Words.\n1. ${renderQuestion(question)}\n`, 5)).toEqual([question])
})

describe('questions that a person or a model wrote', () => {
  it.each([
    ['- Who may read the exports?', ['Who may read the exports?']],
    ['It is fast. **How long** may it take? Yes.', ['How long may it take?']],
    ['No question here.', []],
    ['Why?', []],
  ])('%s', (text, found) => expect(parseQuestions(text, 5).map(({ question }) => question)).toEqual(found))

  it('are cut off at the most that is asked for', () => {
    expect(parseQuestions('Who reads the first one? Who reads the second one?', 1)).toHaveLength(1)
  })
})
