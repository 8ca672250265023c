import { expect, it } from 'vitest'
import { defineAgent } from '../../src/agents/define.ts'
import type { AgentDefinition, Consideration } from '../../src/agents/definition.ts'
import { FRAMEWORK } from '../../src/minds/prompts.ts'
import { renderRole } from '../../src/minds/role-told.ts'
import { renderAgent } from '../../src/views/agents-show.ts'
import { createStyle } from '../../src/views/style.ts'

const view = { style: createStyle({ color: false }), width: 80 }

const DOUBLE_CHARGE: Consideration = {
  id: 'double-charge',
  when: ['payment*'],
  unless: [],
  ask: 'What happens twice?',
  require: 'Nothing may.',
  because: 'Money moves.',
  meet: { section: 'Interfaces', text: 'Each write has a key.' },
  signs: [['key']],
  instead: null,
  for: null,
}

const PAYMENTS = defineAgent({
  name: 'payments',
  description: 'Cards and refunds.',
  prompt: 'You own payments.',
  dialect: 'claude',
  hash: `0123456789abcdef${'0'.repeat(48)}`,
  playbook: [DOUBLE_CHARGE, { ...DOUBLE_CHARGE, id: 'lost-refund' }],
})

const page = (parts: Partial<AgentDefinition>, system = false) =>
  renderAgent({ agent: { ...PAYMENTS, ...parts }, path: 'agents/payments.md', system }, view)

it('shows who it is, and exactly what a model is told', () => {
  expect(page({})).toBe(`PAYMENTS  payments
file        agents/payments.md (sha256 0123456789ab)
dialect     claude
for         Cards and refunds.
model       the default: the file names none
may use     any tool: the file sets no limit
playbook    its own

== Told at every turn ==
You are PAYMENTS. Your role is defined so:
<definition>
You own payments.
</definition>

== Its playbook, 2 long: what bears on the problem is told as a checklist ==
double-charge, lost-refund
`)
})

it('shows every limit, server and remark there is, without secrets', () => {
  const text = page({
    model: 'opus',
    tools: ['Read', 'Bash(git:*)'],
    disallowedTools: ['Write'],
    permissionMode: 'plan',
    duty: 'reviewer',
    provider: 'q_cli',
    borrowedFrom: 'BACKEND',
    mcpServers: {
      shared: null,
      bank: { type: 'stdio', command: 'bank', args: [], env: { TOKEN: 'abc' }, url: null, extra: {} },
    },
    recovered: ['line 3: description is not quoted'],
    warnings: ['hooks are kept and never run'],
  })
  expect(text.split('\n\n')[0]).toBe(`PAYMENTS  payments
file        agents/payments.md (sha256 0123456789ab)
dialect     claude
for         Cards and refunds.
model       opus
may use     Read, Bash(git:*)
may not use Write
permission  plan
duty        reviewer
provider    q_cli
server      shared, set up elsewhere
server      bank
            {"type":"stdio","command":"bank","args":[],"env":{"TOKEN":"***"},"url":null,"extra":{}}
playbook    borrowed from the built-in BACKEND
recovered   line 3: description is not quoted
warning     hooks are kept and never run`)
  expect(text).toContain('== The playbook of BACKEND, 2 long')
})

it('says of an empty list of tools that it may use none', () => {
  expect(page({ tools: [] })).toContain('\nmay use     no tool\n')
})

it('shows its report template, and the words of all roles where they are asked for', () => {
  const text = page({ report: '# Done\n- what', playbook: [] }, true)
  expect(text).toContain(`== Told first, to every role of every session ==\n${FRAMEWORK}`)
  expect(text).toContain('== The shape of its reports, told when it reports ==\n# Done\n- what\n')
  expect(text).toContain('\nplaybook    none\n')
  expect(text).not.toContain('checklist ==')
})

it('shows what is told line by line, and nothing that acts on a terminal', () => {
  const prompt = `Long ${'word '.repeat(60)}end.\n\tTab\r\x1b[2J`
  const told = renderRole({ ...PAYMENTS, prompt }, 'PAYMENTS')
  expect(page({ prompt })).toContain(told.replace('\r', '\n').replace('\x1b', '<U+001B>'))
})
