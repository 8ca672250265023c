import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDeniedTools, parseToolList } from '../../../src/agents/tools/parse.ts'

describe('forms of a list', () => {
  it.each<[unknown, readonly string[]]>([
    ['Read, Write', ['Read', 'Write']],
    ['Read,Write,', ['Read', 'Write']],
    ['Read; Write | Grep', ['Read', 'Write', 'Grep']],
    ['Read，Write、Bash', ['Read', 'Write', 'Bash']],
    ['Read Grep  Glob', ['Read', 'Grep', 'Glob']],
    ['Web Search', ['WebSearch']],
    ['Read Bash(git add:*)', ['Read', 'Bash(git add:*)']],
    ['Task(a, b) Read', ['Task(a, b)', 'Read']],
    ['Read\nWrite\n\nBash', ['Read', 'Write', 'Bash']],
    ['- Read\n- Write: for files\n* Bash\n1. Grep', ['Read', 'Write', 'Bash', 'Grep']],
    ['- Read - Write', ['Read', 'Write']],
    ['["Read", "Bash(git add:*, git status)"]', ['Read', 'Bash(git add:*, git status)']],
    ["['Read', 'Write']", ['Read', 'Write']],
    ['[Read, Write]', ['Read', 'Write']],
    ['(Read, Write)', ['Read', 'Write']],
    ['`Read`, **Write**, "Bash", “Grep”', ['Read', 'Write', 'Bash', 'Grep']],
    ['Read, Write, and Bash', ['Read', 'Write', 'Bash']],
    ['Read and Write', ['Read', 'Write']],
    ['Read/Write', ['Read', 'Write']],
    ['only Read and Grep', ['Read', 'Grep']],
    [['Read', 'Read', 'read'], ['Read']],
    [
      ['Read', ['Write', ['Bash(npm run test:*)']]],
      ['Read', 'Write', 'Bash(npm run test:*)'],
    ],
    [
      ['Read, Write', 'Grep Glob'],
      ['Read', 'Write', 'Grep', 'Glob'],
    ],
    [
      [{ Read: 'reads the code' }, { name: 'Bash' }],
      ['Read', 'Bash'],
    ],
    [[{ 'Bash(git add': '*)' }], ['Bash(git add: *)']],
    [{ Read: null, Write: null }, ['Read', 'Write']],
    [{ allow: ['Read'] }, ['Read']],
    ['docker, npm, Read', ['docker', 'npm', 'Read']],
  ])('reads %j', (written, expected) => {
    const { allowed, denied, problems } = parseToolList(written)
    expect({ allowed, denied, problems }).toEqual({ allowed: expected, denied: [], problems: [] })
  })

  it('keeps the author’s order and canonical names', () => {
    expect(parseToolList('fs_write, execute_bash, fs_read')).toEqual({
      allowed: ['Write', 'Edit', 'Bash', 'Read'],
      denied: [],
      notes: ['fs_write is Write, Edit here', 'execute_bash is Bash here', 'fs_read is Read here'],
      problems: [],
    })
  })

  it('gives a reviewer of an orchestrator no shell through @builtin', () => {
    const { allowed } = parseToolList(['@builtin', 'fs_read', 'fs_list', '@cao-mcp-server'])
    expect(allowed).toEqual(['TodoWrite', 'Read', 'LS', 'Glob', 'Grep', 'mcp__cao-mcp-server__*'])
  })
})

describe('no limit, no tools, nothing said', () => {
  it.each([
    ['*'],
    ['all'],
    ['All tools'],
    ['All tools (*)'],
    ['inherit'],
    ['inherit all tools from parent'],
    ['no restrictions'],
    [['*']],
    [true],
    [{ allow: ['*'] }],
  ])('%j is everything', written => {
    expect(parseToolList(written)).toEqual({ allowed: ['*'], denied: [], notes: [], problems: [] })
  })

  it('takes what a tool is for, behind its name, for a remark', () => {
    const { allowed, problems } = parseToolList([{ Read: 'Read existing code' }, { Glob: 'Find files' }])
    expect({ allowed, problems }).toEqual({ allowed: ['Read', 'Glob'], problems: [] })
  })

  it('keeps a blank inside of a name in a list of several', () => {
    expect(parseToolList(['Read', 'Agent TODOs']).allowed).toEqual(['Read', 'Agent TODOs'])
    expect(parseToolList(['Read Bash']).allowed).toEqual(['Read', 'Bash'])
  })

  it('splits patterns that stand with blanks between', () => {
    expect(parseToolList('Bash(git fetch *) Bash(pnpm *)').allowed).toEqual([
      'Bash(git fetch *)',
      'Bash(pnpm *)',
    ])
  })

  it.each([[null], [undefined], ['']])('%j sets no limit', written => {
    expect(parseToolList(written)).toEqual({ allowed: null, denied: [], notes: [], problems: [] })
  })

  it.each([
    ['  ', 'is empty: it limits nothing; write [] for no tools'],
    [',', 'is empty: it limits nothing; write [] for no tools'],
    [{}, 'is empty: it limits nothing; write [] for no tools'],
    [{ bash: { '*': 'allow' } }, 'names no tool: it limits nothing; write [] for no tools'],
  ])('%j sets no limit, and that is told', (written, note) => {
    expect(parseToolList(written)).toEqual({ allowed: null, denied: [], notes: [note], problems: [] })
  })

  it.each([
    ['-'],
    ['none'],
    ['None'],
    ['no tools'],
    ['[]'],
    [[]],
    [['']],
    [[null]],
    [false],
    [{ '*': false }],
  ])('%j allows no tool at all', written => {
    expect(parseToolList(written)).toEqual({ allowed: [], denied: [], notes: [], problems: [] })
  })

  it('says that names beside all tools add nothing', () => {
    expect(parseToolList(['*', 'Read'])).toEqual({
      allowed: ['*'],
      denied: [],
      notes: ['all tools are allowed: the names beside that add nothing'],
      problems: [],
    })
  })
})

