import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Header } from '../../src/log/entry.ts'
import { readPreamble, writePreamble } from '../../src/log/header.ts'
import { hostileText, kept, keptValue } from '../support/hostile.ts'
import { HEADER } from '../support/log-builder.ts'

const WHOLE: Header = { ...HEADER, external: ['AUDITOR'], maxRevisions: 5, mind: 'claude-opus-5-5' }

describe('a preamble', () => {
  it('has one form', () => {
    expect(writePreamble({ header: HEADER, title: 'Rate limiter', problem: 'Limit it.\n\nWell.' })).toBe(
      '---\nsynod: 1\nsession: 2026-11-21-rate-limiter\ncreated: 2026-11-21T04:10:11.120Z\nworkers: [ARCHITECT, BACKEND, SECURITY]\nproposer: ARCHITECT\npolicy: unanimous\nmaxRevisions: 3\n---\n\n# Rate limiter\n\nLimit it.\n\nWell.\n',
    )
  })

  it('names external roles and the mind where there are any', () => {
    const written = writePreamble({ header: WHOLE, title: 'T', problem: 'P' })
    expect(written).toContain('\nexternal: [AUDITOR]\nmaxRevisions: 5\nmind: "claude-opus-5-5"\n---\n')
  })

  it('names the definition of each role where that is known', () => {
    const agents = { BACKEND: { path: 'agents/my: own.md', hash: 'a1'.repeat(32) } }
    const written = writePreamble({ header: { ...HEADER, agents }, title: 'T', problem: 'P' })
    expect(written).toContain(
      `\nmaxRevisions: 3\nagents:\n  BACKEND: "agents/my: own.md sha256:${'a1'.repeat(32)}"\n---\n`,
    )
    expect(readPreamble(written).header).toEqual({ ...HEADER, agents })
  })

  it('names how much a turn is shown, and the minds that roles were given, where that is known', () => {
    const header = {
      ...HEADER,
      context: 60_000,
      mind: 'claude-opus-5-5',
      server: 'http://localhost:11434',
      minds: { SECURITY: 'cli:claude', BACKEND: 'a: "b" & *c' },
      agents: { BACKEND: { path: 'b.md', hash: 'a1'.repeat(32) } },
    }
    const written = writePreamble({ header, title: 'T', problem: 'P' })
    expect(written).toContain(
      '\nmaxRevisions: 3\ncontext: 60000\nmind: "claude-opus-5-5"\nserver: "http://localhost:11434"\nminds:\n  SECURITY: "cli:claude"\n  BACKEND: "a: \\"b\\" \\u0026 \\u002ac"\nagents:\n  BACKEND: "b.md sha256:',
    )
    expect(readPreamble(written)).toEqual({ header, title: 'T', problem: 'P', notices: [] })
  })

  it.each([
    ['context', 'context: 0', undefined],
    ['context', 'context: -5', undefined],
    ['context', 'context: 1.5', undefined],
    ['context', 'context: all of it', undefined],
    ['server', 'server: [a]', undefined],
    ['minds', 'minds: cli:claude', {}],
    ['minds', 'minds: {BACKEND: ""}', {}],
    ['minds', 'minds: {"../x": playbook}', {}],
  ] as const)('leaves out %s it cannot read and says so: %s', (key, yaml, left) => {
    const { header, notices } = readPreamble(`---\nworkers: [A, B]\n${yaml}\n---\n`)
    expect(header?.[key]).toEqual(left)
    expect(header?.unreadable).toBeUndefined()
    expect(notices).toMatchObject([
      { code: 'header-field', message: expect.stringContaining(`The header's ${key} could not be read`) },
    ])
  })

  it.each([
    ['no hash', '  BACKEND: backend.md'],
    ['no mapping', '  - BACKEND'],
    ['no role', '  "../x": "a.md sha256:0"'],
  ])('leaves out definitions with %s, and says so', (_, line) => {
    const { header, notices } = readPreamble(`---\nworkers: [A, B]\nagents:\n${line}\n---\n`)
    expect(header?.agents).toEqual({})
    expect(header?.unreadable).toBeUndefined()
    expect(notices).toMatchObject([
      { code: 'header-field', message: expect.stringContaining("The header's agents could not be read") },
    ])
  })

  it.each([
    ['the plain one', HEADER],
    ['the whole one', WHOLE],
    ['a session called like a date', { ...HEADER, session: '2026-11-21' }],
    ['a session called like a number', { ...HEADER, session: '42' }],
    ['a session called like a float', { ...HEADER, session: '1e3' }],
    ['a session called true', { ...HEADER, session: 'true' }],
    ['a session with a colon', { ...HEADER, session: 'a: b # c' }],
    ['roles called like constants', { ...HEADER, workers: ['NULL', 'TRUE'], proposer: 'NULL' }],
    ['a mind with quotes, stars and ampersands', { ...HEADER, mind: 'cli: "x" *y &z' }],
    ['a mind YAML would refuse', { ...HEADER, mind: 'a\uFFFEb' }],
    ['no revisions', { ...HEADER, maxRevisions: 0 }],
  ])('is read back: %s', (_, header) => {
    const written = writePreamble({ header, title: 'T', problem: 'P' })
    expect(readPreamble(written)).toEqual({ header, title: 'T', problem: 'P', notices: [] })
  })

  it('is read back whatever title and problem are', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (title, problem) => {
        const read = readPreamble(writePreamble({ header: HEADER, title, problem }))
        expect(read).toEqual({
          header: HEADER,
          title: keptValue(title),
          problem: kept(problem),
          notices: [],
        })
      }),
      { numRuns: 200 },
    )
  })
})

