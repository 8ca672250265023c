import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { MAX_BYTES } from '../../src/agents/decode.ts'
import { readAgentFile } from '../../src/agents/load.ts'
import { readAgent } from '../../src/agents/read.ts'
import { ROLE_PATTERN } from '../../src/log/entry.ts'
import { fixturePath, fixturesOf } from '../support/agent-fixtures.ts'
import { keptFolder, tempFolder } from '../support/temp.ts'

const times: string[] = []
afterAll(() => {
  process.stdout.write(`\nseconds of CPU for hostile files\n${times.join('\n')}\n`)
})

function read(what: string, text: string) {
  const before = process.cpuUsage()
  const reading = readAgent('agents/hostile.md', text)
  const { user, system } = process.cpuUsage(before)
  times.push(`${((user + system) / 1e6).toFixed(3)}  ${what} (${text.length} characters)`)
  return reading
}

function agent(...front: readonly string[]): string {
  return ['---', 'name: hostile', 'description: Means no good', ...front, '---', '', 'Text.', ''].join('\n')
}

/** Every object in a value that has the prototype all objects share. */
function withPrototype(value: unknown): readonly object[] {
  if (typeof value !== 'object' || value === null) return []
  const own = !Array.isArray(value) && Object.getPrototypeOf(value) !== null ? [value] : []
  return [...own, ...Object.values(value).flatMap(withPrototype)]
}

function ownKeys(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  return [...Object.keys(value), ...Object.values(value).flatMap(ownKeys)]
}

describe('nothing in a file is run', () => {
  const trap = join(keptFolder(), 'ran')
  const run = `require('node:fs').writeFileSync(${JSON.stringify(trap)}, '')`

  it.each([
    ['---js', `---js\n{ name: ${run} }\n---\nText.`],
    ['--- JavaScript', `--- JavaScript \n${run}\n---\nText.`],
    ['---coffee', `---coffee\n${run}\n---\nText.`],
    ['---js below blank lines', `\n\n---js\n${run}\n---\nText.`],
    ['---js in a block of code', `\`\`\`\n---js\n${run}\n---\nText.\n\`\`\`\n`],
    ['---js below a comment', `<!-- a -->\n---js\n${run}\n---\nText.`],
    ['---js behind a mark', `\ufeff---js\n${run}\n---\nText.`],
    ['a tag for functions', agent(`x: !!js/function "function () { ${run.replaceAll('"', '\\"')} }"`)],
    ['a tag for functions, in a broken file', agent('a: b: c', `tools: !!js/function '() => ${run}'`)],
    ['a getter of JSON', agent(`tools: '{"get x": "${trap}"}'`)],
    ['a line of a shell', agent(`model: "$(touch ${trap})"`, `hooks: {Stop: [{command: "touch ${trap}"}]}`)],
    ['a command in a body', `---\ndescription: a\n---\n!\`touch ${trap}\` $(touch ${trap})\n`],
    ['a server', agent(`mcpServers: {x: {command: touch, args: ["${trap}"]}}`)],
  ])('%s', (_, text) => {
    const path = join(tempFolder(), 'a.md')
    writeFileSync(path, text)
    readAgentFile(path)
    expect(existsSync(trap)).toBe(false)
  })

  it.each([
    ['---js', '---js\n1\n---\nText.'],
    ['---js below a comment', '<!-- a -->\n---js\n1\n---\nText.'],
  ])('%s is refused by its name', (_, text) => {
    expect(readAgent('a.md', text)).toMatchObject({
      definition: null,
      errors: ['the front matter is js: only YAML is read, and nothing is ever run'],
    })
  })
})

