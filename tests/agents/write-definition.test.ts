import { expect, it } from 'vitest'
import type { Consideration } from '../../src/agents/definition.ts'
import { parsePlaybook } from '../../src/agents/playbook.ts'
import { splitBody } from '../../src/agents/sections.ts'
import { writeDefinition } from '../../src/agents/write-definition.ts'
import { readFrontMatter } from '../../src/log/front-matter.ts'
import { definition } from '../support/foreign-agents.ts'

const SHIFTED: Consideration = {
  id: 'shifted-appointment',
  when: ['time zone*', 'countr* + schedul*'],
  unless: ['single time zone'],
  ask: 'In whose time zone does the {subject} keep a future time?',
  require: 'A time in the future must be kept with the zone it was meant in.',
  because: 'Offsets change twice a year,  and by law.',
  meet: {
    section: 'Data',
    text: 'Future times of the {subject} are stored with the name of their IANA zone.',
  },
  signs: [['iana', 'zone name*'], ['stor*']],
  instead: 'UTC alone was left out: offsets change.',
  for: 'BACKEND',
}
const PLAIN: Consideration = {
  ...SHIFTED,
  id: 'plain',
  when: ['always'],
  unless: [],
  meet: { section: 'Failure handling', text: 'Each call has a deadline, and one retry.' },
  signs: [['each call has a deadline and one retry']],
  instead: null,
  for: null,
}

const FULL = definition({
  name: 'Payments Expert',
  description: 'Use it for cards: checkout, refunds.\n\n<example>user: "Twice?"</example>',
  model: 'opus',
  tools: ['Read', 'Bash(git:*)', 'Agent(a, b)'],
  disallowedTools: ['Write'],
  permissionMode: 'plan',
  maxTurns: 12,
  effort: 'high',
  color: '#60A5FA',
  memory: 'project',
  isolation: 'worktree',
  skills: ['ledger', 'yes'],
  mcpServers: {
    bank: {
      type: 'stdio',
      command: 'bank-mcp',
      args: ['--port', '1'],
      env: { TOKEN: '$BANK_TOKEN', DEBUG: '1' },
      url: null,
      extra: { timeout: 30 },
    },
    shared: null,
    web: { type: 'http', command: null, args: [], env: {}, url: 'https://mcp.example/x', extra: {} },
  },
  hooks: { Stop: [{ command: 'true' }] },
  provider: 'kiro_cli',
  duty: 'reviewer',
  prompt: '# Payments\n\nYou own money.',
  report: 'Say what was paid.\n\n### Open\n\nSay what was not.',
  conduct: '### Communication Protocol\n\nAsk BANK first.',
  playbook: [SHIFTED, PLAIN],
  extra: { version: '1.0', since: new Date('2026-01-31T00:00:00Z'), tags: ['a', { b: null }] },
})

const FULL_FILE = `---
name: Payments Expert
description: |-
  Use it for cards: checkout, refunds.

  <example>user: "Twice?"</example>
model: opus
tools: [Read, 'Bash(git:*)', 'Agent(a, b)']
disallowedTools: [Write]
permissionMode: plan
maxTurns: 12
effort: high
color: '#60A5FA'
memory: project
isolation: worktree
skills: [ledger, 'yes']
mcpServers:
  bank:
    type: stdio
    command: bank-mcp
    args:
      - '--port'
      - '1'
    env:
      TOKEN: $BANK_TOKEN
      DEBUG: '1'
    timeout: 30
  shared: null
  web:
    type: http
    url: 'https://mcp.example/x'
hooks:
  Stop:
    - command: 'true'
provider: kiro_cli
role: reviewer
version: '1.0'
since: 2026-01-31T00:00:00.000Z
tags:
  - a
  - b: null
---

# Payments

You own money.

### Communication Protocol

Ask BANK first.

## Report Template

Say what was paid.

### Open

Say what was not.

## Playbook

### shifted-appointment
- when: time zone*, countr* + schedul*
- unless: single time zone
- ask: In whose time zone does the {subject} keep a future time?
- require: A time in the future must be kept with the zone it was meant in.
- because: Offsets change twice a year,  and by law.
- meet: Data: Future times of the {subject} are stored with the name of their IANA zone.
- signs: iana|zone name*, stor*
- instead: UTC alone was left out: offsets change.
- for: BACKEND

### plain
- when: always
- ask: In whose time zone does the {subject} keep a future time?
- require: A time in the future must be kept with the zone it was meant in.
- because: Offsets change twice a year,  and by law.
- meet: Failure handling: Each call has a deadline, and one retry.
`

