import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { type Consideration, SECTIONS } from '../src/agents/definition.ts'
import { readDefinition } from '../src/agents/load.ts'
import { parsePlaybook } from '../src/agents/playbook.ts'
import { factsOf } from '../src/minds/playbook/facts.ts'
import { fill } from '../src/minds/playbook/fill.ts'
import { draftFor } from '../src/minds/playbook/playbook.ts'
import { turnOf } from './support/turn-of.ts'

const page = readFileSync(new URL('../docs/agents.md', import.meta.url), 'utf8').replace(/\r\n/g, '\n')
const example = /^```markdown agents\/localization\.md\n([\s\S]*?)^```$/m.exec(page)?.[1] ?? ''

it('has an example that is read without a warning', () => {
  const definition = readDefinition('agents/localization.md', example)
  expect(definition).toMatchObject({ role: 'LOCALIZATION', model: 'sonnet', color: 'teal', warnings: [] })
  expect(definition.playbook.map(({ id }) => id)).toEqual(['hard-coded-text', 'shifted-appointment'])
})

it('has an example that speaks up where its phrases are', () => {
  const { playbook } = readDefinition('agents/localization.md', example)
  const log = { problem: 'Design appointment booking for 12 countries, multilingual.', entries: [] }
  const { content } = draftFor(
    turnOf({ role: 'LOCALIZATION', task: 'analyse', on: null, agent: { playbook }, log }),
  )
  expect(content).toContain('`hard-coded-text`')
  expect(content).toContain('`shifted-appointment`')
})

it('lists the items of a playbook as the grammar has them', () => {
  const listed = [...tableAfter('## The playbook').matchAll(/^\| `([a-z]+)` \|/gm)].map(([, item]) => item)
  const unknown = parsePlaybook('### x\n- nothing: x\n').warnings.join()
  expect(unknown).toContain(`known are ${listed.join(', ')}`)
})

it('lists the sections of a design in their order', () => {
  expect(page).toContain(`: ${SECTIONS.join(', ')}.`)
})

const placeholders = [
  ...tableAfter('**Placeholders**').matchAll(/^\| `\{(\w+)\}` \| ([^|]+) \| ([^|]+) \|$/gm),
]

it.each(placeholders.map(([, name = '', problem = '', filled = '']) => [name, problem, filled]))(
  'is right that {%s} of "%s" is "%s"',
  (name, problem, filled) => {
    const facts = factsOf(problem, '')
    expect(fill(`Z ${name === 'subject' ? '{subject}' : `{${name}|none}`}`, facts)).toBe(`Z ${filled}.`)
  },
)

it('knows of no more placeholders than there are', () => {
  expect(placeholders).toHaveLength(10)
  const source = readFileSync(new URL('../src/minds/playbook/fill.ts', import.meta.url), 'utf8')
  const [, fillers = ''] = /FILLERS[^{]*\{\n([\s\S]*?)^\}/m.exec(source) ?? []
  const names = [...fillers.matchAll(/^ {2}(\w+):/gm)].map(([, name]) => name)
  expect(placeholders.map(([, name]) => name).toSorted()).toEqual(names.toSorted())
})

const TWELVE = Array.from({ length: 12 }, (_, at): Consideration => {
  const word = `sign${String.fromCharCode(97 + at)}`
  return {
    id: `gap-${at + 1}`,
    when: ['limit*'],
    unless: [],
    ask: `What of ${word}?`,
    require: `There must be ${word}.`,
    because: `Nothing works without ${word}.`,
    meet: { section: 'Components', text: `A ${word} does it.` },
    signs: [[word]],
    instead: null,
    for: null,
  }
})

it('is right about how many a worker requires, asks and names', () => {
  const { content } = draftFor(turnOf({ task: 'analyse', on: null, agent: { playbook: TWELVE }, upTo: 1 }))
  const [, required = '', asked = ''] = content.split('####')
  expect(required.match(/`gap-\d+`/g)).toEqual(['`gap-1`', '`gap-2`', '`gap-3`'])
  expect(asked.match(/`gap-\d+`/g)).toEqual([4, 5, 6, 7, 8, 9].map(number => `\`gap-${number}\``))
  expect(asked.match(/_Unless answered_/g)).toHaveLength(3)
})

it('is right about how many a reviewer looks at and raises', () => {
  const { content, verdict, concerns } = draftFor(turnOf({ agent: { playbook: TWELVE } }))
  expect(verdict).toBe('OBJECT')
  expect(concerns.map(({ id }) => id)).toEqual(['gap-1', 'gap-2', 'gap-3'])
  expect(new Set(content.match(/`gap-\d+`/g))).toHaveProperty('size', 8)
})

function tableAfter(mark: string): string {
  const after = page.slice(page.indexOf(mark))
  return after.slice(after.indexOf('\n|'), after.indexOf('|\n\n') + 2)
}
