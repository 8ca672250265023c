/** One append in a process of its own, with the fault of one's choice at the system call of one's choice. */
import { spawn, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SynodError } from '../../src/errors.ts'
import type { EntryDraft } from '../../src/log/entry.ts'
import { FileLog } from '../../src/log/file-log.ts'
import type { Durability } from '../../src/log/flusher.ts'
import { parseLog } from '../../src/log/parse.ts'
import { sideFile } from '../../src/log/side-files.ts'
import { verifyFile } from '../../src/log/verify-file.ts'

const APPEND = fileURLToPath(new URL('../e2e/fixtures/append.mjs', import.meta.url))
/** What an entry has besides its first word, in bytes; and what a lying disk counts of a write. */
const SIZE = 300
const CUT_TO = 100
/** Nothing takes this long: a writer waits 10 s for a lock. In milliseconds. */
const LIMIT = 40_000

/** A system call that an append makes on the log or a file beside it: the nth of its name. */
export interface Call {
  readonly name: string
  readonly nth: number
  /** As strace shows it. */
  readonly line: string
}

export interface Fault {
  /** What strace is told to do with the call. */
  readonly inject: string
  /** Whether this can happen to the call. */
  readonly can: (call: Call) => boolean
}

const isA =
  (...names: readonly string[]) =>
  ({ name }: Call) =>
    names.includes(name)
const opens = isA('open', 'openat')
const locks = isA('fcntl', 'flock')
const creates = (call: Call) => isA('mkdir', 'rename')(call) || (opens(call) && call.line.includes('O_CREAT'))
/** A call that changes the files or forces them onto the disk. */
export const changes: (call: Call) => boolean = isA(
  ...['mkdir', 'rename', 'write', 'fdatasync', 'fsync', 'ftruncate', 'fchmod', 'unlink'],
)

/** strace answers in the place of the kernel: a `close` that it lets fail would leave the lock held. */
const answers = (call: Call) => call.name !== 'close'

export const FAULTS: Readonly<Record<string, Fault>> = {
  'kill -9': { inject: 'signal=KILL', can: () => true },
  EIO: { inject: 'error=EIO', can: answers },
  ENOSPC: { inject: 'error=ENOSPC', can: call => creates(call) || changes(call) },
  EACCES: { inject: 'error=EACCES', can: call => opens(call) || creates(call) },
  EROFS: { inject: 'error=EROFS', can: call => creates(call) || call.line.includes('O_RDWR') },
  EMFILE: { inject: 'error=EMFILE', can: opens },
  EINTR: { inject: 'error=EINTR', can: call => opens(call) || isA('write', 'fdatasync', 'fcntl')(call) },
  EAGAIN: { inject: 'error=EAGAIN', can: call => locks(call) || call.name === 'write' },
  'lost bytes': { inject: `retval=${CUT_TO}`, can: isA('write') },
  'lost write': { inject: 'retval=1000000', can: isA('write') },
}

/** Why faults cannot be injected here; null when they can. */
export function whyNoFaults(): string | null {
  if (process.platform !== 'linux') return 'only Linux has strace'
  const { error, status } = spawnSync('strace', [
    ...['--seccomp-bpf', '-f', '-qq', '-o', '/dev/null', '-e', 'trace=close'],
    ...['-e', 'inject=close:delay_enter=1:when=1', 'true'],
  ])
  if (error !== undefined) return 'strace is not installed'
  return status === 0 ? null : 'strace may not trace'
}

/** Why no file system can be mounted here; null when one can. */
export function whyNoMounts(): string | null {
  if (process.platform !== 'linux') return 'only Linux has tmpfs'
  if (process.getuid?.() !== 0) return 'only root may mount'
  const folder = mkdtempSync(join(tmpdir(), 'synod-mount-'))
  try {
    const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder])
    if (status === 0) spawnSync('umount', [folder])
    return status === 0 ? null : 'nothing may be mounted'
  } finally {
    rmdirSync(folder)
  }
}

