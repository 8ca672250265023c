import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { join, relative } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { decodeDefinition, readDefinitionBytes } from '../../src/agents/decode.ts'
import { definitionFilesAt, findDefinitionFiles } from '../../src/agents/files.ts'
import { readFrontMatter } from '../../src/log/front-matter.ts'
import { writeAgentTree } from '../support/agent-tree.ts'
import { tempFolder } from '../support/temp.ts'

/** What is found, with paths as seen from the folder. */
async function find(folder: string, ...paths: readonly string[]): Promise<object> {
  const from = (path: string) => relative(folder, path) || '.'
  const { files, problems, left } = await findDefinitionFiles(paths.map(path => `${folder}/${path}`))
  return {
    files: files.map(from),
    problems: problems.map(({ path, message }) => `${from(path)} ${message}`),
    left: left.map(from),
  }
}

const found = (files: readonly string[], problems: readonly string[] = [], left: readonly string[] = []) => ({
  files,
  problems,
  left,
})

const EMPTY =
  'has no agent definitions (*.md); hidden folders and node_modules are only looked into when they are named'
const DEAD = 'is a symbolic link to something that is not there'

describe('a file', () => {
  it('is taken as it is named, whatever its ending and name', async () => {
    const folder = tempFolder({ 'a.txt': '', 'README.md': '', '.hidden.md': '', noend: '' })
    expect(await find(folder, 'noend', 'a.txt', 'README.md', '.hidden.md')).toEqual(
      found(['noend', 'a.txt', 'README.md', '.hidden.md']),
    )
  })

  it('is found once, under the path that is named first', async () => {
    const folder = tempFolder({ 'x/b.md': '', 'x/a.md': '' })
    symlinkSync('x', join(folder, 'y'))
    expect(await find(folder, 'y/b.md', 'x/../x/b.md', 'x', 'y', 'x/*.md')).toEqual(
      found(['y/b.md', 'x/a.md']),
    )
  })

  it('keeps the path by which it was asked for', async () => {
    const folder = tempFolder({ 'x/a.md': '', 'x/y/b.md': '' })
    const path = `${folder}/x/../x`
    expect((await findDefinitionFiles([path, `${path}/y/`])).files).toEqual([
      `${path}/a.md`,
      `${path}/y/b.md`,
    ])
  })

  it('is looked for beside where the program runs when its path does not begin at the root', async () => {
    const { files, problems } = await findDefinitionFiles(['agents', 'agents/q[a].md', 'agent[s]/qa.md'])
    expect({ first: files[0], all: files.length >= 8, problems }).toEqual({
      first: 'agents/architect.md',
      all: true,
      problems: [],
    })
  })

  it('that is not there does not keep the others from being found', async () => {
    const folder = tempFolder({ 'a.md': '', 'b.md': '' })
    symlinkSync('nowhere.md', join(folder, 'dead.md'))
    expect(await find(folder, 'none.md', 'b.md', 'a.md/c.md', 'dead.md', 'a.md')).toEqual(
      found(
        ['b.md', 'a.md'],
        [
          'none.md there is no such file or folder: check the path',
          'a.md/c.md a part of the path is a file, not a folder: check the path',
          `dead.md ${DEAD}`,
        ],
      ),
    )
  })

  it.each([
    ['', 'there is no such file or folder: check the path'],
    ['a\0b', 'is no path: it has a NUL character'],
    ['x'.repeat(5_000), 'the path is longer than the system can open'],
  ])('of no possible name is a problem in one line', async (path, message) => {
    expect(await findDefinitionFiles([path])).toEqual({ files: [], problems: [{ path, message }], left: [] })
  })
})

