/** People save the log with real editors while engines append to it: nothing sealed is lost, and nothing of theirs. */
import { execFile, execFileSync } from 'node:child_process'
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Entry } from '../../src/log/entry.ts'
import { createLog, FileLog } from '../../src/log/file-log.ts'
import { parseLog } from '../../src/log/parse.ts'
import { verifyLog } from '../../src/log/verify.ts'
import { compiledLog, type Script, startScript } from '../support/compiled-log.ts'
import { byHand, HEADER, PROBLEM, say, TITLE } from '../support/log-builder.ts'
import { tempFolder } from '../support/temp.ts'

const steady = join(compiledLog(), 'steady.mjs')
const run = async (program: string, args: readonly string[], answer: string = ''): Promise<void> => {
  const running = promisify(execFile)(program, args, { timeout: PATIENCE })
  // Most end without reading a word.
  running.child.stdin?.on('error', () => {})
  running.child.stdin?.end(answer)
  await running
}
const ROUNDS = 3
const PATIENCE = 15_000

interface Editor {
  readonly name: string
  /** The program it needs. */
  readonly needs?: string
  /** Once, on the log as it is at first. */
  readonly prepare?: (path: string) => void
  /** Opens the log, lets `pause` milliseconds pass, and saves what it had opened with the text of the file `own` behind it. */
  readonly save: (path: string, own: string, pause: number) => Promise<void>
  /** Its save may be read, and adopted, in pieces. */
  readonly inPieces?: boolean
  /** It saves nothing of its own. */
  readonly silent?: boolean
}

const vim = (backupcopy: 'yes' | 'no'): Editor => ({
  name: `vim with backupcopy=${backupcopy}`,
  needs: 'vim',
  async save(path, own, pause) {
    // Without `backupskip=` vim would make no backup of a file in a temporary folder, and so save in another way.
    const settings = `set nomodeline backupskip= writebackup backupcopy=${backupcopy}`
    const commands = [settings, `call append('$', readfile('${own}'))`, `sleep ${pause}m`, 'wq!']
    const said = join(tempFolder(), 'said.txt')
    const flags = [
      '-es',
      `-V1${said}`,
      '-u',
      'NONE',
      '-i',
      'NONE',
      '-n',
      ...commands.flatMap(command => ['-c', command]),
    ]
    for (let refused = 0; ; refused += 1) {
      try {
        // It asks whether to write a file that has changed since it was read, also with an exclamation mark.
        await run('vim', [...flags, path], 'y\n')
        return
      } catch (error) {
        // Whoever is told that a save failed looks whether it is there, and saves again.
        const why = existsSync(said) ? readFileSync(said, 'utf8') : ''
        if (refused === 2) throw new Error(`vim could not save: ${why}`, { cause: error })
        console.warn(`vim reports an error when saving: ${why}`)
        if (existsSync(path) && readFileSync(path, 'utf8').includes(readFileSync(own, 'utf8').trim())) return
      }
    }
  },
})

/** What editors that are programs of their own do, in the same steps. */
const steps = (
  name: string,
  write: (path: string, bytes: Uint8Array) => Promise<void> | void,
  more: Partial<Editor> = {},
): Editor => ({
  name,
  async save(path, own, pause) {
    const copy = readFileSync(path)
    await sleep(pause)
    await write(path, Buffer.concat([copy, readFileSync(own)]))
  },
  ...more,
})