export interface Told {
  readonly killed: boolean
  /** It did not end by itself. */
  readonly hung: boolean
  /** What the process said of each word. */
  readonly lines: readonly string[]
  /** What strace saw. */
  readonly trace: string
}

export interface Append {
  /** Folder with the compiled modules. */
  readonly modules: string
  readonly path: string
  /** An entry is appended for each. */
  readonly words: readonly string[]
  /** What strace is to do. Default: there is no strace. */
  readonly trace?: readonly string[]
  /** Bytes of an entry besides its word. */
  readonly size?: number
  readonly durability?: Durability
  /** A line for the shell before the process begins. */
  readonly limit?: string
}

/** Appends in a process of its own. */
export function appendApart({
  modules,
  path,
  words,
  trace = [],
  size = SIZE,
  durability = 'entry',
  limit,
}: Append): Promise<Told> {
  // Not beside the log, whose disk may be full.
  const seen = join(modules, `${randomUUID()}.trace`)
  const run = [process.execPath, APPEND, modules, path, durability, `${size}`, ...words]
  const shell = limit === undefined ? run : ['bash', '-c', `${limit}; exec "$0" "$@"`, ...run]
  const [command = '', ...args] = trace.length === 0 ? shell : [...strace(path, seen, trace), ...shell]
  return new Promise((resolve, reject) => {
    // A group of its own: what strace runs does not end with strace.
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], detached: true })
    let hung = false
    const deadline = setTimeout(() => {
      hung = true
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    }, LIMIT)
    let stdout = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
    })
    child.on('error', reject)
    child.on('close', (_, signal) => {
      clearTimeout(deadline)
      const lines = stdout.split('\n').filter(Boolean)
      resolve({
        killed: signal === 'SIGKILL' && !hung,
        hung,
        lines,
        trace: trace.length === 0 ? '' : readFileSync(seen, 'utf8'),
      })
    })
  })
}

/** Of the calls on the log and the files beside it, and of no others. */
function strace(path: string, seen: string, trace: readonly string[]): readonly string[] {
  const folder = dirname(path)
  const files = [
    path,
    folder,
    join(folder, '.synod'),
    ...['lock', 'journal', 'draft', 'journal.damaged'].map(kind => sideFile(path, kind)),
  ]
  // Ten times faster than without, and blind to signals that are to be injected.
  const fast = trace.some(option => option.includes('signal=')) ? [] : ['--seccomp-bpf']
  const quiet = ['-f', '-qq', '-s', '0', '-o', seen]
  return ['strace', ...fast, ...quiet, ...files.flatMap(file => ['-P', file]), ...trace]
}

/** What a log is like before an append. */
export interface Place {
  /** The folder of a `log.md`. */
  readonly folder: string
  /** The words its entries begin with, those of people included: they are there before the append, or come back with it. */
  readonly words: readonly string[]
}

