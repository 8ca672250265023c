/** One append in a process of its own, with the fault of one's choice at the system call of one's choice. */
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { FileLog } from '../../src/log/file-log.ts'
import { journalOf } from '../../src/log/journal.ts'
import { parseLog } from '../../src/log/parse.ts'
import { verifyFile } from '../../src/log/verify-file.ts'

const APPEND = fileURLToPath(new URL('../e2e/fixtures/append.mjs', import.meta.url))
/** What an entry has besides its first word, in bytes: more than what a write is cut to. */
const SIZE = 300
const CUT_TO = 100

/** A call that an append makes on one of its files: the nth of its name. */
export interface Call {
  readonly name: string
  readonly nth: number
  /** As strace shows it. */
  readonly line: string
}

export interface Fault {
  /** What strace is to do with the call. */
  readonly inject: string
  /** Whether it is a thing that can happen to this call. */
  readonly can: (call: Call) => boolean
}

const named =
  (...names: readonly string[]) =>
  ({ name }: Call) =>
    names.includes(name)
const opens = named('open', 'openat')
const locks = named('fcntl', 'flock')
const makes = (call: Call) =>
  named('mkdir', 'rename')(call) || (opens(call) && call.line.includes('O_CREAT')) || false

export const FAULTS: Readonly<Record<string, Fault>> = {
  'kill -9': { inject: 'signal=KILL', can: () => true },
  EIO: { inject: 'error=EIO', can: () => true },
  EINTR: { inject: 'error=EINTR', can: () => true },
  ENOSPC: {
    inject: 'error=ENOSPC',
    can: call => makes(call) || named('write', 'fdatasync', 'fsync', 'ftruncate')(call),
  },
  EACCES: { inject: 'error=EACCES', can: call => makes(call) || opens(call) },
  EROFS: { inject: 'error=EROFS', can: call => makes(call) || opens(call) },
  EMFILE: { inject: 'error=EMFILE', can: opens },
  EAGAIN: { inject: 'error=EAGAIN', can: call => locks(call) || named('write', 'pread64')(call) },
  ENOLCK: { inject: 'error=ENOLCK', can: locks },
  'a write that loses bytes and says it wrote them': { inject: `retval=${CUT_TO}`, can: named('write') },
}

/** Why faults cannot be injected here; null when they can. */
export function whyNoFaults(): string | null {
  if (process.platform !== 'linux') return 'only Linux has strace'
  const args = ['-qq', '-o', '/dev/null', '--seccomp-bpf', '-f', '-e', 'trace=close', 'true']
  const { error, status, stderr } = spawnSync('strace', args, { encoding: 'utf8' })
  if (error !== undefined) return 'strace is not installed'
  return status === 0 ? null : `strace may not trace here: ${stderr.trim()}`
}

export interface Told {
  readonly killed: boolean
  /** What it said of each word. */
  readonly lines: readonly string[]
  /** The calls that strace saw. */
  readonly trace: string
}

export interface Append {
  /** Folder with the compiled modules. */
  readonly modules: string
  readonly path: string
  readonly words: readonly string[]
  /** For strace; null runs without it. */
  readonly trace: readonly string[] | null
  readonly size?: number
  readonly durability?: string
  /** A shell line before it. */
  readonly before?: string
}

/** Appends in a process of its own. */
export function appendApart({
  modules,
  path,
  words,
  trace,
  size = SIZE,
  durability = 'entry',
  before,
}: Append): Promise<Told> {
  const traced = `${path}.trace`
  const run = [process.execPath, APPEND, modules, path, durability, `${size}`, ...words]
  const shell = before === undefined ? run : ['bash', '-c', `${before}; exec "$0" "$@"`, ...run]
  const side = ['lock', 'journal', 'draft', 'journal.damaged'].map(kind =>
    journalOf(path).replace(/journal$/, kind),
  )
  const of = [path, join(path, '..'), join(path, '../.synod'), ...side].flatMap(name => ['-P', name])
  const [command = '', ...args] =
    trace === null
      ? shell
      : ['strace', '--seccomp-bpf', '-f', '-qq', '-s', '0', '-o', traced, ...of, ...trace, ...shell]
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    let stdout = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
    })
    child.on('error', reject)
    child.on('close', (code, signal) => {
      const lines = stdout.split('\n').filter(Boolean)
      const seen = trace === null ? '' : readFileSync(traced, 'utf8')
      if (trace !== null) rmSync(traced)
      resolve({ killed: signal === 'SIGKILL' || code === 137, lines, trace: seen })
    })
  })
}

/** The words that the entries of a log begin with, in their order. */
export function wordsIn(path: string): readonly string[] {
  return parseLog(readFileSync(path)).entries.map(({ content }) => content.split(/\s/)[0] ?? '')
}