describe('title and problem', () => {
  it.each([
    ['both', '# T\n\nP\n', 'T', 'P'],
    ['no title', 'P\n\n# H\n', '', 'P\n\n# H'],
    ['an empty title', '# \n\nP', '', 'P'],
    ['an empty title above another', '#\n# H', '', '# H'],
    ['blank lines and blanks', '\n\n  #   T  \n\n\nP\n\n', 'T', 'P'],
    ['CRLF', '# T\r\n\r\nP\r\nQ', 'T', 'P\nQ'],
    ['only a title', '# T', 'T', ''],
    ['another level is no title', '## T\n', '', '## T'],
    ['a hashtag is no title', '#T\n', '', '#T'],
    ['nothing', '', '', ''],
  ])('%s', (_, text, title, problem) => expect(readPreamble(text)).toMatchObject({ title, problem }))

  it('are found no longer than the text is long', () => {
    const started = performance.now()
    readPreamble(`# a${' '.repeat(300_000)}b\n`)
    expect(performance.now() - started).toBeLessThan(1_000)
  })
})

describe('a header others wrote', () => {
  const read = (yaml: string) => readPreamble(`---\n${yaml}\n---\n# T\n`)

  it.each([
    ['no front matter', '# T\n'],
    ['a front matter of another tool', '---\ntags: [a, b]\nauthor: me\n---\n# T\n'],
    ['an empty one', '---\n---\n# T\n'],
  ])('is none: %s', (_, text) =>
    expect(readPreamble(text)).toEqual({ header: null, title: 'T', problem: '', notices: [] }),
  )

  it('has a default for all that is missing', () => {
    expect(read('workers: [backend, Architect, backend]')).toEqual({
      header: {
        synod: 1,
        session: '',
        created: '',
        workers: ['BACKEND', 'ARCHITECT'],
        proposer: 'ARCHITECT',
        policy: 'unanimous',
        veto: [],
        external: [],
        with: [],
        deadlock: 'pause',
        implement: false,
        maxRevisions: 3,
        mind: null,
      },
      title: 'T',
      problem: '',
      notices: [],
    })
  })

  it.each([
    ['the first worker proposes where there is no architect', 'workers: [A, B]', { proposer: 'A' }],
    [
      'people among the roles are people who are needed',
      'workers: [A, human]\nexternal: [HUMAN]',
      { workers: ['A'], external: [], with: ['HUMAN'] },
    ],
    ['one role without brackets', 'workers: A', { workers: ['A'] }],
    ['several with commas', 'Workers: "a, b"', { workers: ['A', 'B'] }],
    ['a time YAML knows', 'created: 2026-11-21T04:10:11.120Z', { created: '2026-11-21T04:10:11.120Z' }],
  ])('%s', (_, yaml, header) => expect(read(yaml)).toMatchObject({ header, notices: [] }))

  it.each([
    ['workers', 'workers: nobody at all', { workers: [] }],
    ['workers', 'workers: [A, "b c"]', { workers: [] }],
    ['proposer', 'workers: [A]\nproposer: 7', { proposer: 'A' }],
    ['proposer', 'workers: [A]\nproposer: Z', { proposer: 'A' }],
    ['maxRevisions', 'maxRevisions: -1', { maxRevisions: 3 }],
    ['maxRevisions', 'maxRevisions: many', { maxRevisions: 3 }],
    ['created', 'created: yesterday', { created: '' }],
    ['session', 'session: [a]', { session: '' }],
    ['policy', 'policy: ""', { policy: 'unanimous' }],
    ['mind', 'mind: {a: 1}', { mind: null }],
    ['synod', 'synod: one', { synod: 1 }],
  ])('is told about, and goes on without, an unreadable %s: %s', (key, yaml, header) => {
    const { notices, ...preamble } = read(yaml)
    expect(preamble).toMatchObject({ header })
    expect(notices).toMatchObject([{ code: 'header-field', line: 1, entry: null }])
    expect(notices[0]?.message).toContain(key)
  })

  it('is told about a later format', () => {
    expect(read('synod: 2')).toMatchObject({ header: { synod: 2 }, notices: [{ code: 'header-version' }] })
  })

  it.each(['---js\nx\n---\n# T\n', '---\na: [1\n---\n# T\n', '---\ntext\n---\n# T\n', '---\n# T\n'])(
    'is told about front matter that cannot be read, and hides none of it: %j',
    text => {
      const { header, notices, problem } = readPreamble(text)
      expect(header).toMatchObject({ workers: [], unreadable: ['front matter'] })
      expect(notices).toMatchObject([{ code: 'header-unreadable', line: 1, entry: null }])
      expect(notices[0]?.message).not.toContain('\n')
      expect(problem).toContain('# T')
    },
  )
})