describe('a folder', () => {
  it('stands for its markdown files at any depth, by path', async () => {
    const names = [
      'b.md',
      'a/z.MD',
      'a/a.mdc',
      'B.Markdown',
      'a.md',
      'a/b/c.agent.md',
      'a/notes.txt',
      'a.mdx',
      'md',
    ]
    const folder = tempFolder(Object.fromEntries(names.map(name => [`in/${name}`, ''])))
    expect(await find(folder, 'in')).toEqual(
      found(['in/B.Markdown', 'in/a.md', 'in/a/a.mdc', 'in/a/b/c.agent.md', 'in/a/z.MD', 'in/b.md']),
    )
  })

  it('leaves files that are no definitions by their names, and names them', async () => {
    const left = [
      'AGENTS.md',
      'CLAUDE.md',
      'CODE_OF_CONDUCT.md',
      'Changelog.md',
      'GEMINI.md',
      'LICENSE.md',
      'README.md',
      'README_CN.md',
      'contributing.markdown',
      'readme.pt-br.md',
      'sub/._a.md',
      'sub/readme.mdc',
    ]
    const taken = ['agents.md', 'claude.md', 'license-auditor.md', 'readme-writer.md', 'security.md']
    const folder = tempFolder(Object.fromEntries([...left, ...taken].map(name => [name, ''])))
    expect(await find(folder, '.')).toEqual(found(taken, [], left))
  })

  it('is entered without its hidden folders and node_modules unless one is named', async () => {
    const folder = tempFolder({
      'a.md': '',
      '.claude/agents/b.md': '',
      'sub/node_modules/p/c.md': '',
      'node_modules/.x/d.md': '',
    })
    expect(await find(folder, '.')).toEqual(found(['a.md']))
    expect(await find(folder, '.claude', 'sub/node_modules')).toEqual(
      found(['.claude/agents/b.md', 'sub/node_modules/p/c.md']),
    )
  })

  it('with nothing in it is a problem', async () => {
    const folder = tempFolder({
      'empty/x.txt': '',
      'paper/README.md': '',
      'hidden/.claude/a.md': '',
      'a.md': '',
    })
    expect(await find(folder, 'empty', 'paper', 'a.md', 'hidden')).toEqual(
      found(['a.md'], [`empty ${EMPTY}`, `paper ${EMPTY}`, `hidden ${EMPTY}`], ['paper/README.md']),
    )
  })

  it('whose files were all found before is none', async () => {
    const folder = tempFolder({ 'x/a.md': '' })
    expect(await find(folder, 'x/a.md', 'x', 'x', '*/a.md')).toEqual(found(['x/a.md']))
  })

  it('may have any names in it', async () => {
    const names = [
      'new\nline.md',
      'esc\x1b[31m.md',
      ' .md',
      'a*b.md',
      '[x].md',
      '{y}.md',
      '!z.md',
      '..md',
      '...x.md',
      '\\.md',
    ]
    const folder = tempFolder(Object.fromEntries(names.map(name => [`in/${name}`, ''])))
    mkdirSync(join(folder, 'in', 'folder.md'))
    writeFileSync(join(folder, 'in', 'folder.md', 'a.md'), '')
    const { files, left, problems } = await findDefinitionFiles([`${folder}/in`])
    expect([...files, ...left].map(path => relative(`${folder}/in`, path)).sort()).toEqual(
      [...names, 'folder.md/a.md'].sort(),
    )
    expect(left).toEqual([`${folder}/in/...x.md`, `${folder}/in/..md`])
    expect(problems).toEqual([])
    // A name that looks like a pattern is still a name.
    expect(await find(folder, 'in/a*b.md', 'in/[x].md', 'in/{y}.md', 'in/!z.md')).toEqual(
      found(['in/a*b.md', 'in/[x].md', 'in/{y}.md', 'in/!z.md']),
    )
  })

  it.skipIf(process.platform !== 'linux')('may have names that are no text', async () => {
    const folder = tempFolder({ 'a.md': '' })
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.from([0xe9]), Buffer.from('.md')]), '')
    expect(await find(folder, '.')).toEqual(found(['a.md', 'caf\ufffd.md']))
  })

  it('may be a thousand folders deep', async () => {
    const folder = tempFolder({ 'top.md': '' })
    const deep = Array.from({ length: 1_000 }, () => 'd').join('/')
    mkdirSync(join(folder, deep), { recursive: true })
    writeFileSync(join(folder, deep, 'a.md'), '')
    expect(await find(folder, '.')).toEqual(found([`${deep}/a.md`, 'top.md']))
    expect(await find(folder, '**/a.md')).toEqual(found([`${deep}/a.md`]))
  })

  it.skipIf(process.platform === 'win32')(
    'may have pipes, sockets and devices in it, at which nothing waits',
    async () => {
      const folder = tempFolder({ 'a.md': '', 'z.md': '' })
      expect(spawnSync('mkfifo', [join(folder, 'pipe.md'), join(folder, 'pipe.txt')]).status).toBe(0)
      const server = createServer()
      await new Promise<void>(resolve => void server.listen(join(folder, 'socket.md'), resolve))
      onTestFinished(() => void server.close())
      symlinkSync('/dev/zero', join(folder, 'zero.md'))
      const problems = [
        'pipe.md is a pipe: a definition is a plain file',
        'socket.md is a socket: a definition is a plain file',
        'zero.md is a device: a definition is a plain file',
      ]
      expect(await find(folder, '.')).toEqual(found(['a.md', 'z.md'], problems))
      expect(await find(folder, '*.md')).toEqual(found(['a.md', 'z.md'], problems))
      expect(await find(folder, 'pipe.md', 'a.md')).toEqual(found(['a.md'], problems.slice(0, 1)))
    },
  )

  it.skipIf(process.getuid?.() === 0)(
    'that must not be read is a problem, and the rest is found (skipped as root, who may read all)',
    async () => {
      const folder = tempFolder({ 'a.md': '', 'shut/b.md': '', 'z/c.md': '' })
      chmodSync(join(folder, 'shut'), 0)
      onTestFinished(() => chmodSync(join(folder, 'shut'), 0o700))
      const problem = 'shut permission denied: change its permissions'
      expect(await find(folder, '.')).toEqual(found(['a.md', 'z/c.md'], [problem]))
      expect(await find(folder, '**/*.md')).toEqual(found(['a.md', 'z/c.md'], [problem]))
      expect(await find(folder, 'shut')).toEqual(found([], [problem]))
      expect(await find(folder, 'shut/b.md')).toEqual(
        found([], ['shut/b.md permission denied: change its permissions']),
      )
    },
  )

  it('may hold a file that is too large, which is refused where it is read', async () => {
    const folder = tempFolder({ 'a.md': '' })
    const file = openSync(join(folder, 'large.md'), 'w')
    ftruncateSync(file, 50_000_000)
    closeSync(file)
    expect(await find(folder, '.')).toEqual(found(['a.md', 'large.md']))
    expect(readDefinitionBytes(join(folder, 'large.md'))).toMatchObject({
      message: 'has 50000000 bytes: a definition may have 1048576',
    })
  })
})

