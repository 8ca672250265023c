import { expect, it } from 'vitest'
import { similarTo } from '../../src/agents/similar.ts'

const KNOWN = ['ARCHITECT', 'BACKEND', 'QA', 'SECURITY']

it.each([
  ['archtect', 'ARCHITECT'],
  ['securtiy', 'SECURITY'],
  ['backnd', 'BACKEND'],
  ['BACKENDD', 'BACKEND'],
  ['qaa', 'QA'],
])('%s is meant to be %s', (word, meant) => {
  expect(similarTo(word, KNOWN)).toBe(meant)
})

it.each([['wizard'], ['frontend'], ['legal'], ['x'], ['']])('%s is a word of its own', word => {
  expect(similarTo(word, KNOWN)).toBeNull()
})
