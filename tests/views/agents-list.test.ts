import { describe, expect, it } from 'vitest'
import { type ListedAgent, type ListedRow, renderAgents, toolsInShort } from '../../src/views/agents-list.ts'
import { createStyle } from '../../src/views/style.ts'
import { displayWidth } from '../../src/views/width.ts'

const style = createStyle({ color: false })

function row(agent: Partial<ListedAgent>, notes: readonly string[] = []): ListedRow {
  const listed: ListedAgent = {
    role: 'BACKEND',
    name: 'backend',
    path: 'agents/backend.md',
    source: './agents',
    dialect: 'claude',
    description: 'Services behind an API.',
    model: 'opus',
    tools: null,
    wins: true,
    why: 'has the role',
    shadowedBy: null,
    ...agent,
  }
  return { agent: listed, disallowedTools: [], notes }
}

const ROWS: readonly ListedRow[] = [
  row({ tools: ['Read', 'Grep', 'Bash(git:*)', 'Write'] }),
  row(
    {
      name: 'Backend Engineer',
      source: 'built-in',
      model: null,
      wins: false,
      description: 'Use this agent for services.\n\n<example>user: "A queue?"</example>',
    },
    ['it is shadowed by agents/backend.md (./agents): has the role, in the nearest source'],
  ),
]

describe('renderAgents', () => {
  it('is a table, with what is to be said of a row below it', () => {
    expect(
      renderAgents(ROWS, { style, width: 130 }),
    ).toBe(`role     source              model  tools                          what it is for
BACKEND  ./agents            opus   4: Read, Grep, Bash(git:*), …  Services behind an API.
BACKEND  built-in, shadowed         any                            Backend Engineer: Use this agent for services.
    it is shadowed by agents/backend.md (./agents): has the role, in the nearest source
`)
  })

  it('cuts columns and never notes on 80 columns', () => {
    expect(
      renderAgents(ROWS, { style, width: 80 }),
    ).toBe(`role     source              model  tools         what it is for
BACKEND  ./agents            opus   4: Read, Gr…  Services behind an API.
BACKEND  built-in, shadowed         any           Backend Engineer: Use this ag…
    it is shadowed by agents/backend.md (./agents): has the role, in the nearest
    source
`)
  })

  it('says it in words on 40 columns', () => {
    expect(renderAgents(ROWS, { style, width: 40 })).toBe(`BACKEND
  Services behind an API.
  ./agents; opus; tools: 4: Read, Grep,
  Bash(git:*), …
BACKEND
  Backend Engineer: Use this agent for
  services.
  built-in, shadowed; tools: any
    it is shadowed by agents/backend.md
    (./agents): has the role, in the
    nearest source
`)
  })

  it.each([80, 100, 140])('keeps to %i columns whatever a file says', width => {
    const wide = ROWS.map(({ agent, ...rest }) => ({
      ...rest,
      agent: { ...agent, name: '設計'.repeat(40), model: 'm'.repeat(90), description: '\x1b[31m'.repeat(90) },
    }))
    const lines = renderAgents(wide, { style, width }).split('\n')
    expect(lines.filter(line => displayWidth(line) > width || line.includes('\x1b'))).toEqual([])
  })

  it('paints a role in the colour of its file, and the shadowed one dim', () => {
    const painted = createStyle({ color: true, roles: { BACKEND: 'teal' } })
    const [, first = '', second = ''] = renderAgents(ROWS, { style: painted, width: 130 }).split('\n')
    expect(first.startsWith(painted.role('BACKEND'))).toBe(true)
    expect(second.startsWith(painted.dim('BACKEND'))).toBe(true)
  })

  it('is empty for nobody', () => {
    expect(renderAgents([], { style, width: 80 })).toBe('')
  })
})

it.each<[readonly string[] | null, readonly string[], string]>([
  [null, [], 'any'],
  [[], [], 'none'],
  [['Read'], [], 'Read'],
  [['Read', 'Grep'], [], '2: Read, Grep'],
  [['Read', 'Grep', 'Glob', 'Write'], [], '4: Read, Grep, Glob, …'],
  [null, ['Bash'], 'any but Bash'],
  [['Read', 'Bash'], ['Bash(rm:*)', 'Write'], '2: Read, Bash but 2: Bash(rm:*), Write'],
  [[], ['Bash'], 'none'],
])('says tools %j without %j as %s', (tools, disallowed, text) => {
  expect(toolsInShort(tools, disallowed)).toBe(text)
})