describe('symbolic links', () => {
  it('are followed to files and folders', async () => {
    const folder = tempFolder({ 'in/a.md': '', 'far/b.md': '', 'far/deep/c.md': '', 'far.txt': '' })
    symlinkSync('../far', join(folder, 'in', 'link'))
    symlinkSync('../far.txt', join(folder, 'in', 'd.md'))
    symlinkSync('../far', join(folder, 'in', '.hidden'))
    expect(await find(folder, 'in')).toEqual(
      found(['in/a.md', 'in/d.md', 'in/link/b.md', 'in/link/deep/c.md']),
    )
  })

  it('that lead round in circles come to an end', async () => {
    const folder = tempFolder({ 'a/one.md': '', 'b/two.md': '' })
    symlinkSync('../b', join(folder, 'a', 'to-b'))
    symlinkSync('../a', join(folder, 'b', 'to-a'))
    symlinkSync('.', join(folder, 'self'))
    symlinkSync('..', join(folder, 'a', 'up'))
    expect(await find(folder, '.')).toEqual(found(['a/one.md', 'b/two.md']))
    expect(await find(folder, 'a')).toEqual(found(['a/one.md', 'a/to-b/two.md']))
    expect(await find(folder, '**/*.md')).toEqual(found(['a/one.md', 'b/two.md']))
  })

  it('between many folders, each to all, do not multiply', async () => {
    const folder = tempFolder()
    const names = Array.from({ length: 30 }, (_, at) => `f${at + 10}`)
    for (const name of names) {
      mkdirSync(join(folder, name))
      writeFileSync(join(folder, name, 'a.md'), '')
      for (const other of names) symlinkSync(join('..', other), join(folder, name, `to-${other}`))
    }
    const files = names.map(name => `${name}/a.md`)
    expect(await find(folder, '.')).toEqual(found(files))
    expect(await find(folder, '**/a.md')).toEqual(found(files))
  })

  it('to what is there anyway do not give it another name', async () => {
    const folder = tempFolder({ 'z/real.md': '', 'b.md': '' })
    symlinkSync('z/real.md', join(folder, 'a.md'))
    symlinkSync('z', join(folder, 'c'))
    expect(await find(folder, '.')).toEqual(found(['b.md', 'z/real.md']))
  })

  it('to nothing, and to themselves, are problems', async () => {
    const folder = tempFolder({ 'a.md': '' })
    for (const [link, target] of [
      ['b.md', 'none'],
      ['c', 'none'],
      ['d.png', 'none'],
      ['e.md', 'e.md'],
    ] as const)
      symlinkSync(target, join(folder, link))
    const circle = 'e.md is a symbolic link that leads round in a circle'
    expect(await find(folder, '.')).toEqual(found(['a.md'], [`b.md ${DEAD}`, `c ${DEAD}`, circle]))
    expect(await find(folder, '*.md')).toEqual(found(['a.md'], [`b.md ${DEAD}`, circle]))
  })
})

