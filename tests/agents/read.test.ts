import { describe, expect, it } from 'vitest'
import { readAgent } from '../../src/agents/read.ts'
import { sha256 } from '../../src/log/digest.ts'

function read(front: readonly string[], body = 'You do it.', path = 'agents/some-agent.md') {
  return readAgent(path, ['---', ...front, '---', '', body].join('\n'))
}

describe('the name', () => {
  it.each([
    ['name: Given', 'Given', 'GIVEN'],
    ['Name: Given', 'Given', 'GIVEN'],
    ['title: Given', 'Given', 'GIVEN'],
    ['display_name: Given', 'Given', 'GIVEN'],
    ['slug: given', 'given', 'GIVEN'],
    ['name: ""', 'some-agent', 'SOME-AGENT'],
    ['name: [first, second]', 'first', 'FIRST'],
    ['name: 数据', '数据', 'SOME-AGENT'],
    ['name: 42', '42', 'AGENT-42'],
    ['model: opus', 'some-agent', 'SOME-AGENT'],
  ])('of a file with "%s" is "%s", and its role %s', (line, name, role) => {
    expect(read([line]).definition).toMatchObject({ name, role })
  })

  it.each([
    ['a/backend.agent.md', 'backend'],
    ['a/backend.chatmode.md', 'backend'],
    ['a/backend.prompt.md', 'backend'],
    ['a/Backend Engineer.MD', 'Backend Engineer'],
    ['a/backend.v2.markdown', 'backend.v2'],
    ['backend.mdc', 'backend'],
  ])('of a file %s without one is "%s"', (path, name) => {
    expect(read(['description: a'], 'Text.', path).definition?.name).toBe(name)
  })

  it('that gives no role, in a file whose name gives none, is an error', () => {
    expect(read(['name: 数据'], 'Text.', '数据.md')).toMatchObject({
      definition: null,
      name: '数据',
      dialect: 'claude',
      errors: [
        "neither its name nor its file's gives a role: one begins with a letter and has letters, digits, - and _",
      ],
    })
  })
})

describe('the description and the body', () => {
  it('are taken as they stand', () => {
    expect(read(['description: Does it.'], '\n# It\n\nYou do it.\n').definition).toMatchObject({
      description: 'Does it.',
      prompt: '# It\n\nYou do it.',
      warnings: [],
    })
  })

  it('stand in for each other, with a warning', () => {
    expect(read(['name: a']).definition).toMatchObject({
      description: 'You do it.',
      warnings: ['has no description: the first sentence of its body stands in'],
    })
    expect(read(['description: Does it.'], '').definition).toMatchObject({
      prompt: '',
      warnings: ['has no body: its description is all a model is told'],
    })
  })

  it('cannot both be missing', () => {
    expect(read(['name: a', 'tools: Read'], ' ')).toMatchObject({
      definition: null,
      name: 'a',
      errors: ['has no body and no description: say below the front matter what the role owns and looks for'],
    })
  })

  it('have the prompt of the front matter behind them', () => {
    expect(read(['prompt: And then rest.']).definition?.prompt).toBe('You do it.\n\nAnd then rest.')
    expect(read(['prompt: Rest.'], '').definition?.prompt).toBe('Rest.')
  })

  it('open no file that a prompt names', () => {
    expect(read(['prompt: file:///etc/passwd', 'description: a']).definition).toMatchObject({
      prompt: 'You do it.\n\nfile:///etc/passwd',
      warnings: ['prompt names a file: it is not opened'],
    })
  })

  it('are never expanded', () => {
    const body = `Run $HOME, \${HOME}, $(id), \`id\`, !\`id\`, @/etc/passwd, {{name}} and $ARGUMENTS.`
    expect(read([`description: "\${HOME} $(id)"`], body).definition).toMatchObject({
      description: `\${HOME} $(id)`,
      prompt: body,
    })
  })
})

