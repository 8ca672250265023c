/**
 * One log, the engines that append to it, those who follow it, and everybody else who has a hand on the file: beside
 * the real thing a record of what was promised, to compare it with.
 */
import {
  appendFileSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { sha256 } from '../../src/log/digest.ts'
import type { Entry, EntryDraft } from '../../src/log/entry.ts'
import { createLog, FileLog, type FileLogOptions } from '../../src/log/file-log.ts'
import type { Sealed } from '../../src/log/frames.ts'
import { journalOf } from '../../src/log/journal.ts'
import { parseLog } from '../../src/log/parse.ts'
import { LogReader } from '../../src/log/reader.ts'
import { verifyLog } from '../../src/log/verify.ts'
import { verifyFile } from '../../src/log/verify-file.ts'
import { writeEntry } from '../../src/log/write.ts'
import { HEADER, PROBLEM, say, TITLE } from '../support/log-builder.ts'

const OPTIONS: FileLogOptions = { settle: 3, calm: 2, durability: 'none' }
/** How long something that must come is waited for before it is called lost, in milliseconds. */
const PATIENCE = 5_000

/** How an editor puts a file in its place. */
export type Save = 'rename' | 'rewrite'

interface Tail {
  readonly after: number
  readonly seen: Entry[]
  readonly controller: AbortController
  readonly ended: Promise<void>
}

interface Text {
  /** Stands nowhere else. */
  readonly token: string
  /** An engine sealed it: from then on nobody may lose it. */
  sealed: boolean
}

export class World {
  readonly path: string
  readonly #engines: (FileLog | null)[] = [null, null]
  readonly #watchers: FileLog[] = []
  readonly #tails: Tail[] = []
  /** What an editor has loaded and may save at any time. */
  readonly #loaded: Uint8Array[] = []
  readonly #acknowledged: Entry[] = []
  #texts: Text[] = []
  /** Which of the two an outsider has taken bytes from since an engine last made them agree. */
  #hurt: 'log' | 'journal' | null = null
  #words = 0
  #delivered: () => void = () => {}

  private constructor(path: string) {
    this.path = path
  }

  static async create(folder: string): Promise<World> {
    const path = join(folder, 'log.md')
    await createLog(path, { header: HEADER, title: TITLE, problem: PROBLEM }, OPTIONS).close()
    return new World(path)
  }

  async append(engine: number, size: number): Promise<void> {
    const draft = this.#draft(size)
    const result = await this.#engine(engine).append(draft)
    if (!result.appended) throw new Error(`It was refused: ${result.reason}`)
    this.#acknowledge(result.entry, draft)
    this.#hurt = null
  }

  /** Both engines at once, and a person in between. */
  async race(size: number): Promise<void> {
    const appends = Promise.all([this.append(0, size), this.append(1, 10)])
    this.byHand('\n### [HUMAN] [2026-11-21 05:00] UTC\n', '\n')
    await appends
  }

  /** Somebody writes to the end of the file without asking for the lock. */
  byHand(before: string, behind: string): void {
    if (!existsSync(this.path)) return
    appendFileSync(this.path, `${before}${this.#text()}${behind}`)
  }

  /** The process of an engine is killed after so much of what it appends was written: `share` of 0 to 1. */
  async crash(engine: number, share: number, where: 'journal' | 'log'): Promise<void> {
    // It would have made them agree before.
    await this.append(engine, 5)
    const reader = new LogReader(sha256)
    reader.push(readFileSync(this.path))
    const { bytes, stretch } = reader.seal(writeEntry(this.#draft(200), new Date().toISOString()))
    const part = (whole: Uint8Array) => whole.subarray(0, Math.round(whole.length * share))
    appendFileSync(journalOf(this.path), where === 'journal' ? part(stretch) : stretch)
    if (where === 'log') appendFileSync(this.path, part(bytes))
    this.#replaceEngine(engine)
  }

  /** An engine is killed between two appends; another takes its place. */
  restart(engine: number): void {
    this.#replaceEngine(engine)
  }

  open(): void {
    if (existsSync(this.path)) this.#loaded.push(readFileSync(this.path))
  }

  /** An editor saves what it loaded a while ago, with a text below it. */
  async save(which: number, how: Save): Promise<void> {
    const older = this.#loaded[which % Math.max(1, this.#loaded.length)]
    if (older === undefined) return
    await this.#hurting('log', () => {
      const text = `\n### [HUMAN] [2026-11-21 06:00] UTC\n**Content**: ${this.#text()}\n`
      const bytes = Buffer.concat([older, Buffer.from(text)])
      if (how === 'rewrite') return writeFileSync(this.path, bytes)
      writeFileSync(`${this.path}~`, bytes)
      renameSync(`${this.path}~`, this.path)
    })
  }

  truncate(share: number): Promise<void> {
    return this.#hurting('log', () => {
      if (existsSync(this.path)) truncateSync(this.path, Math.round(readFileSync(this.path).length * share))
    })
  }

  deleteLog(): Promise<void> {
    return this.#hurting('log', () => rmSync(this.path, { force: true }))
  }

  deleteJournal(): Promise<void> {
    return this.#hurting('journal', () => rmSync(journalOf(this.path), { force: true }))
  }

  deleteSideFolder(): Promise<void> {
    return this.#hurting('journal', () =>
      rmSync(dirname(journalOf(this.path)), { recursive: true, force: true }),
    )
  }

  /** A session's guard has a look. */
  async guard(): Promise<void> {
    const log = new FileLog(this.path, OPTIONS)
    const controller = new AbortController()
    const guarded = log.guard(controller.signal)
    await Promise.race([until(() => this.#agree()), guarded])
    controller.abort()
    await guarded
    await log.close()
    this.#hurt = null
  }

  /** Somebody follows: in the process of an engine, or in one that does nothing else. */
  follow(where: 0 | 1 | 'alone', fromNow: boolean): void {
    if (!existsSync(this.path)) return
    const log = where === 'alone' ? new FileLog(this.path, OPTIONS) : this.#engine(where)
    if (where === 'alone') this.#watchers.push(log)
    const after = fromNow ? sealedIn(readFileSync(this.path)).count : 0
    const controller = new AbortController()
    const seen: Entry[] = []
    const ended = (async () => {
      for await (const entry of log.tail({ after, signal: controller.signal })) {
        seen.push(entry)
        this.#delivered()
      }
    })()
    // Looked at when it is stopped; until then a failure must not be taken for one that nobody looks at.
    ended.catch(() => this.#delivered())
    this.#tails.push({ after, seen, controller, ended })
  }

  /** The last word of every engine, and then every promise. */
  async settle(): Promise<void> {
    await this.append(0, 10)
    await this.append(1, 10)
    const bytes = readFileSync(this.path)
    const log = parseLog(bytes)
    demand('every seal holds', verifyLog(log).holds)
    demand('a file is verified as its bytes are', same(verifyFile(this.path), verifyLog(log)))
    demand('nothing is unsealed after an append', verifyLog(log).unsealed === 0)
    demand(
      'the journal has every byte up to the last seal',
      Buffer.compare(readFileSync(journalOf(this.path)), bytes.subarray(0, -1)) === 0,
    )
    for (const entry of this.#acknowledged) {
      const there = log.entries[entry.number - 1]
      demand(
        `#${entry.number} is as it was acknowledged`,
        there !== undefined && same(said(there), said(entry)),
      )
      const copies = log.entries.filter(({ content, adopted }) => !adopted && content === entry.content)
      demand(`#${entry.number} is there once`, copies.length === 1)
    }
    const text = bytes.toString('latin1')
    for (const { token } of this.#texts) demand(`the text ${token} is kept`, text.includes(token))
    for (const engine of this.#engines) {
      if (engine !== null) demand('what an engine knows is what stands there', same(await engine.read(), log))
    }
    for (const tail of this.#tails) await this.#compare(tail, log.entries)
  }

  async end(): Promise<void> {
    for (const { controller } of this.#tails) controller.abort()
    for (const log of [...this.#engines, ...this.#watchers]) await log?.close()
  }

  async #compare({ after, seen, controller, ended }: Tail, entries: readonly Entry[]): Promise<void> {
    const expected = entries.slice(after)
    const view = () => {
      const latest = new Map(seen.map(entry => [entry.number, entry]))
      return expected.every(entry => same(said(latest.get(entry.number)), said(entry)))
    }
    await this.#until(view)
    const numbers = seen.filter(({ sealed }) => sealed).map(({ number }) => number)
    const shown = seen.map(
      ({ number, role, sealed, content }) => `#${number} ${role} ${sealed} ${content.slice(0, 12)}`,
    )
    demand(`who follows sees what stands there: ${shown.join('; ')}`, view())
    demand(
      `who follows sees sealed entries in order, each once: ${numbers.join(' ')}`,
      numbers.every((number, at) => at === 0 || number > (numbers[at - 1] ?? 0)),
    )
    controller.abort()
    await ended
  }

  /** What one side is hurt by must be mended before the other is hurt: who takes both, takes all. */
  async #hurting(side: 'log' | 'journal', work: () => void): Promise<void> {
    if (this.#acknowledged.length === 0 || (this.#hurt !== null && this.#hurt !== side))
      await this.append(0, 5)
    this.#noteSealed()
    work()
    this.#hurt = side
    const left = existsSync(this.path) ? readFileSync(this.path).toString('latin1') : ''
    // A text that nobody had sealed is its author's and the editors' affair.
    this.#texts = this.#texts.filter(({ token, sealed }) => sealed || left.includes(token))
  }

  #noteSealed(): void {
    const bytes = existsSync(this.path) ? readFileSync(this.path) : new Uint8Array(0)
    const sealed = Buffer.from(bytes.subarray(0, sealedIn(bytes).end)).toString('latin1')
    const journal = existsSync(journalOf(this.path))
      ? readFileSync(journalOf(this.path)).toString('latin1')
      : ''
    const upTo = journal.slice(0, journal.lastIndexOf(' -->') + 1)
    for (const text of this.#texts) text.sealed ||= sealed.includes(text.token) || upTo.includes(text.token)
  }

  #agree(): boolean {
    if (!existsSync(this.path) || !existsSync(journalOf(this.path))) return false
    const journal = readFileSync(journalOf(this.path))
    return (
      verifyLog(parseLog(journal)).entries >= this.#acknowledged.length &&
      Buffer.compare(readFileSync(this.path).subarray(0, journal.length), journal) === 0
    )
  }

  #acknowledge(entry: Entry, { content }: EntryDraft): void {
    if (!entry.verified || entry.content !== content)
      throw new Error('What was acknowledged is not what was given')
    const before = this.#acknowledged.at(-1)
    this.#acknowledged.push(entry)
    // Two that race are acknowledged in any order.
    if (before !== undefined && before.number > entry.number) {
      this.#acknowledged.sort((left, right) => left.number - right.number)
    }
    this.#noteSealed()
  }

  #draft(size: number): EntryDraft {
    return say('BACKEND', { Re: ['#1'] }, `entry-${++this.#words}. ${'word '.repeat(size)}`.trimEnd())
  }

  #text(): string {
    const token = `text-${++this.#words}.`
    this.#texts.push({ token, sealed: false })
    return token
  }

  #engine(at: number): FileLog {
    const log = this.#engines[at] ?? new FileLog(this.path, OPTIONS)
    this.#engines[at] = log
    return log
  }

  /** Whoever followed beside the one that is gone goes on following, in a process where nobody appends any more. */
  #replaceEngine(at: number): void {
    const gone = this.#engines[at]
    if (gone != null) this.#watchers.push(gone)
    this.#engines[at] = null
  }

  #until(holds: () => boolean): Promise<boolean> {
    return new Promise(resolve => {
      const done = (held: boolean) => {
        clearTimeout(timer)
        this.#delivered = () => {}
        resolve(held)
      }
      const timer = setTimeout(() => done(false), PATIENCE)
      this.#delivered = () => {
        if (holds()) done(true)
      }
      this.#delivered()
    })
  }
}

function sealedIn(bytes: Uint8Array): Sealed {
  const reader = new LogReader(sha256)
  reader.push(bytes)
  return reader.sealed
}

/** What an entry is, whether somebody has sealed it or not. */
function said(entry: Entry | undefined): unknown {
  return entry && [entry.number, entry.role, entry.writtenType, { ...entry.fields }, entry.content]
}

const same = isDeepStrictEqual

function demand(promise: string, kept: boolean): void {
  if (!kept) throw new Error(`Not true: ${promise}`)
}

async function until(holds: () => boolean): Promise<void> {
  for (const begun = performance.now(); !holds(); await sleep(2)) {
    if (performance.now() - begun > PATIENCE) throw new Error('Not true: a guard makes log and journal agree')
  }
}