describe('aliases that stand for more than a memory has', () => {
  const names = [...'abcdefghij']
  const lists = names.map(
    (name, at) => `${name}: &${name} [${Array(10).fill(at === 0 ? 'lol' : `*${names[at - 1]}`)}]`,
  )
  const maps = names.map(
    (name, at) =>
      `${name}: &${name} {${names.map(key => `${key}: ${at === 0 ? 'lol' : `*${names[at - 1]}`}`).join(', ')}}`,
  )

  it.each([
    ['in lists', lists],
    ['in mappings', maps],
    ['in a broken file', [...lists, 'model: a: b']],
    ['as servers', [...maps, 'mcpServers: *j']],
    ['as hooks', [...maps, 'hooks: *j']],
  ])('are not followed: %s', (what, front) => {
    const { definition } = read(`aliases ${what}`, agent(...front))
    expect(definition).not.toBeNull()
    expect(JSON.stringify(definition).length).toBeLessThan(20_000)
  })

  it.each([
    ['tools', [...lists, 'tools: *j']],
    ['permission', [...maps, 'permission: *j']],
    ['disallowedTools', [...lists, 'disallowedTools: [*j]']],
    ['maxTurns', [...lists, 'maxTurns: *j']],
  ])('are an error where they limit: %s', (what, front) => {
    expect(read(`aliases as ${what}`, agent(...front))).toMatchObject({
      definition: null,
      errors: [expect.stringMatching(new RegExp(`^line 14: ${what} refers to \\*j`))],
    })
  })
})

describe('no key reaches what all objects share', () => {
  it.each([
    ['as YAML', ['__proto__: {polluted: true}', 'constructor: {prototype: {polluted: true}}']],
    ['quoted', ['"__proto__": {polluted: true}', "'__proto__': {polluted: true}"]],
    ['below others', ['a: {__proto__: {polluted: true}, b: [{__proto__: {polluted: true}}]}']],
    ['in a broken file', ['model: a: b', '__proto__: {polluted: true}', 'a: {__proto__: {polluted: true}}']],
    ['by a merge', ['a: &a {polluted: true}', '<<: {__proto__: *a}']],
    ['in tools', ['tools: {__proto__: {polluted: true}, constructor: true, write: false}']],
    ['in tools of JSON', [`tools: '{"__proto__": {"polluted": true}, "write": false}'`]],
    ['in permissions', ['permission: {__proto__: {polluted: allow}, constructor: {x: allow}}']],
    [
      'in servers',
      ['mcpServers: {__proto__: {command: a}, b: {command: c, env: {__proto__: d}, __proto__: {e: f}}}'],
    ],
    [
      'in servers of JSON',
      [`mcpServers: '{"__proto__": {"command": "a"}, "b": {"command": "c", "__proto__": {"x": 1}}}'`],
    ],
    ['in hooks', ['hooks: {__proto__: {polluted: true}, constructor: [{prototype: {polluted: true}}]}']],
    ['as rules', ['permissions: [{capability: __proto__, effect: deny, match: [polluted]}]']],
  ])('%s', (_, front) => {
    const { definition } = readAgent('a.md', agent(...front))
    expect(Object.prototype).not.toHaveProperty('polluted')
    expect({}).not.toHaveProperty('polluted')
    expect([]).not.toHaveProperty('polluted')
    if (definition === null) return
    const { extra, hooks, mcpServers } = definition
    const servers = Object.values(mcpServers).flatMap(server => [server?.env, server?.extra])
    expect(withPrototype([extra, hooks, servers])).toEqual([])
    expect(Object.getPrototypeOf(mcpServers)).toBeNull()
    expect(ownKeys([extra, hooks, mcpServers])).not.toContain('__proto__')
  })
})