describe('a glob', () => {
  const tree = () =>
    tempFolder({
      'p/one/agents/a.md': '',
      'p/one/agents/README.md': '',
      'p/one/agents/a.txt': '',
      'p/two/agents/deep/b.md': '',
      'p/two/notes/c.md': '',
      'p/.hid/agents/d.md': '',
      'p/node_modules/agents/e.md': '',
    })

  it.each<[pattern: string, files: readonly string[], left?: readonly string[]]>([
    ['p/*/agents/*.md', ['p/one/agents/a.md'], ['p/one/agents/README.md']],
    [
      'p/**/*.md',
      ['p/one/agents/a.md', 'p/two/agents/deep/b.md', 'p/two/notes/c.md'],
      ['p/one/agents/README.md'],
    ],
    ['p/*/agents', ['p/one/agents/a.md', 'p/two/agents/deep/b.md'], ['p/one/agents/README.md']],
    ['p/*/agents/', ['p/one/agents/a.md', 'p/two/agents/deep/b.md'], ['p/one/agents/README.md']],
    ['p/{one,two}/**/?.md', ['p/one/agents/a.md', 'p/two/agents/deep/b.md', 'p/two/notes/c.md']],
    ['p/one/**/*.{md,txt}', ['p/one/agents/a.md', 'p/one/agents/a.txt'], ['p/one/agents/README.md']],
    ['p/one/agents/*.txt', ['p/one/agents/a.txt']],
    ['p/one/agents/*', ['p/one/agents/a.md'], ['p/one/agents/README.md']],
    ['p/.hid/*/*.md', ['p/.hid/agents/d.md']],
    ['*/.hid/agents/*.md', ['p/.hid/agents/d.md']],
    ['*/node_modules/**/*.md', ['p/node_modules/agents/e.md']],
    ['p/two/../two/n*/c.md', ['p/two/notes/c.md']],
    ['p/@(one|two)/notes/*.md', ['p/two/notes/c.md']],
  ])('%s is read as a shell reads it', async (pattern, files, left = []) => {
    expect(await find(tree(), pattern)).toEqual(found(files, [], left))
  })

  it.each<[pattern: string, problem: string]>([
    ['p/*.md', `p/*.md ${EMPTY}`],
    ['none/*.md', 'none there is no such file or folder: check the path'],
    ['p/[', `p/[ ${EMPTY}`],
    ['!*.md', `!*.md ${EMPTY}`],
    ['p/{one', `p/{one ${EMPTY}`],
  ])('%s with nothing in it is a problem', async (pattern, problem) => {
    expect(await find(tree(), pattern)).toEqual(found([], [problem]))
  })

  it('of a length nobody can read is a problem of one line', async () => {
    const { files, problems } = await findDefinitionFiles([`${'*'.repeat(70_000)}`])
    expect([files, problems.map(({ message }) => message)]).toEqual([
      [],
      [expect.stringMatching(/^is no pattern that can be read: [^\n]+$/)],
    ])
  })

  it('names files by the path of the pattern', async () => {
    const folder = tree()
    expect((await findDefinitionFiles([`${folder}/p/./two/../two/notes/*.md`])).files).toEqual([
      `${folder}/p/./two/../two/notes/c.md`,
    ])
  })
})