it('writes every field, in the order of the manual', () => {
  expect(writeDefinition(FULL)).toBe(FULL_FILE)
})

it('writes nothing that is not set', () => {
  expect(writeDefinition(definition({ name: 'clerk', description: 'Files.' }))).toBe(
    '---\nname: clerk\ndescription: Files.\n---\n\nYou know your field.\n',
  )
})

it('keeps "no tools at all" apart from "no limit"', () => {
  expect(writeDefinition(definition({ name: 'clerk', tools: [] }))).toContain('\ntools: []\n')
  expect(writeDefinition(definition({ name: 'clerk', tools: null }))).not.toContain('tools')
})

it('writes another name, and where the definition is from', () => {
  const imported = { name: 'Payments Expert', path: 'x/pay.md', hash: '0'.repeat(64) }
  const { data } = readFrontMatter(writeDefinition(FULL, { name: 'backend', imported }))
  expect(data).toMatchObject({ name: 'backend', imported })
  expect(Object.keys(data).slice(15, 18)).toEqual(['role', 'imported', 'version'])
})

it('names the last origin, and below it what the file itself said of its origin', () => {
  const again = definition({ name: 'a', extra: { imported: { name: 'old' }, x: 1 } })
  const imported = { name: 'a', path: 'a.md', hash: '0'.repeat(64) }
  expect(readFrontMatter(writeDefinition(again, { imported })).data).toEqual({
    name: 'a',
    imported: { ...imported, imported: { name: 'old' } },
    x: 1,
  })
  expect(readFrontMatter(writeDefinition(again)).data).toEqual({ name: 'a', imported: { name: 'old' }, x: 1 })
})

it('writes a field rather than a text of the same name beside it', () => {
  const given = definition({ name: 'a', model: 'opus', extra: { model: 'haiku' } })
  expect(readFrontMatter(writeDefinition(given)).data).toEqual({ name: 'a', model: 'opus' })
})

it('refuses what is too deep to be written, and says what', () => {
  const deep = JSON.parse('['.repeat(3000) + ']'.repeat(3000))
  expect(() => writeDefinition(definition({ name: 'a', extra: { x: deep } }))).toThrow(
    expect.objectContaining({
      code: 'SYN_AGENT_INVALID',
      message: 'x has lists or maps more than 100 deep within each other: make it flatter',
    }),
  )
})

it('does not write a playbook that was borrowed', () => {
  const borrowed = definition({ name: 'a', playbook: [SHIFTED], borrowedFrom: 'BACKEND' })
  expect(writeDefinition(borrowed)).not.toContain('Playbook')
})

it('writes considerations that are read as they were', () => {
  const { playbook } = splitBody(readFrontMatter(writeDefinition(FULL)).body)
  expect(parsePlaybook(playbook)).toEqual({ considerations: [SHIFTED, PLAIN], warnings: [] })
})

it.each([
  ['begins with a rule', '---\n\nYou own money.'],
  ['looks like front matter', '---\nname: other\n---\n\nYou own money.'],
  [
    'shows a playbook in a block of code',
    'Write this:\n\n```markdown\n## Playbook\n\n### x\n- when: y\n```\n\nThanks.',
  ],
  ['shows a report in a block of code', 'Write this:\n\n~~~~\n```\n## Report Template\n~~~~'],
  ['was a block of code by its indent', '## Playbook\n    ### x'],
  ['has other headings', '# A\n\n## B\n\n### C'],
])('keeps a prompt that %s', (_, prompt) => {
  const { body } = readFrontMatter(writeDefinition({ ...FULL, prompt }))
  const { report, conduct } = FULL
  expect(splitBody(body)).toMatchObject({ prompt, report, conduct })
  expect(parsePlaybook(splitBody(body).playbook).considerations).toEqual([SHIFTED, PLAIN])
})

it('keeps a report that was a block of code by its indent', () => {
  const report = '## Title\n    Text'
  const { body } = readFrontMatter(writeDefinition({ ...FULL, report }))
  expect(splitBody(body)).toMatchObject({ report, prompt: FULL.prompt, conduct: FULL.conduct })
})

it('closes a block of code that would swallow the sections, and only then', () => {
  const prompt = 'Write this:\n\n````text\n```\nmore'
  const { body } = readFrontMatter(writeDefinition({ ...FULL, prompt }))
  expect(splitBody(body)).toMatchObject({
    prompt: `${prompt}\n\`\`\`\``,
    report: FULL.report,
    conduct: FULL.conduct,
  })
  expect(writeDefinition(definition({ name: 'a', prompt }))).toBe(`---\nname: a\n---\n\n${prompt}\n`)
})
