import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough, Readable, Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { main } from '../../src/cli/main.ts'
import { writeAgentTree } from '../support/agent-tree.ts'
import { runSynod } from '../support/command-line.ts'
import { tempFolder } from '../support/temp.ts'

const FILES = {
  'agents/backend.md':
    '---\nname: backend\ndescription: Services.\ntools: Read, Grep\n---\nYou own services.\n',
  'agents/broken.md': '---\nname: broken\ndescription: Use it when: asked\n---\nYou are careless.\n',
  'agents/limit.md':
    '---\nname: limit\ndescription: Anything.\npermissionMode: godMode\n---\nYou do anything.\n',
  'agents/README.md': '# Not an agent\n',
  'other/second.md': '---\nname: backend\ndescription: Also services.\n---\nYou own services too.\n',
}

describe('synod agents check', () => {
  it('says of each file what was read of it, and what cannot be seated', async () => {
    expect(await runSynod(['agents', 'check', 'agents'], { cwd: tempFolder(FILES) })).toEqual({
      code: 1,
      stderr: '',
      stdout: `             role                  dialect       path
✓ ok         BACKEND               claude        agents/backend.md
~ recovered  BROKEN                claude        agents/broken.md
    recovered  line 3: description is not quoted and has a colon in it; read by lines
✗ error      -                     claude        agents/limit.md
    error      permissionMode is "godMode": expected default, acceptEdits, auto, dontAsk, plan, bypassPermissions; a limit is never guessed
2 of 3 can be seated; 1 recovered; 1 cannot; 1 file left out as no definition by name
`,
    })
  })

  it('exits with 0 when every file can be seated', async () => {
    const { code, stdout } = await runSynod(['agents', 'check', 'agents/backend.md'], {
      cwd: tempFolder(FILES),
    })
    expect({ code, last: stdout.trimEnd().split('\n').at(-1) }).toEqual({
      code: 0,
      last: '1 of 1 can be seated',
    })
  })

  it('shows nothing but what cannot be seated when it is quiet', async () => {
    const cwd = tempFolder(FILES)
    const { stdout } = await runSynod(['agents', 'check', '--quiet', 'agents'], { cwd })
    expect(stdout.split('\n').filter(line => line.includes('.md'))).toEqual([
      '✗ error      -                     claude        agents/limit.md',
    ])
    const { code, stdout: json } = await runSynod(['agents', 'check', 'agents', '--quiet', '--json'], { cwd })
    expect(code).toBe(1)
    expect(
      json
        .trimEnd()
        .split('\n')
        .map(line => JSON.parse(line).path),
    ).toEqual(['agents/limit.md'])
  })

  it('warns of a role that an earlier file of the same run has', async () => {
    const args = ['agents', 'check', 'agents/backend.md', 'other', '--json']
    const { code, stdout } = await runSynod(args, { cwd: tempFolder(FILES) })
    expect(code).toBe(0)
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map(line => JSON.parse(line).warnings),
    ).toEqual([[], ['BACKEND is the role of agents/backend.md too']])
  })

  it('prints exactly one line of JSON a file, with every key in its order', async () => {
    const cwd = tempFolder(FILES)
    const { stdout } = await runSynod(['agents', 'check', '--json', 'agents', 'nowhere'], { cwd })
    expect(
      stdout,
    ).toBe(`{"path":"agents/backend.md","ok":true,"dialect":"claude","role":"BACKEND","name":"backend","description":"Services.","tools":["Read","Grep"],"disallowedTools":[],"model":null,"color":null,"mcpServers":{},"recovered":[],"warnings":[],"errors":[]}
{"path":"agents/broken.md","ok":true,"dialect":"claude","role":"BROKEN","name":"broken","description":"Use it when: asked","tools":null,"disallowedTools":[],"model":null,"color":null,"mcpServers":{},"recovered":["line 3: description is not quoted and has a colon in it; read by lines"],"warnings":[],"errors":[]}
{"path":"agents/limit.md","ok":false,"dialect":"claude","role":null,"name":"limit","description":null,"tools":null,"disallowedTools":null,"model":null,"color":null,"mcpServers":null,"recovered":[],"warnings":[],"errors":["permissionMode is \\"godMode\\": expected default, acceptEdits, auto, dontAsk, plan, bypassPermissions; a limit is never guessed"]}
{"path":"nowhere","ok":false,"dialect":null,"role":null,"name":null,"description":null,"tools":null,"disallowedTools":null,"model":null,"color":null,"mcpServers":null,"recovered":[],"warnings":[],"errors":["there is no such file or folder: check the path"]}
`)
  })

  it('never prints the secrets of servers', async () => {
    const server = 'mcpServers:\n  bank:\n    command: bank\n    env:\n      BANK_TOKEN: hunter2\n'
    const cwd = tempFolder({ 'bank.md': `---\nname: bank\n${server}---\nYou bank.\n` })
    const { stdout } = await runSynod(['agents', 'check', 'bank.md', '--json'], { cwd })
    expect(JSON.parse(stdout).mcpServers.bank.env).toEqual({ BANK_TOKEN: '***' })
    expect(stdout).not.toContain('hunter2')
  })

  it.each<[string, readonly string[], readonly string[]]>([
    ['a glob', ['**/*.md'], ['agents/backend.md', 'agents/broken.md', 'agents/limit.md', 'other/second.md']],
    ['a file by its whole path', ['CWD/agents/backend.md'], ['agents/backend.md']],
    ['a path with dots in front', ['./agents/../other'], ['agents/../other/second.md']],
    ['a file twice', ['agents/backend.md', './agents/backend.md'], ['agents/backend.md']],
  ])('takes %s, and shows paths from the working folder', async (_, paths, shown) => {
    const cwd = tempFolder(FILES)
    const typed = paths.map(path => path.replace('CWD', cwd))
    const { stdout } = await runSynod(['agents', 'check', '--json', ...typed], { cwd })
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map(line => JSON.parse(line).path),
    ).toEqual(shown)
  })

  it('shows a path elsewhere as it was given', async () => {
    const elsewhere = tempFolder(FILES)
    const { stdout } = await runSynod(['agents', 'check', '--json', `${elsewhere}/other`], {
      cwd: tempFolder(),
    })
    expect(JSON.parse(stdout).path).toBe(`${elsewhere}/other/second.md`)
  })

  it('goes on past whatever cannot be read, and lets nothing of it act on the terminal', async () => {
    const cwd = tempFolder({
      ...FILES,
      'bad/binary.md': 'a\0b',
      'bad/program.md': '---js\nprocess.exit(9)\n---\nx\n',
      'bad/\x1b[2J.md': '---\nname: "\\e[31mred"\ndescription: x\n---\nBody\n',
      'bad/\u202egnp.md': '',
    })
    symlinkSync('nowhere', join(cwd, 'bad/dead.md'))
    mkdirSync(join(cwd, 'bad/loop'))
    symlinkSync(join(cwd, 'bad'), join(cwd, 'bad/loop/again'))
    writeFileSync(join(cwd, 'bad/large.md'), Buffer.alloc(3 * 1024 * 1024, 'x'))
    const { code, stdout, stderr } = await runSynod(['agents', 'check', 'bad', 'agents/backend.md'], { cwd })
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(stdout).toContain('✓ ok         BACKEND')
    expect(stdout).toMatch(/\n2 of 7 can be seated; .*5 cannot\n$/)
    expect(stdout).not.toMatch(/[\x1b\u202e]/)
  })

  it.each([
    [['agents', 'check'], "Missing required argument 'paths': synod agents check --help shows what there is"],
    [
      ['agents', 'check', 'x', '--quit'],
      "Unknown option '--quit' (Did you mean --quiet?): synod agents check --help shows what there is",
    ],
  ])('answers %j with its usage', async (args, message) => {
    expect(await runSynod(args, { cwd: tempFolder() })).toEqual({
      code: 2,
      stdout: '',
      stderr: `synod: ${message} [SYN_USAGE]\n`,
    })
  })

  it('breaks notes at the width of a terminal, and nowhere else', async () => {
    const cwd = tempFolder(FILES)
    const { stdout } = await runSynod(['agents', 'check', 'agents/limit.md'], { cwd, columns: 70 })
    expect(stdout.split('\n').filter(line => line.includes('limit is never guessed'))).toHaveLength(1)
    expect(stdout.split('\n').filter(line => [...line].length > 70)).toEqual([])
  })

  it.each([[['--json']], [[]]])('fails when the disk it prints to is full, with %j', async options => {
    const stdout = new Writable({
      write: (_chunk, _encoding, done) =>
        done(Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })),
    })
    const stderr = new PassThrough()
    const cwd = tempFolder(FILES)
    const io = { stdin: Readable.from([]), stdout, stderr, env: {}, cwd, onSignal: () => () => {}, exit() {} }
    expect(await main(['agents', 'check', 'agents/backend.md', ...options], io)).toBe(1)
    expect(String(stderr.read())).toBe(
      'synod: What was to be printed could not be written whole (ENOSPC: no space left on device, write): free some space, or print it elsewhere [SYN_FILE_NOT_WRITABLE]\n',
    )
  })

  it('has a line for each file, however deep and long what is in them', async () => {
    const deep = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
    const playbook = `## Playbook\n### x\n- when: a\n- ask: a\n- require: a\n- because: a\n- meet: Data: b\n`
    const cwd = tempFolder({
      'a.md': `{"name":"a","description":"b","x":${deep(3000)}}`,
      'b.md': `{"name":"b","description":"b","mcpServers":{"s":{"command":"x","y":${deep(6000)}}}}`,
      'c.md': `---\nname: c\ndescription: b\n---\n${playbook}- signs: ${'a* b '.repeat(20_000)}\n`,
      'd.md': `---\nname: d\ndescription: b\n---\n${playbook}${' b\n'.repeat(300_000)}`,
      'e.md': FILES['agents/backend.md'],
    })
    const { stdout, stderr } = await runSynod(['agents', 'check', '.', '--json'], { cwd })
    const paths = stdout
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line).path)
    expect({ stderr, paths }).toEqual({ stderr: '', paths: ['a.md', 'b.md', 'c.md', 'd.md', 'e.md'] })
  })

  it('stops reading when nobody reads what it prints', async () => {
    const cwd = tempFolder()
    writeAgentTree(cwd, { files: 400, seed: 7 })
    let taken = 0
    const stdout = new Writable({
      write(chunk: Buffer, _, done) {
        taken += chunk.length
        done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))
      },
    })
    const stderr = new PassThrough()
    const io = { stdin: Readable.from([]), stdout, stderr, env: {}, cwd, onSignal: () => () => {}, exit() {} }
    expect(await main(['agents', 'check', cwd, '--json'], io)).toBe(0)
    expect(taken).toBeGreaterThan(60_000)
    expect(taken).toBeLessThan(100_000)
    expect(stderr.readableLength).toBe(0)
  })
})