describe('a file as large as it may be', () => {
  const KB = 1024
  it.each([
    ['brackets as tools', agent(`tools: ${'['.repeat(63 * KB)}`)],
    ['brackets as a description', `---\ndescription: ${'['.repeat(63 * KB)}\n---\n`],
    ['brackets under a key nobody knows', agent(`x: ${'['.repeat(63 * KB)}`)],
    ['braces', agent(`x: ${'{a: '.repeat(15 * KB)}`)],
    ['parentheses as tools', agent(`tools: ${'Bash('.repeat(12 * KB)}`)],
    ['nested lists', agent('x:', ...Array.from({ length: 300 }, (_, at) => `${' '.repeat(at)}- -`))],
    ['quotes that are not closed', agent(...Array<string>(10_000).fill('a: "'))],
    ['quotes below keys that are known', agent(...Array<string>(5_000).fill('model: "'))],
    ['ten thousand keys', agent(...Array.from({ length: 10_000 }, (_, at) => `k${at.toString(36)}:`))],
    [
      'five thousand keys that are broken',
      agent(...Array.from({ length: 5_000 }, (_, at) => `k${at}: a: b`)),
    ],
    ['one key, thousands of times', agent(...Array<string>(4_000).fill('tools: Read'))],
    ['examples that are not closed', agent(...Array<string>(6_000).fill('<example>'))],
    ['tabs', agent('tools:', ...Array<string>(9_000).fill('\t- R'))],
    ['dots', agent(`model: ${'.'.repeat(60 * KB)}`)],
    ['blanks in a date', `---\nname: 2001-12-14${' '.repeat(60 * KB)}21:59:43\n---\nText.`],
  ])('is read in the end, with 64 KiB of front matter: %s', (what, text) => {
    const { definition, errors } = read(what, text)
    expect(definition === null).toBe(errors.length > 0)
  })

  it.each([
    ['numbers of a heading', `${agent()}### ${'#'.repeat(1_000 * KB)}x`],
    ['blanks in a heading', `${agent()}## a${' '.repeat(1_000 * KB)}b`],
    ['headings of reports', agent() + '## Report Template\n'.repeat(55_000)],
    ['headings of playbooks', agent() + '## Playbook\n### a-b\n- when: x\n'.repeat(30_000)],
    ['comments', '<!---->\n'.repeat(130_000) + agent()],
    ['blank lines', '\n'.repeat(1_000 * KB) + agent()],
    ['blocks of code', agent() + '```\n'.repeat(250_000)],
    ['fences', '---\n'.repeat(250_000)],
    ['rules of plus signs', '+++\n'.repeat(250_000)],
    ['one line', 'a. '.repeat(340_000)],
  ])('is read in the end, with a MiB of text: %s', (what, text) => {
    const { definition, errors } = read(what, text)
    expect(definition === null).toBe(errors.length > 0)
  })

  it('is read as a whole, and one byte more is refused', () => {
    const folder = tempFolder()
    const path = join(folder, 'large.md')
    const text = agent()
    const body = 'x'.repeat(MAX_BYTES - text.length)
    writeFileSync(path, text + body)
    const { definition } = readAgentFile(path)
    expect(definition?.prompt).toBe(`Text.\n${body}`)
    writeFileSync(path, `${text}${body}x`)
    expect(readAgentFile(path).errors).toEqual(['has 1048577 bytes: a definition may have 1048576'])
  })
})

it.each([
  ['../../etc/passwd', 'ETC-PASSWD'],
  ['..\\..\\windows', 'WINDOWS'],
  ['/etc/passwd', 'ETC-PASSWD'],
  ['\u001b[2J\u001b]0;title\u0007', 'AGENT-2J-0-TITLE'],
  ['\u202egnol\u2066', 'GNOL'],
  ['a\u0000b', 'A-B'],
  ['constructor', 'CONSTRUCTOR'],
])('a name like %j is data, and its role is safe', (name, role) => {
  const { definition } = readAgent('agents/x.md', `---\nname: ${JSON.stringify(name)}\n---\nText.\n`)
  expect(definition).toMatchObject({ name, role, path: 'agents/x.md' })
  expect(definition?.role).toMatch(ROLE_PATTERN)
})

it.each(['claude', 'opencode', 'copilot'])('line ends of Windows are no matter: %s', folder => {
  for (const file of fixturesOf(folder)) {
    const text = readFileSync(fixturePath(folder, file), 'utf8')
    const path = join(tempFolder({ [file]: text.replaceAll('\n', '\r\n') }), file)
    const { definition: plain } = readAgentFile(fixturePath(folder, file))
    const { definition } = readAgentFile(path)
    expect(definition).toEqual({ ...plain, path, hash: definition?.hash })
    expect(definition?.hash).not.toBe(plain?.hash)
  }
})