const EDITORS: readonly Editor[] = [
  vim('yes'),
  vim('no'),
  {
    name: 'sed -i',
    needs: 'sed',
    async save(path, own, pause) {
      await run('sed', ['-i', '-e', `1e sleep ${pause / 1000}`, '-e', `$r ${own}`, path])
    },
  },
  {
    name: 'perl -i',
    needs: 'perl',
    async save(path, own, pause) {
      const program =
        'BEGIN { $own = shift; $ms = shift } if (eof) { select(undef, undef, undef, $ms / 1000); '
      const add = 'open(F, $own); $_ .= join("", <F>) }'
      await run('perl', ['-i', '-pe', program + add, own, `${pause}`, path])
    },
  },
  {
    name: 'ed',
    needs: 'ed',
    async save(path, own, pause) {
      await run('sh', [
        '-c',
        `printf '$r %s\\n!sleep %s\\nw\\nq\\n' "$1" "$2" | ed -s "$0"`,
        path,
        own,
        `${pause / 1000}`,
      ])
    },
  },
  steps('an editor that truncates the file and writes it in place, as VS Code does', async (path, bytes) => {
    const file = openSync(path, 'w')
    await sleep(2)
    for (let at = 0; at < bytes.length; at += 65_536) writeSync(file, bytes.subarray(at, at + 65_536))
    closeSync(file)
  }),
  steps('an editor that writes a new file and renames it over the old one', (path, bytes) => {
    writeFileSync(`${path}.vsctmp`, bytes)
    renameSync(`${path}.vsctmp`, path)
  }),
  steps('an editor that puts the old file aside first, as those of JetBrains do', async (path, bytes) => {
    writeFileSync(`${path}___jb_tmp___`, bytes)
    renameSync(path, `${path}___jb_old___`)
    await sleep(2)
    renameSync(`${path}___jb_tmp___`, path)
    rmSync(`${path}___jb_old___`)
  }),
  steps('an editor that deletes the file and makes it anew', async (path, bytes) => {
    rmSync(path)
    await sleep(10)
    writeFileSync(path, bytes)
  }),
  {
    name: 'git checkout of an older version',
    needs: 'git',
    silent: true,
    prepare(path) {
      git(path, 'init', '-q')
      git(path, 'add', path)
      git(path, 'commit', '-q', '-m', 'The log')
    },
    async save(path, _, pause) {
      await sleep(pause)
      git(path, 'checkout', '-q', 'HEAD', '--', path)
    },
  },
  {
    name: 'a shell that appends with >>',
    needs: 'sh',
    async save(path, own, pause) {
      await sleep(pause)
      await run('sh', ['-c', 'cat "$1" >> "$0"', path, own])
    },
  },
  {
    // Half a second of quiet is taken for the end: a machine that is busy must not make one of a shorter pause.
    name: 'a shell that appends half an entry, and the rest 100 ms later',
    needs: 'sh',
    async save(path, own, pause) {
      await sleep(pause)
      const text = readFileSync(own, 'utf8')
      const half = Math.floor(text.length / 2)
      const script = 'printf %s "$1" >> "$0"; sleep 0.1; printf %s "$2" >> "$0"'
      await run('sh', ['-c', script, path, text.slice(0, half), text.slice(half)])
    },
  },
]

function git(path: string, ...args: readonly string[]): void {
  const who = ['-c', 'user.name=Somebody', '-c', 'user.email=somebody@example.org']
  execFileSync('git', [...who, ...args], { cwd: dirname(path), stdio: 'pipe' })
}

function isThere(program: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'pipe' })
    return true
  } catch {
    return false
  }
}

/** What a tail in this process gives, another one than that of the engine. */
function follow(path: string) {
  const abort = new AbortController()
  onTestFinished(() => abort.abort())
  const given: Entry[] = []
  const ended = (async () => {
    for await (const entry of new FileLog(path).tail({ signal: abort.signal })) given.push(entry)
  })()
  return { given, abort, ended }
}

async function until(what: string, { child, ended }: Script, holds: () => boolean): Promise<void> {
  const deadline = performance.now() + PATIENCE
  while (!holds()) {
    const died = child.exitCode !== null && child.exitCode !== 0
    if (died) throw new Error(`The engine stopped before ${what}: ${(await ended).stdout.slice(-500)}`)
    if (performance.now() > deadline) throw new Error(`It never came to be that ${what}`)
    await sleep(20)
  }
}

interface Said {
  readonly told?: number
  readonly seen?: number
  readonly sealed?: boolean
  readonly content?: string
  readonly notice?: string
  readonly error?: string
}

const linesOf = (stdout: string): readonly Said[] =>
  stdout
    .slice(0, stdout.lastIndexOf('\n') + 1)
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line) as Said)