describe('exceptions', () => {
  it.each<[unknown, readonly string[] | null, readonly string[]]>([
    ['All tools except Bash, Write', ['*'], ['Bash', 'Write']],
    ['All tools except Write/Edit', ['*'], ['Write', 'Edit']],
    ['All tools (except Bash, Write)', ['*'], ['Bash', 'Write']],
    ['* (except Bash)', ['*'], ['Bash']],
    ['*, !Bash', ['*'], ['Bash']],
    ['all tools but not Edit and Write', ['*'], ['Edit', 'Write']],
    ['All tools, except Bash, Write', ['*'], ['Bash', 'Write']],
    [['All tools except Bash', 'Write'], ['*'], ['Bash', 'Write']],
    ['no Bash, no Write', null, ['Bash', 'Write']],
    ['Read, no Bash, Grep', ['Read', 'Grep'], ['Bash']],
    ['Read, -Bash', ['Read'], ['Bash']],
    ['Read, Grep (no write)', ['Read', 'Grep'], ['Write']],
    ['Read Grep (no write)', ['Read', 'Grep'], ['Write']],
    ['Bash (no rm)', ['Bash'], ['Bash(rm:*)']],
    ['Read, Write (except .env)', ['Read', 'Write'], ['Write(.env)']],
    [{ write: false, bash: true }, null, ['Write']],
    [{ write: false, read: true, bash: true }, ['Read', 'Bash'], ['Write']],
    [{ bash: true }, ['Bash'], []],
    [{ client: ['read'], engine: ['bash'] }, ['Read', 'Bash'], []],
    [{ '*': false, read: true }, ['Read'], []],
    [{ 'docs_*': false }, null, ['docs_*']],
    [{ allow: ['Read'], deny: ['Bash'] }, ['Read'], ['Bash']],
    [{ edit: 'deny' }, null, ['Edit', 'Write', 'MultiEdit', 'NotebookEdit']],
    [{ bash: { '*': 'allow', 'rm *': 'deny' } }, null, ['Bash(rm *)']],
    [{ bash: { '*': 'ask', 'git *': 'allow' } }, null, ['Bash']],
  ])('reads %j as allowed %j and denied %j', (written, allowed, denied) => {
    const list = parseToolList(written)
    expect([list.allowed, list.denied, list.problems]).toEqual([allowed, denied, []])
  })

  it('says what became of an exception', () => {
    expect(parseToolList('All tools except Bash').notes).toEqual([
      '"All tools except Bash" is read as a list of what is not allowed',
    ])
    expect(parseToolList('Grep (no write)').notes).toEqual(['"no write" is read as: not allowed are Write'])
  })
})

describe('remarks and patterns', () => {
  it.each([
    ['Bash (git:*)', 'Bash(git:*)', '"Bash (git:*)" is read as a pattern'],
    [
      'Bash (read-only commands)',
      'Bash(read-only commands)',
      '"Bash (read-only commands)" is read as a pattern',
    ],
    ['Bash: only git', 'Bash(only git)', '"Bash (only git)" is read as a pattern'],
    ['Bash (for running tests)', 'Bash', 'the remark on Bash is left out: "for running tests"'],
    ['Read: the code', 'Read', 'the remark on Read is left out: "the code"'],
  ])('reads "%s" as %s, never as more', (written, expected, note) => {
    expect(parseToolList(written)).toEqual({ allowed: [expected], denied: [], notes: [note], problems: [] })
  })

  it.each([
    ['Bash(git add:*, Read, Write', ['Bash(git add:*)', 'Read', 'Write']],
    ['Read, Bash(a', ['Read', 'Bash(a)']],
    ['Bash(x (y), Read', ['Bash(x (y))', 'Read']],
    ['Bash(git:*)), Read', ['Bash(git:*)', 'Read']],
    ['Read), Write', ['Read', 'Write']],
  ])('mends the parentheses of "%s" and says so', (written, expected) => {
    const { allowed, notes, problems } = parseToolList(written)
    expect(allowed).toEqual(expected)
    expect(notes).toHaveLength(1)
    expect(problems).toEqual([])
  })

  it('leaves a parenthesis inside quotes where it is', () => {
    expect(parseToolList('Bash(echo ":)"), Read').allowed).toEqual(['Bash(echo ":)")', 'Read'])
  })
})

