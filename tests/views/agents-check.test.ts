import { describe, expect, it } from 'vitest'
import { defineAgent } from '../../src/agents/define.ts'
import type { AgentReading } from '../../src/agents/definition.ts'
import {
  type CheckedFile,
  checkedFile,
  checkedOr,
  checkedProblem,
  checkHeader,
  renderChecked,
  renderTally,
  tallied,
} from '../../src/views/agents-check.ts'
import { createStyle } from '../../src/views/style.ts'
import { displayWidth } from '../../src/views/width.ts'

const view = { style: createStyle({ color: false }), width: Number.POSITIVE_INFINITY }

const BACKEND = defineAgent({ name: 'backend', prompt: 'You own services.', dialect: 'claude' })

function reading(parts: Partial<AgentReading>): AgentReading {
  const nothing = {
    definition: null,
    name: 'backend',
    dialect: 'claude',
    recovered: [],
    warnings: [],
  } as const
  return { path: '/project/agents/backend.md', ...nothing, errors: [], ...parts }
}

const FINE = checkedFile(reading({ definition: BACKEND }), 'agents/backend.md')
const READ = checkedFile(
  reading({ definition: BACKEND, recovered: ['line 3: description is not quoted'] }),
  'agents/backend.md',
)
const WARNED = checkedFile(
  reading({ definition: BACKEND, recovered: ['byte order mark removed'], warnings: ['kept: globs'] }),
  'agents/backend.md',
  ['BACKEND is the role of a.md too'],
)
const WRONG = checkedFile(reading({ errors: ['has no body', 'has no name'] }), 'agents/backend.md')

describe('renderChecked', () => {
  it.each<[string, CheckedFile, string]>([
    ['a file that is fine', FINE, '✓ ok         BACKEND               claude        agents/backend.md\n'],
    [
      'one that was recovered',
      READ,
      `~ recovered  BACKEND               claude        agents/backend.md
    recovered  line 3: description is not quoted
`,
    ],
    [
      'one with warnings, its own first',
      WARNED,
      `! warning    BACKEND               claude        agents/backend.md
    recovered  byte order mark removed
    warning    kept: globs
    warning    BACKEND is the role of a.md too
`,
    ],
    [
      'one with errors',
      WRONG,
      `✗ error      -                     claude        agents/backend.md
    error      has no body
    error      has no name
`,
    ],
    [
      'a path that led nowhere',
      checkedProblem('nowhere', 'there is no such file'),
      `✗ error      -                     -             nowhere
    error      there is no such file
`,
    ],
  ])('shows %s', (_, file, text) => {
    expect(renderChecked(file, view)).toBe(text)
  })

  it('stands under its header', () => {
    expect(checkHeader(view)).toBe('             role                  dialect       path\n')
  })

  it('says by a word what it says by colour', () => {
    const colored = { ...view, style: createStyle({ color: true }) }
    expect(renderChecked(FINE, colored)).toContain('\x1b[32m✓ ok\x1b[39m  ')
    expect(renderChecked(WRONG, colored)).toContain('\x1b[31m✗ error\x1b[39m  ')
    expect(renderChecked(WRONG, colored).replace(/\x1b\[\d+m/g, '')).toBe(renderChecked(WRONG, view))
  })

  it('breaks what is said of a file between words, and never its path', () => {
    const path = `${'deep/'.repeat(20)}backend.md`
    const file = checkedFile(reading({ errors: ['so many words '.repeat(12).trim()] }), path)
    const [first = '', ...notes] = renderChecked(file, { ...view, width: 60 })
      .trimEnd()
      .split('\n')
    expect(first.endsWith(path)).toBe(true)
    expect(notes.length).toBeGreaterThan(2)
    expect(notes.filter(line => displayWidth(line) > 60 || !line.startsWith('    '))).toEqual([])
  })

  it('lets no character of a file or its name act on the terminal', () => {
    const file = checkedFile(
      reading({ errors: ['"\x1b[2J\r\nforged line"'], warnings: ['a\u202eb'] }),
      'agents/\x1b]0;x\x07\nforged.md',
    )
    expect(
      renderChecked(file, view),
    ).toBe(`✗ error      -                     claude        agents/<U+001B>]0;x<U+0007> forged.md
    warning    a<U+202E>b
    error      "<U+001B>[2J forged line"
`)
  })
})

describe('checkedFile', () => {
  it('has the keys of a line of --json in their order', () => {
    expect(JSON.stringify(checkedFile(reading({ definition: BACKEND, warnings: ['w'] }), 'b.md'))).toBe(
      '{"path":"b.md","ok":true,"dialect":"claude","role":"BACKEND","name":"backend","description":"","tools":null,"disallowedTools":[],"model":null,"color":null,"mcpServers":{},"recovered":[],"warnings":["w"],"errors":[]}',
    )
  })

  it('has null for what an error keeps unknown', () => {
    expect(JSON.stringify(WRONG)).toBe(
      '{"path":"agents/backend.md","ok":false,"dialect":"claude","role":null,"name":"backend","description":null,"tools":null,"disallowedTools":null,"model":null,"color":null,"mcpServers":null,"recovered":[],"warnings":[],"errors":["has no body","has no name"]}',
    )
  })

  it('hides secrets of servers, whatever a server is called', () => {
    const bank = { type: 'stdio', command: 'bank', args: [], url: null, extra: {} } as const
    const mcpServers = {
      bank: { ...bank, env: { BANK_TOKEN: 'abc', MODE: 'test' } },
      constructor: { ...bank, env: { API_KEY: 'def' } },
      shared: null,
    }
    const checked = checkedFile(reading({ definition: { ...BACKEND, mcpServers } }), 'b.md')
    expect(JSON.parse(JSON.stringify(checked.mcpServers))).toEqual({
      bank: { ...bank, env: { BANK_TOKEN: '***', MODE: 'test' } },
      constructor: { ...bank, env: { API_KEY: '***' } },
      shared: null,
    })
  })
})

it('gives a file whose reading fails a line of its own', () => {
  const failed = checkedOr('a.md', () => {
    throw new RangeError('Maximum call stack size exceeded')
  })
  expect(failed).toEqual(
    checkedProblem('a.md', 'cannot be read (Maximum call stack size exceeded): report it, with the file'),
  )
  expect(checkedOr('a.md', () => FINE)).toBe(FINE)
})

describe('renderTally', () => {
  const none = { files: 0, ok: 0, recovered: 0, warned: 0, left: 0 }

  it.each([
    [{ ...none, files: 5, ok: 5 }, '5 of 5 can be seated\n'],
    [
      { ...none, files: 5000, ok: 4990, recovered: 431 },
      '4,990 of 5,000 can be seated; 431 recovered; 10 cannot\n',
    ],
    [
      { files: 3, ok: 2, recovered: 1, warned: 2, left: 1 },
      '2 of 3 can be seated; 1 recovered; 2 with warnings; 1 cannot; 1 file left out as no definition by name\n',
    ],
  ])('says of %j', (tally, text) => {
    expect(renderTally(tally, view)).toBe(text)
  })

  it('counts every file once, and once for each thing to be said of it', () => {
    expect([FINE, READ, WARNED, WRONG].reduce(tallied, none)).toEqual({
      files: 4,
      ok: 3,
      recovered: 2,
      warned: 1,
      left: 0,
    })
  })
})