/** The log as it is now, or as it was when there was none to read: an editor is at it. */
function entriesOf(path: string): readonly Entry[] {
  try {
    return parseLog(readFileSync(path)).entries
  } catch {
    return []
  }
}

async function session(editor: Editor) {
  const path = join(tempFolder(), 'log.md')
  const log = createLog(path, { header: HEADER, title: TITLE, problem: PROBLEM })
  for (const role of ['ARCHITECT', 'SECURITY']) await log.append(say(role))
  editor.prepare?.(path)
  const other = follow(path)
  const script: Script = startScript(process.execPath, [steady, path, 'BACKEND', '4'])
  await script.said(text => text.includes('"told"'))
  const marks: string[] = []
  for (let round = 1; round <= ROUNDS; round += 1) {
    const mark = `A person says ${round}. ${'y'.repeat(200)}.`
    const own = join(tempFolder({ 'own.txt': byHand('HUMAN', mark) }), 'own.txt')
    await sleep(Math.random() * 100)
    await editor.save(path, own, Math.round(Math.random() * 80))
    if (editor.silent) await sleep(300)
    else {
      marks.push(mark)
      await until(`text ${round} is sealed`, script, () =>
        entriesOf(path).some(({ content, sealed }) => sealed && content === mark),
      )
    }
  }
  const before = entriesOf(path).length
  await until('the engine has gone on', script, () => entriesOf(path).length > before)
  script.child.kill('SIGTERM')
  const ended = await script.ended
  await log.append(say('SECURITY', {}, 'The last word.'))
  await until('the tail has all', script, () => other.given.at(-1)?.content === 'The last word.')
  other.abort.abort()
  await other.ended
  return { path, marks, said: linesOf(ended.stdout), ended, given: other.given }
}

describe('while an engine appends, a log is saved again and again by', () => {
  for (const editor of EDITORS) {
    const missing = editor.needs !== undefined && !isThere(editor.needs)
    it.skipIf(missing)(
      `${editor.name}${missing ? ` (not tested: there is no ${editor.needs})` : ''}`,
      async () => {
        const { path, marks, said, ended, given } = await session(editor)
        expect(said.filter(({ error }) => error !== undefined)).toEqual([])
        expect(ended).toMatchObject({ code: 0, stderr: '' })
        const log = parseLog(readFileSync(path))
        expect(verifyLog(log)).toMatchObject({ holds: true, unsealed: 0 })

        // What the engine was told is written is there, once, where it was told.
        const told = said.filter(({ told }) => told !== undefined)
        expect(told.length).toBeGreaterThan(ROUNDS)
        for (const { told: number = 0, content } of told)
          expect(log.entries[number - 1]).toMatchObject({ content, verified: true, adopted: false })
        const sealed = log.entries.filter(({ adopted }) => !adopted).map(({ content }) => content)
        expect(new Set(sealed).size).toBe(sealed.length)

        // What the person wrote is there, in their own words.
        for (const mark of marks)
          expect(
            log.entries.filter(({ role, content }) => role === 'HUMAN' && content === mark),
          ).toHaveLength(1)
        expect(log.entries.filter(({ adopted }) => adopted)).toHaveLength(marks.length)

        // Each tail gave every sealed entry, once and in order.
        const own = log.entries.filter(({ adopted }) => !adopted)
        const expected = own.map(({ number, content }) => `${number} ${content}`)
        const ofTail = (entries: readonly { number: number; sealed: boolean; content: string }[]) =>
          entries
            .filter(({ sealed, content }) => sealed && !marks.includes(content))
            .map(({ number, content }) => `${number} ${content}`)
        expect(ofTail(given)).toEqual(expected)
        const seen = said.flatMap(({ seen, sealed = false, content = '' }) =>
          seen === undefined ? [] : [{ number: seen, sealed, content }],
        )
        expect(ofTail(seen)).toEqual(expected.slice(0, -1))
        for (const mark of marks) {
          expect(given.some(({ content }) => content === mark)).toBe(true)
          expect(seen.some(({ content }) => content === mark)).toBe(true)
        }
      },
    )
  }
})
