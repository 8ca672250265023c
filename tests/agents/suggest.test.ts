import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { AgentDefinition, Consideration } from '../../src/agents/definition.ts'
import { parsePlaybook } from '../../src/agents/playbook.ts'
import { splitBody } from '../../src/agents/sections.ts'
import { explain, suggest } from '../../src/agents/suggest.ts'
import { readFrontMatter } from '../../src/log/front-matter.ts'
import { definition, FOREIGN } from '../support/foreign-agents.ts'

const FOLDER = fileURLToPath(new URL('../../agents/', import.meta.url))
/** Read by the parts under it, so that a change of the reader does not show here. */
const PANEL: readonly AgentDefinition[] = readdirSync(FOLDER)
  .filter(file => file.endsWith('.md'))
  .map(file => {
    const { data, body } = readFrontMatter(readFileSync(`${FOLDER}${file}`, 'utf8'))
    const { prompt, playbook } = splitBody(body)
    const { considerations } = parsePlaybook(playbook)
    const [name, description] = [String(data['name']), String(data['description'])]
    return definition({ name, description, prompt, playbook: considerations })
  })

const names = (problem: string, definitions: readonly AgentDefinition[], limit?: number) =>
  suggest(problem, definitions, limit).map(found => found.definition.name)

/** Who has to be among the first three: of the built-in panel, and of 200 others. */
const TABLE: readonly (readonly [problem: string, panel: readonly string[], foreign: readonly string[]])[] = [
  [
    'Design a rate limiter for our public API: 400 tenants, 20k requests a second',
    ['backend', 'architect'],
    ['rate-limiting-developer'],
  ],
  ['Refund card payments without paying twice', ['backend'], ['payments-expert', 'payments-developer']],
  [
    'Our Postgres queries became slow after the last migration',
    ['database'],
    ['postgres-expert', 'postgres-specialist'],
  ],
  ['Roll out a new version to 3 regions without downtime and roll back within 5 minutes', ['devops'], []],
  ['How do we prove that the import is correct before we release it?', ['qa'], ['spreadsheet-developer']],
  ['Single sign-on for our enterprise customers', ['security'], ['identity-developer', 'identity-expert']],
  ['A settings screen that works with a keyboard and a screen reader', ['frontend'], ['accessibility-pro']],
  ['Delete all personal data of a customer within 30 days under GDPR', ['security'], ['privacy-developer']],
  ['Full-text search over 2 million products', ['backend'], ['search-developer', 'search-expert']],
  ['A mobile app that works offline and syncs later', ['frontend', 'backend'], ['offline-engineer']],
  ['Realtime chat with presence', ['backend', 'frontend'], ['chat-pro']],
  ['Signed webhooks for our partners', ['security', 'backend'], ['webhook-specialist', 'webhook-engineer']],
  ['Move from a monolith to services', ['architect', 'backend'], ['monolith-developer']],
  ['A Kafka pipeline for telemetry from 50,000 sensors', ['backend'], ['iot-pro', 'streaming-expert']],
  ['Rotate all secrets and certificates', ['devops', 'security'], ['secrets-engineer', 'secrets-specialist']],
  ['A chatbot that answers from our manuals with an LLM', ['security'], ['llm-engineer']],
  ['Feature flags and canary releases', ['qa', 'devops'], ['release-pro']],
  [
    'Booking of appointments across time zones',
    ['backend', 'frontend'],
    ['booking-specialist', 'localization-expert'],
  ],
  ['File uploads up to 5 GB with virus scan', ['frontend'], ['file-storage-expert']],
  ['Restore the database after a disaster', ['database', 'devops'], ['backup-specialist']],
  ['Translate the shop into five languages', ['frontend'], ['localization-expert']],
  ['Find memory leaks in the firmware of our sensors', ['qa'], ['embedded-expert', 'iot-pro']],
]

describe.each(TABLE)('for "%s"', (problem, panel, foreign) => {
  it('suggests of the built-in panel who knows about it', () => {
    expect(names(problem, PANEL, 3)).toEqual(expect.arrayContaining([...panel]))
  })

  it('suggests of 200 others who knows about it', () => {
    expect(names(problem, FOREIGN, 3)).toEqual(expect.arrayContaining([...foreign]))
  })

  it('suggests of both together somebody of either, among the first five', () => {
    const found = names(problem, [...PANEL, ...FOREIGN], 5)
    expect(found.filter(name => panel.includes(name) || foreign.includes(name))).not.toEqual([])
  })

  it('suggests the same whatever the order they come in', () => {
    const all = [...PANEL, ...FOREIGN]
    expect(names(problem, all.toReversed())).toEqual(names(problem, all))
  })
})

it('suggests nobody of whom nothing matches', () => {
  expect(suggest('zither quokka', FOREIGN)).toEqual([])
  expect(suggest('', FOREIGN)).toEqual([])
  expect(suggest('payments', [])).toEqual([])
})

