import { expect, it } from 'vitest'
import { renderSuggestions, type SuggestedAgent } from '../../src/views/agents-suggest.ts'
import { createStyle } from '../../src/views/style.ts'
import { displayWidth } from '../../src/views/width.ts'

const style = createStyle({ color: false })
const AGENTS: readonly SuggestedAgent[] = [
  {
    role: 'PAYMENTS',
    name: 'payments',
    path: 'agents/payments.md',
    source: './agents',
    score: 2.5,
    why: ['refund', 'payments'],
    from: 'description',
  },
  {
    role: 'QA',
    name: 'qa',
    path: '/lib/agents/qa.md',
    source: 'built-in',
    score: 0.2,
    why: ['refund*'],
    from: 'playbook',
  },
]

it('gives each its reason beside it, the best first', () => {
  expect(
    renderSuggestions(AGENTS, { style, width: 80 }),
  ).toBe(`PAYMENTS  refund, payments in its description (./agents)
QA        refund* in its playbook (built-in)
`)
})

it('hangs a long reason under its first word, and lets nothing act on a terminal', () => {
  const why = [...Array.from({ length: 30 }, (_, at) => `word${at}`), '\x1b[2J']
  const text = renderSuggestions([{ ...(AGENTS[0] ?? fail()), why }], { style, width: 50 })
  const [first = '', ...more] = text.trimEnd().split('\n')
  expect(first.startsWith('PAYMENTS  word0, word1')).toBe(true)
  expect(more.length).toBeGreaterThan(2)
  expect(more.filter(line => !line.startsWith('          ') || displayWidth(line) > 50)).toEqual([])
  expect(text).not.toContain('\x1b')
})

it('is empty for nobody', () => {
  expect(renderSuggestions([], { style, width: 80 })).toBe('')
})

function fail(): never {
  throw new Error('There are agents')
}