describe('limits that cannot be read', () => {
  it.each<[unknown, string]>([
    [
      'Everything except those that write files',
      '"Everything except those that write files" leaves out tools that cannot be told: name each of them',
    ],
    ['All tools except', '"All tools except" leaves out tools that cannot be told: name each of them'],
    ['Standard ones only', '"Standard ones only" is meant as a limit and cannot be read: name the tools'],
    [
      'all tools of the docs server',
      '"all tools of the docs server" is meant as a limit and cannot be read: name the tools',
    ],
    ['none, Read', '"none" stands beside other tools: say which it is'],
    [5, '"5" cannot be read as a list of tools'],
    [[5], '"5" cannot be read as a list of tools'],
    [[true], 'true in the list of tools is no name'],
    [{ bash: 'sometimes' }, '"bash" in the map of tools is "sometimes": expected true or false'],
    [{ bash: [1] }, '"bash" in the map of tools is a list: expected true or false'],
    [
      [['edit', { fileRegex: '\\.md$' }]],
      'a list of tools limits one of them to some files: write that as Edit(src/**)',
    ],
  ])('%j is a problem', (written, problem) => {
    expect(parseToolList(written).problems).toEqual([problem])
  })

  it('comes back from lists that contain themselves', () => {
    const list: unknown[] = ['Read']
    list.push(list)
    const map: Record<string, unknown> = {}
    map['allow'] = [map]
    expect(parseToolList(list).problems).toEqual(['the list of tools is nested too deeply'])
    expect(parseToolList(map).problems).toEqual(['the list of tools is nested too deeply'])
  })
})

describe('a list of what is denied', () => {
  it.each<[unknown, readonly string[]]>([
    ['Bash, fs_write', ['Bash', 'Write', 'Edit']],
    ['Bash(rm:*), Bash(git push *)', ['Bash(rm:*)', 'Bash(git push *)']],
    ['*', ['*']],
    ['All tools', ['*']],
    [
      ['Read', '*'],
      ['Read', '*'],
    ],
    ['no Bash', ['Bash']],
    [{ Bash: true, Write: null, '*': 'deny' }, ['Bash', 'Write', '*']],
    [[{ Write: true }], ['Write']],
    [{ Bash: 'deny' }, ['Bash']],
    ['none', []],
    [[], []],
    [false, []],
    [null, []],
  ])('reads %j', (written, expected) => {
    const { denied, problems } = parseDeniedTools(written)
    expect([denied, problems]).toEqual([expected, []])
  })

  it('asks for the other list where exceptions are denied', () => {
    expect(parseDeniedTools('All tools except Read').problems).toEqual([
      'exceptions in a list of what is denied: list what is allowed instead',
    ])
  })
})

it('never loses the limit of a list: every name of ours that is written is allowed or denied', () => {
  const name = fc.constantFrom(
    'Read',
    'Write',
    'Bash(git:*)',
    'Bash(git add:*, git status)',
    'mcp__a__*',
    'docker',
  )
  const separator = fc.constantFrom(', ', ',', '\n', '\n- ', ' ; ')
  fc.assert(
    fc.property(fc.uniqueArray(name, { minLength: 1 }), separator, (names, between) => {
      const start = between === '\n- ' ? '- ' : ''
      expect(parseToolList(start + names.join(between)).allowed).toEqual(names)
      expect(parseToolList(names).allowed).toEqual(names)
      expect(parseToolList(JSON.stringify(names)).allowed).toEqual(names)
    }),
  )
})

it('takes anything without throwing, and answers in single lines', () => {
  fc.assert(
    fc.property(fc.anything({ withNullPrototype: true, withDate: true, withMap: true }), written => {
      const { notes, problems } = parseToolList(written)
      const denied = parseDeniedTools(written)
      for (const line of [...notes, ...problems, ...denied.problems]) expect(line).not.toMatch(/[\n\r]/)
    }),
  )
})

it.each(['(', '(,', 'a ', 'Read and ', '[', '- ', '"', 'a(b) ', '\n- a(', ', ,', 'no ', 'all ', '*'])(
  'reads 100,000 characters of %j, and is not held up',
  piece => {
    const { allowed, problems } = parseToolList(piece.repeat(100_000 / piece.length))
    expect((allowed?.length ?? 0) <= 1_001 || problems.length > 0).toBe(true)
  },
)

it('refuses more than 1,000 names and more than 100,000 characters', () => {
  const names = Array.from({ length: 1_100 }, (_, at) => `t${at}`)
  expect(parseToolList(names).problems).toEqual(['there are more than 1000 names of tools'])
  expect(parseToolList(names.join(',')).problems).toEqual(['there are more than 1000 names of tools'])
  expect(parseToolList('Read, '.repeat(20_000)).problems).toEqual([
    `${JSON.stringify(`${'Read, '.repeat(10).slice(0, 57)}...`)} has 120000 characters: too long for tools`,
  ])
})