describe('other fields', () => {
  it.each([
    ['model', 'model: opus', 'opus'],
    ['model', 'preferred_model: vendor/large', 'vendor/large'],
    ['effort', 'reasoning_effort: High', 'high'],
    ['color', 'colour: teal', 'teal'],
    ['memory', 'memory: user', 'user'],
    ['isolation', 'isolation: worktree', 'worktree'],
    ['provider', 'provider: q_cli', 'q_cli'],
    ['skills', 'skills: a, b', ['a', 'b']],
    ['skills', 'skills: [a, b]', ['a', 'b']],
    ['maxTurns', 'max-turns: 4', 4],
    ['permissionMode', 'permission_mode: plan', 'plan'],
    ['duty', 'role: reviewer', 'reviewer'],
  ] as const)('%s is read from "%s"', (field, line, value) => {
    expect(read(['description: a', line]).definition).toMatchObject({ [field]: value, extra: {} })
  })

  it('that Synod does not know are kept, and named', () => {
    expect(read(['description: a', 'emoji: x', 'tags: [a]', 'nested: {a: 1}']).definition).toMatchObject({
      extra: { emoji: 'x', tags: ['a'], nested: { a: 1 } },
      warnings: ['kept, and not used here: emoji, tags, nested'],
    })
  })

  it('an effort that is none is left out with a warning', () => {
    expect(read(['description: a', 'effort: heroic']).definition).toMatchObject({
      effort: null,
      warnings: ['effort "heroic" is none of low, medium, high, xhigh, max: left out'],
    })
  })

  it('hooks are kept, and a warning says that they never run', () => {
    expect(read(['description: a', 'hooks: {Stop: [{command: rm}]}']).definition).toMatchObject({
      hooks: { Stop: [{ command: 'rm' }] },
      warnings: ['hooks are kept and never run'],
    })
  })

  it('a role in free words is kept as it stands', () => {
    expect(read(['description: a', 'role: Senior Engineer']).definition).toMatchObject({
      duty: null,
      extra: { role: 'Senior Engineer' },
    })
  })

  it('a text that is none is told', () => {
    expect(read(['description: a', 'model: {a: b}']).definition).toMatchObject({
      model: null,
      warnings: ['model is no text: it is kept, and not used'],
    })
  })

  it('a server that cannot be read is a warning, as the agent can do without', () => {
    const { definition } = read(['description: a', 'mcpServers: {files: {args: [a]}}'])
    expect(definition?.mcpServers).toEqual({})
    expect(definition?.warnings).toEqual([
      expect.stringContaining('mcpServers: the server "files" has neither'),
    ])
  })
})

it('has the sections with a meaning of their own', () => {
  const body = ['You do it.', '## Report Template', '- a', '## Communication Protocol', 'JSON.'].join('\n')
  expect(read(['description: a'], body).definition).toMatchObject({
    prompt: 'You do it.',
    report: '- a',
    conduct: '## Communication Protocol\nJSON.',
  })
})

it('says what of a playbook could not be read', () => {
  const { definition } = read(['description: a'], 'You do it.\n## Playbook\n### Not Kebab\n')
  expect(definition?.playbook).toEqual([])
  expect(definition?.warnings).toEqual([expect.stringContaining('playbook "Not Kebab"')])
})

it('gives every error of a file at once', () => {
  const { definition, errors } = read(['description: a', 'permissionMode: root', 'maxTurns: many'])
  expect(definition).toBeNull()
  expect(errors).toHaveLength(2)
})

it('has the hash of the text, or the one it is given with what was found out before', () => {
  const text = '---\nname: a\n---\nText.\n'
  expect(readAgent('a.md', text).definition).toMatchObject({ hash: sha256([text]), path: 'a.md' })
  expect(readAgent('a.md', text, { recovered: ['decoded'], hash: 'f00d' }).definition).toMatchObject({
    hash: 'f00d',
    recovered: ['decoded'],
  })
})

it('reads an agent that is a JSON object, with its prompt under a key', () => {
  const json =
    '{"name": "scout", "description": "Looks.", "prompt": "You look.", "tools": ["fs_read"], "__proto__": {"polluted": 1}}'
  const { definition, errors } = readAgent('scout.json', json)
  expect(errors).toEqual([])
  expect(definition).toMatchObject({ name: 'scout', prompt: 'You look.', tools: ['Read'] })
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
})

it('tells no more than 50 lines of one file', () => {
  const lines = Array.from({ length: 200 }, (_, at) => `note${at}: [a`).join('\n')
  const { recovered } = readAgent('a.md', `---\nname: a\n${lines}\n---\nBody`)
  expect(recovered).toHaveLength(51)
  expect(recovered.at(-1)).toMatch(/^and \d+ more lines like these$/)
})

it('is no agent where a symbolic link came as text', () => {
  expect(readAgent('planner.md', '../../shared/planner.md').errors).toEqual([
    'holds nothing but a path: a symbolic link that came as text? Name the file it leads to',
  ])
})

it('is named after its file where agent says who is to run it', () => {
  expect(readAgent('spec.prompt.md', '---\nagent: ask\ndescription: D\n---\nB').name).toBe('spec')
})