/** Every call that an append makes there when nothing goes wrong. */
export async function callsOf(modules: string, place: Place): Promise<readonly Call[]> {
  const path = placed(place)
  const all = ['-e', 'trace=%file,%desc']
  const { lines, trace } = await appendApart({ modules, path, words: ['fault'], trace: all })
  rmSync(dirname(path), { recursive: true })
  if (!lines[0]?.startsWith('appended')) throw new Error(`It cannot be appended to at all: ${lines.join()}`)
  const counts = new Map<string, number>()
  return trace.split('\n').flatMap(line => {
    const [, shown = '', name = ''] = /^\d+ +((\w+)\(.*)/.exec(line) ?? []
    if (name === '') return []
    const nth = (counts.get(name) ?? 0) + 1
    counts.set(name, nth)
    return [{ name, nth, line: shown.replaceAll(`${dirname(path)}/`, '') }]
  })
}

export interface Aftermath {
  readonly call: Call
  /** What became of the append that met the fault. */
  readonly said: string
  /** Whether its entry is in the log once another process has appended after it. */
  readonly there: boolean
  /** What became of the next append of the same process, null when it was killed; and of another process. */
  readonly same: string | null
  readonly other: string
  /** What must never be, in words. */
  readonly wrong: readonly string[]
}

/** Lets one append meet one fault, and then looks for everything that is promised. */
export async function meet(modules: string, place: Place, call: Call, fault: Fault): Promise<Aftermath> {
  const path = placed(place)
  const inject = `inject=${call.name}:${fault.inject}:when=${call.nth}`
  const trace = ['-e', `trace=${call.name}`, '-e', inject]
  const told = await appendApart({ modules, path, words: ['fault', 'same'], trace })
  const [said = 'killed', same = null] = told.lines
  const unharmed = told.killed || told.trace.includes('(INJECTED)') ? [] : ['the fault never came']
  const hung = told.hung ? ['the process did not end'] : []
  const broken = brokenIn(path)
  const other = await new FileLog(path, { settle: 1 }).append(draft('other')).then(
    () => 'appended',
    (error: unknown) => (error instanceof SynodError ? `${error.code} ${error.message}` : String(error)),
  )
  const promised = [
    ...unharmed,
    ...hung,
    ...broken,
    ...brokenIn(path),
    ...lostIn(path, place, { said, same, other }),
  ]
  const there = wordsIn(path).includes('fault')
  rmSync(dirname(path), { recursive: true })
  return { call, said, there, same, other, wrong: promised.map(what => `${callName(call)}: ${what}`) }
}

function callName({ name, nth, line }: Call): string {
  return `${name} #${nth} ${line.slice(0, 60)}`
}

/** The words that the entries of a log begin with, in their order. */
export function wordsIn(path: string): readonly string[] {
  return parseLog(readFileSync(path)).entries.map(({ content }) => content.split(/\s/)[0] ?? '')
}

export function draft(word: string): EntryDraft {
  return { role: 'SECURITY', type: 'ANALYSIS', fields: {}, content: `${word} ${'x'.repeat(SIZE)}` }
}

function placed({ folder }: Place): string {
  const copy = realpathSync(mkdtempSync(`${folder}-`))
  cpSync(folder, copy, { recursive: true, preserveTimestamps: true })
  return join(copy, 'log.md')
}

function brokenIn(path: string): readonly string[] {
  try {
    const { firstBroken } = verifyFile(path)
    return firstBroken === null ? [] : [`the chain breaks: ${firstBroken.message}`]
  } catch (error) {
    // Where the log is gone, and the append that brings it back was stopped.
    if (error instanceof SynodError && error.code === 'SYN_SESSION_NOT_FOUND') return []
    throw error
  }
}

function lostIn(
  path: string,
  { words }: Place,
  told: { readonly said: string; readonly same: string | null; readonly other: string },
): readonly string[] {
  const { entries, notices } = parseLog(readFileSync(path))
  const left = wordsIn(path)
  const said = Object.entries({ fault: told.said, same: told.same, other: told.other })
  const due = [
    ...words,
    ...said.flatMap(([word, what]) => (what?.startsWith('appended') === true ? [word] : [])),
  ]
  const inDoubt = said.flatMap(([word, what]) => (what !== null && /killed|stands/.test(what) ? [word] : []))
  const uncoded = said.filter(([, what]) => what !== null && !/^(?:appended|killed|SYN_[A-Z_]+ )/.test(what))
  const found = left.filter(word => !inDoubt.includes(word))
  return [
    ...(found.join() === due.join() ? [] : [`there should be ${due.join()}, there is ${left.join()}`]),
    ...(new Set(left).size === left.length ? [] : [`twice: ${left.join()}`]),
    ...(told.other === 'appended' && entries.some(({ verified }) => !verified)
      ? ['an entry is not sealed']
      : []),
    ...notices.map(({ code }) => `notice ${code}`),
    ...uncoded.map(([word, what]) => `${word} failed without a code: ${what}`),
  ]
}