it('hears no boilerplate, in the problem or in a definition', () => {
  const boilerplate = definition({
    name: 'a',
    description: 'Use this agent when you need an expert. Use PROACTIVELY. MUST BE USED for all tasks.',
  })
  expect(
    suggest('Use an expert agent proactively when you need to; it must be used for tasks', [boilerplate]),
  ).toEqual([])
})

it('does not suggest an agent for what it says it is not for', () => {
  const agents = [
    definition({ name: 'a', description: 'Use for screens; not for payments.' }),
    definition({ name: 'b', description: 'Knows ledgers. Do not use for payments.' }),
    definition({ name: 'c', description: "Knows stock. Don't use for screens." }),
  ]
  expect(names('payments', agents)).toEqual([])
  expect(names('screens and stock', agents)).toEqual(['a', 'c'])
})

it.each([
  ['name', { name: 'refund-expert' }],
  ['description', { name: 'a', description: 'Knows refunds.' }],
  ['examples', { name: 'a', description: 'Knows money. <example>user: "Refund it!"</example>' }],
  ['prompt', { name: 'a', prompt: 'You refund.' }],
] as const)('finds what stands in its %s', (from, given) => {
  expect(suggest('Design refunds', [definition(given)])).toMatchObject([{ from, why: ['refunds'] }])
})

it('puts the name before the description, that before its examples, and those before the prompt', () => {
  const agents = [
    definition({ name: 'd', prompt: 'You know refunds.' }),
    definition({ name: 'c', description: 'Knows money. <example>Can I have a refund?</example>' }),
    definition({ name: 'b', description: 'Knows refunds.' }),
    definition({ name: 'refund' }),
  ]
  expect(names('Design refunds', agents)).toEqual(['refund', 'b', 'c', 'd'])
})

it('does not take the name of another agent in an example for a field', () => {
  const description =
    'Knows money. <example>user: "Done." assistant: "I will use the accessibility agent now."</example>'
  expect(suggest('Improve accessibility', [definition({ name: 'a', description })])).toEqual([])
})

const CONSIDERATION: Consideration = {
  id: 'double-refund',
  when: ['refund*', 'card + charg*', 'always'],
  unless: ['gift card*'],
  ask: 'Who notices?',
  require: 'One refund.',
  because: 'Retries.',
  meet: { section: 'Data', text: 'A key.' },
  signs: [['key']],
  instead: null,
  for: null,
}

describe('a playbook', () => {
  const agents = [definition({ name: 'a', playbook: [CONSIDERATION] })]

  it('speaks by the phrases that occur, the longer one first', () => {
    expect(suggest('Charge a card twice, then refund it', agents)).toMatchObject([
      { from: 'playbook', why: ['card + charg*', 'refund*'] },
    ])
  })

  it('does not drown who has the word in the name, however often it speaks of it', () => {
    const playbook = Array.from({ length: 30 }, (_, at) => ({ ...CONSIDERATION, id: `refund-${at}` }))
    const named = definition({ name: 'refund-expert' })
    expect(names('Refunds', [definition({ name: 'a', playbook }), named])).toEqual(['refund-expert', 'a'])
  })

  it('says nothing by "always"', () => {
    expect(suggest('A zither', agents)).toEqual([])
  })

  it('says nothing of what an "unless" keeps away', () => {
    expect(suggest('Refund a gift card', agents)).toEqual([])
  })
})

it('leaves out who cannot be a worker', () => {
  const agents = [
    definition({ name: 'supervisor', description: 'Refunds.' }),
    definition({ name: 'lead', description: 'Refunds.', duty: 'supervisor' }),
    definition({ name: 'human', description: 'Refunds.' }),
  ]
  expect(suggest('Refunds', agents)).toEqual([])
})

it('puts equal ones in the order of their names, then of their paths', () => {
  const agents = ['b', 'c', 'a'].map(name => definition({ name, description: 'Refunds.' }))
  const twin = definition({ name: 'a', description: 'Refunds.', path: 'Z.md' })
  expect(suggest('refund', [...agents, twin]).map(found => found.definition.path)).toEqual([
    'Z.md',
    'a.md',
    'b.md',
    'c.md',
  ])
})

it('gives at most as many as are asked for', () => {
  const agents = ['a', 'b', 'c'].map(name => definition({ name, description: 'Refunds.' }))
  expect([names('refund', agents, 2), names('refund', agents, 0), names('refund', agents, -1)]).toEqual([
    ['a', 'b'],
    [],
    [],
  ])
})

it('says why in one line', () => {
  const agents = [
    definition({ name: 'a', description: 'Knows payments and refunds, refunds above all.' }),
    definition({ name: 'b', description: 'Knows payments.' }),
  ]
  const [best] = suggest('Refund payments', agents)
  expect(best === undefined ? '' : explain(best)).toBe('refund, payments in its description')
  expect(explain({ why: [], from: 'name' })).toBe('can propose a design')
})