it('one path at once is a file or a folder and no glob, and may be empty', () => {
  const folder = tempFolder({ 'x/b.md': '', 'x/a.md': '', 'x/README.md': '', 'none/x.txt': '' })
  expect(definitionFilesAt(`${folder}/x`)).toEqual({
    files: [`${folder}/x/a.md`, `${folder}/x/b.md`],
    problems: [],
    left: [`${folder}/x/README.md`],
  })
  expect(definitionFilesAt(`${folder}/none`)).toEqual({ files: [], problems: [], left: [] })
  expect(definitionFilesAt(`${folder}/none/x.txt`).files).toEqual([`${folder}/none/x.txt`])
  const message = 'there is no such file or folder: check the path'
  expect(definitionFilesAt(`${folder}/*.md`).problems).toEqual([{ path: `${folder}/*.md`, message }])
})

describe('5,000 files', () => {
  it('are found, and read, each of them', async () => {
    const folder = tempFolder()
    const tree = writeAgentTree(folder, { files: 5_000, seed: 5 })
    const began = performance.now()
    const { files, problems } = await findDefinitionFiles([folder])
    const took = performance.now() - began
    let length = 0
    for (const path of files) {
      const read = readDefinitionBytes(path)
      if ('bytes' in read) length += Buffer.byteLength(decodeDefinition(read.bytes).text)
    }
    const all = performance.now() - began
    process.stdout.write(
      `5,000 files: found in ${took.toFixed(0)} ms, read and decoded in ${all.toFixed(0)} ms\n`,
    )
    expect([files, problems, length]).toEqual([[...tree.files].sort(), [], tree.bytes])
  })

  it('of the same seed are the same, and those of another are not', () => {
    const texts = (seed: number) => {
      const folder = tempFolder()
      const { files } = writeAgentTree(folder, { files: 60, seed })
      return files.map(path => [relative(folder, path), readFileSync(path, 'utf8')])
    }
    expect(texts(1)).toEqual(texts(1))
    expect(texts(2)).not.toEqual(texts(1))
  })

  it('have 9 in a hundred that a strict reader cannot read, and sizes of 1 to 30 KB', () => {
    const { files, broken } = writeAgentTree(tempFolder(), { files: 1_000, seed: 9 })
    const refused = files.filter(path => {
      try {
        readFrontMatter(readFileSync(path, 'utf8'))
        return false
      } catch {
        return true
      }
    })
    expect(refused).toEqual(broken)
    expect(broken).toHaveLength(90)
    const sizes = files.map(path => statSync(path).size)
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(1024)
    expect(Math.max(...sizes)).toBeLessThan(31 * 1024)
  })
})