/** What a log is like when an append is made to it. */
export interface Place {
  /** The folder of a `log.md`. */
  readonly folder: string
  /** The words of its entries, those of people included, before the append and for ever after it. */
  readonly words: readonly string[]
}

/** Every call that an append makes there when nothing goes wrong. */
export async function callsOf(modules: string, place: Place): Promise<readonly Call[]> {
  const path = placed(place)
  const { lines, trace } = await appendApart({
    modules,
    path,
    words: ['fault'],
    trace: ['-e', 'trace=%file,%desc'],
  })
  rmSync(join(path, '..'), { recursive: true })
  if (!lines[0]?.startsWith('appended')) throw new Error(`It cannot be appended to at all: ${lines.join()}`)
  const counts = new Map<string, number>()
  return trace.split('\n').flatMap(line => {
    const [, name = '', rest = ''] = /^\d+ +(\w+)\((.*)/.exec(line) ?? []
    if (name === '') return []
    const nth = (counts.get(name) ?? 0) + 1
    counts.set(name, nth)
    return [{ name, nth, line: `${name}(${rest.replaceAll(`${join(path, '..')}/`, '')}` }]
  })
}

export interface Aftermath {
  readonly call: Call
  /** What the process said of the append that met the fault, `killed`, or `unharmed` when the fault never came. */
  readonly said: string
  readonly there: boolean
  /** What the next append of the same process became; null when it was killed. */
  readonly same: string | null
  /** What the next append of another process became. */
  readonly other: string
  /** What must never be, in words. */
  readonly wrong: readonly string[]
}

/** Lets one append meet one fault, and then looks at everything that was promised. */
export async function meet(modules: string, place: Place, call: Call, fault: Fault): Promise<Aftermath> {
  const path = placed(place)
  const inject = `inject=${call.name}:${fault.inject}:when=${call.nth}`
  const trace = ['-e', `trace=${call.name}`, '-e', inject]
  const told = await appendApart({ modules, path, words: ['fault', 'same'], trace })
  const [said = told.killed ? 'killed' : '', same = null] = told.lines
  const met = told.killed || told.trace.includes('(INJECTED)')
  const before = verifiedOf(path)
  const other = await new FileLog(path, { settle: 1 }).append(entry('other')).then(
    () => 'appended',
    error => `${error.code} ${error.message}`,
  )
  const wrong = [...before, ...verifiedOf(path), ...lossesOf(path, place, [said, same, other])]
  const there = wordsIn(path).includes('fault')
  rmSync(join(path, '..'), { recursive: true })
  return { call, said: met ? said : 'unharmed', there, same, other, wrong }
}

function placed({ folder }: Place): string {
  const copy = realpathSync(mkdtempSync(`${folder}-`))
  cpSync(folder, copy, { recursive: true, preserveTimestamps: true })
  return join(copy, 'log.md')
}

function entry(word: string) {
  return { role: 'SECURITY', type: 'ANALYSIS', fields: {}, content: `${word} ${'x'.repeat(SIZE)}` } as const
}

function verifiedOf(path: string): readonly string[] {
  try {
    const { holds, firstBroken } = verifyFile(path)
    return holds ? [] : [`the chain breaks: ${JSON.stringify(firstBroken)}`]
  } catch (error) {
    return (error as { code?: string }).code === 'SYN_SESSION_NOT_FOUND' ? [] : [String(error)]
  }
}

function lossesOf(
  path: string,
  { words }: Place,
  [fault, same, other]: readonly (string | null | undefined)[],
): readonly string[] {
  const wrong: string[] = []
  const left = [...wordsIn(path)]
  const acknowledged = [
    ...words,
    ...[fault, same, other].flatMap((said, at) =>
      said?.startsWith('appended') ? [['fault', 'same', 'other'][at] ?? ''] : [],
    ),
  ]
  if (left.filter(word => acknowledged.includes(word)).join() !== acknowledged.join())
    wrong.push(`acknowledged ${acknowledged.join()}, there is ${left.join()}`)
  const strange = left.filter(word => !acknowledged.includes(word) && word !== 'fault' && word !== 'same')
  if (strange.length > 0) wrong.push(`a fragment: ${strange.join()}`)
  if (new Set(left).size < left.length) wrong.push(`twice: ${left.join()}`)
  const { entries, notices } = parseLog(readFileSync(path))
  if (other?.startsWith('appended') && entries.some(({ verified }) => !verified))
    wrong.push('not everything is sealed')
  if (notices.length > 0) wrong.push(`notices: ${notices.map(({ code }) => code).join()}`)
  for (const said of [fault, same, other])
    if (said != null && !/^(?:appended|killed|SYN_(?!INTERNAL))/.test(said)) wrong.push(`no code: ${said}`)
  return wrong
}
