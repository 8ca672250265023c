/** Whatever goes wrong in an append: nothing acknowledged is lost, the chain holds, and the next append says what it can. */
import { execFileSync, spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { createLog, FileLog } from '../../src/log/file-log.ts'
import { journalOf } from '../../src/log/journal.ts'
import { verifyFile } from '../../src/log/verify-file.ts'
import { compiledLog } from '../support/compiled-log.ts'
import {
  type Aftermath,
  appendApart,
  type Call,
  callsOf,
  changes,
  draft,
  FAULTS,
  meet,
  type Place,
  whyNoFaults,
  whyNoMounts,
  wordsIn,
} from '../support/faults.ts'
import { byHand, HEADER, PROBLEM, TITLE } from '../support/log-builder.ts'
import { keptFolder, tempFolder } from '../support/temp.ts'

const modules = compiledLog()
const root = keptFolder()
const NEW = { header: HEADER, title: TITLE, problem: PROBLEM }
const newLog = (folder: string = tempFolder()) => createLog(join(realpathSync(folder), 'log.md'), NEW)

const untraced = whyNoFaults()
const unmounted = whyNoMounts()
const skipped = (why: string | null) => (why === null ? '' : ` (skipped: ${why})`)

/** `SYNOD_FAULTS=all`: every fault at every call at every place, and a table of what came of it. */
const all = process.env['SYNOD_FAULTS'] === 'all'
const places = await makePlaces()
const calls = new Map<string, readonly Call[]>()
const matrix = Object.keys(places).flatMap(at =>
  Object.keys(FAULTS)
    .filter(fault => all || at === 'as usual' || fault === 'kill -9')
    .map((fault): [string, string] => [at, fault]),
)

const OUTCOMES = [
  'appended',
  'refused',
  'in doubt',
  'killed, there',
  'killed, not there',
  'next refused',
] as const

describe(`a fault at each system call of an append in turn${skipped(untraced)}`, () => {
  const outcomes = new Map<string, readonly Aftermath[]>()
  afterAll(() => {
    if (all) process.stdout.write(tableOf(outcomes))
  })

  it.skipIf(untraced !== null).each(matrix)(
    '%s: %s',
    { timeout: all ? 900_000 : 90_000 },
    async (at, name) => {
      const [place, fault] = [places[at], FAULTS[name]]
      if (place === undefined || fault === undefined) throw new Error('There is no such place or fault')
      const known = calls.get(at) ?? (await callsOf(modules, place))
      calls.set(at, known)
      const met = await inPairs(
        known.filter(call => fault.can(call) && (all || isWorthIt(name, call, known))),
        call => meet(modules, place, call, fault),
      )
      expect(met.length).toBeGreaterThan(0)
      outcomes.set(name, [...(outcomes.get(name) ?? []), ...met])
      expect(met.flatMap(({ wrong }) => wrong)).toEqual([])
    },
  )
})

describe('an append that fails', () => {
  it.skipIf(untraced !== null)(
    `when others have read its entry: leaves it to them${skipped(untraced)}`,
    async () => {
      const log = newLog()
      await log.append(draft('one'))
      const reader = new FileLog(log.path)
      const stop = new AbortController()
      onTestFinished(() => stop.abort())
      const told = reader.tail({ signal: stop.signal })
      expect((await told.next()).value).toMatchObject({ number: 1 })
      const slow = 'inject=fdatasync:error=EIO:delay_enter=300000:when=1'
      const trace = ['-e', 'trace=fdatasync', '-e', slow]
      const failing = appendApart({ modules, path: log.path, words: ['fault'], trace })
      expect((await told.next()).value).toMatchObject({ number: 2 })
      expect((await failing).lines).toEqual([expect.stringMatching(/^SYN_LOG_NOT_WRITABLE .*#2 was written/)])
      expect(await reader.append(draft('three'))).toMatchObject({ appended: true, entry: { number: 3 } })
      expect((await told.next()).value).toMatchObject({ number: 3 })
      expect(wordsIn(log.path)).toEqual(['one', 'fault', 'three'])
    },
  )

  it.skipIf(process.platform === 'win32')(
    'where a file may not grow: leaves nothing of its entry',
    async () => {
      const log = newLog()
      const words = ['one', 'two', 'three', 'four']
      const { lines } = await appendApart({
        modules,
        path: log.path,
        words,
        size: 200_000,
        limit: 'ulimit -f 500',
      })
      expect(lines).toEqual([
        'appended 1',
        'appended 2',
        ...words.slice(2).map(() => expect.stringMatching(/^SYN_LOG_NOT_WRITABLE .*allowed size/)),
      ])
      expect(wordsIn(log.path)).toEqual(['one', 'two'])
      await expectNext(log.path, ['one', 'two'])
    },
  )

  it.skipIf(unmounted !== null)(
    `on a full disk: leaves nothing of its entry, and goes on when there is room${skipped(unmounted)}`,
    async () => {
      const folder = mounted()
      const { path } = newLog(folder)
      const words = Array.from({ length: 20 }, (_, at) => `w${at}`)
      const { lines } = await appendApart({ modules, path, words, size: 2_500 })
      const written = words.filter((_, at) => lines[at]?.startsWith('appended'))
      expect(written.length).toBeGreaterThan(5)
      expect(lines.filter(line => /^SYN_LOG_NOT_WRITABLE .*disk is full/.test(line)).length).toBe(
        words.length - written.length,
      )
      expect(verifyFile(path)).toMatchObject({ holds: true, entries: written.length, unsealed: 0 })
      execFileSync('mount', ['-o', 'remount,size=1m', folder])
      await expectNext(path, written)
    },
  )

  it.skipIf(unmounted !== null)(
    `on a disk that became read-only: says so, and goes on when it no longer is${skipped(unmounted)}`,
    async () => {
      const folder = mounted()
      // Not by this process: a lock file that it keeps open would keep the disk writable.
      const { path } = newLog(folder)
      expect((await appendApart({ modules, path, words: ['one'] })).lines).toEqual(['appended 1'])
      execFileSync('mount', ['-o', 'remount,ro', folder])
      const refused = { code: 'SYN_LOG_NOT_WRITABLE', message: expect.stringContaining('read-only') }
      await expect(new FileLog(path).append(draft('two'))).rejects.toMatchObject(refused)
      execFileSync('mount', ['-o', 'remount,rw', folder])
      await expectNext(path, ['one'])
    },
  )

  const both = untraced ?? unmounted
  it.skipIf(both !== null).each<[string, readonly string[], readonly string[]]>([
    ['takes it back', [], ['one']],
    [
      'and cannot take it back: has it completed by the next',
      ['inject=ftruncate:error=EIO'],
      ['one', 'fault'],
    ],
  ])(`with half an entry in the log, %s${skipped(both)}`, async (_, inject, left) => {
    const folder = mounted()
    const log = newLog(folder)
    await log.append(draft('one'))
    await log.close()
    const { size } = statSync(log.path)
    // 16 pages: log and journal have one each, and want two more each. Three are left: the journal has what it wants.
    writeFileSync(join(folder, 'filler'), new Uint8Array(4096 * 11))
    const trace = ['-e', 'trace=ftruncate', ...inject.flatMap(what => ['-e', what])]
    const { lines } = await appendApart({ modules, path: log.path, words: ['fault'], size: 10_000, trace })
    expect(lines).toEqual([expect.stringMatching(/^SYN_LOG_NOT_WRITABLE /)])
    expect(lines[0]?.includes('#2 was written')).toBe(left.length > 1)
    const torn = statSync(log.path).size - size
    if (left.length > 1) expect(torn).toBeGreaterThan(0)
    else expect(torn).toBe(0)
    expect(torn).toBeLessThan(10_000)
    rmSync(join(folder, 'filler'))
    await expectNext(log.path, left)
  })
})

it.skipIf(untraced !== null)(
  `who appends without a pause with durability interval forces it onto the disk all the same${skipped(untraced)}`,
  async () => {
    const words = Array.from({ length: 8 }, (_, at) => `w${at}`)
    const slow = 'inject=write:delay_enter=100000'
    const trace = ['-e', 'trace=write,fdatasync', '-e', slow]
    const told = await appendApart({ modules, path: newLog().path, words, durability: 'interval', trace })
    expect(told.lines).toHaveLength(words.length)
    // Two writes an append take 0.2 s: the first second is over before the last append, and closing forces the rest.
    expect(told.trace.match(/fdatasync\(/g)?.length).toBeGreaterThan(1)
  },
)

describe.skipIf(process.platform === 'win32')('what is no plain file is refused', () => {
  it('as a log: a device that is always full', async () => {
    await expect(new FileLog('/dev/full').append(draft('one'))).rejects.toMatchObject({
      code: 'SYN_LOG_NOT_A_FILE',
    })
    expect(existsSync('/dev/.synod')).toBe(false)
  })

  it.each<[string, (path: string) => void]>([
    ['a pipe', path => execFileSync('mkfifo', [path])],
    ['a folder', path => mkdirSync(path)],
    ['a link', path => symlinkSync('/dev/full', path)],
  ])('as a journal: %s', async (_, make) => {
    const log = newLog()
    await log.append(draft('one'))
    const before = readFileSync(log.path)
    rmSync(journalOf(log.path))
    make(journalOf(log.path))
    await expect(log.append(draft('two'))).rejects.toMatchObject({ code: 'SYN_LOG_NOT_A_FILE' })
    expect(readFileSync(log.path)).toEqual(before)
    rmSync(journalOf(log.path), { recursive: true })
    await expectNext(log.path, ['one'])
  })
})

/** One of each kind, for a run that must be short. */
function isWorthIt(fault: string, call: Call, known: readonly Call[]): boolean {
  // Between two calls that change something the disk is the same.
  if (fault === 'kill -9') return changes(call)
  return call.name === 'write' || call === known.findLast(({ name }) => name === call.name)
}

/** Another process would find everything acknowledged, sealed, and can go on. */
async function expectNext(path: string, words: readonly string[]): Promise<void> {
  expect(await new FileLog(path).append(draft('next'))).toMatchObject({ appended: true })
  expect(wordsIn(path)).toEqual([...words, 'next'])
  expect(verifyFile(path)).toMatchObject({ holds: true, entries: words.length + 1, unsealed: 0 })
}

/** A disk of 64 KiB. */
function mounted(): string {
  const folder = tempFolder()
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder])
  onTestFinished(() => void spawnSync('umount', ['-l', folder]))
  return folder
}

async function makePlaces(): Promise<Readonly<Record<string, Place>>> {
  const folder = (name: string) => join(root, name)
  const copy = (name: string) => {
    cpSync(folder('usual'), folder(name), { recursive: true })
    return join(folder(name), 'log.md')
  }
  newLogIn(folder('first'))
  const log = newLogIn(folder('usual'))
  await log.append(draft('one'))
  const older = readFileSync(log.path, 'utf8')
  await log.append(draft('two'))
  truncateSync(copy('torn'), statSync(log.path).size - 30)
  writeFileSync(copy('older'), older + byHand('HUMAN', 'person'))
  rmSync(copy('gone'))
  rmSync(journalOf(copy('unknown')))
  const words = ['one', 'two']
  return {
    'as usual': { folder: folder('usual'), words },
    'the first in its log': { folder: folder('first'), words: [] },
    'a log without its journal': { folder: folder('unknown'), words },
    'a torn log': { folder: folder('torn'), words },
    'an older copy with a text by hand': { folder: folder('older'), words: [...words, 'person'] },
    'a log that is gone': { folder: folder('gone'), words },
  }
}

function newLogIn(folder: string): FileLog {
  return createLog(join(folder, 'log.md'), NEW)
}

/** As many at a time as there are cores on a small machine. */
async function inPairs<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const left = [...items]
  const done: R[] = []
  const one = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) done.push(await work(item))
  }
  await Promise.all([one(), one()])
  return done
}

/** The rows of docs/reliability.md. */
function tableOf(outcomes: ReadonlyMap<string, readonly Aftermath[]>): string {
  const total = [...outcomes.values()].flat().length
  const rows = [...outcomes].map(([fault, met]) => {
    const kinds = met.map(outcomeOf)
    const counts = OUTCOMES.map(kind => kinds.filter(one => one === kind).length || '')
    return `| ${[fault, met.length, ...counts].join(' | ')} |`
  })
  return [`${total} cases`, `| fault | calls | ${OUTCOMES.join(' | ')} |`, ...rows, ''].join('\n')
}

function outcomeOf({ said, there, other }: Aftermath): (typeof OUTCOMES)[number] {
  if (other !== 'appended') return 'next refused'
  if (said.startsWith('appended')) return 'appended'
  if (said === 'killed') return there ? 'killed, there' : 'killed, not there'
  return there ? 'in doubt' : 'refused'
}
