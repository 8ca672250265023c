/**
 * A session at work, on a stream. Entries are printed once and stay; on a terminal a small footer stands below them:
 *
 *   #6 BACKEND REVIEW …            scrollback: never touched again
 *   ARCHITECT  waiting             footer: erased and drawn anew in one write,
 *   SECURITY   thinking  12 s      at most four times a second
 *   1/3 agree on #5 …
 *
 * Elsewhere every line is plain, and none is ever drawn again.
 */
import type { Entry } from '../log/entry.ts'
import type { State } from '../protocol/state.ts'
import type { WorkerEvent } from '../workers/events.ts'
import { type Activity, footerLines, isBusy, nextActivity, type SpendCaps } from './footer.ts'
import { plainWorker } from './live-plain.ts'
import { meter } from './meter.ts'
import type { Style } from './style.ts'
import { entryLine, renderEntry } from './transcript.ts'
import { displayWidth } from './width.ts'

export interface LiveStream {
  write(text: string): unknown
}

export interface LiveOptions {
  readonly style: Style
  /** Whether lines may be drawn again: a terminal, and nobody who asked for plain output. */
  readonly isTTY: boolean
  readonly columns: () => number
  readonly rows: () => number
  /** What may be spent. */
  readonly caps?: SpendCaps
  /** Milliseconds since the epoch. Default: the system's clock. */
  readonly now?: () => number
  /** Calls back once after so many milliseconds; returns what cancels it. Default: `setTimeout`, not keeping the process. */
  readonly setTimer?: (callback: () => void, milliseconds: number) => () => void
}

export interface Live {
  entry(entry: Entry, state: State): void
  worker(event: WorkerEvent): void
  state(state: State): void
  /** A line among the entries. It goes out as it is: what comes from outside must have been through `safeText`. */
  note(text: string): void
  /** Takes the footer away. What is still said afterwards is printed plainly. */
  end(): void
}

const BETWEEN_PAINTS = 250
const TICK = 1000

export function createLive(stream: LiveStream, options: LiveOptions): Live {
  return options.isTTY ? createFooted(stream, options) : createPlain(stream, options)
}

function createFooted(stream: LiveStream, { style, columns, rows, caps = {}, ...clock }: LiveOptions): Live {
  const now = clock.now ?? Date.now
  const setTimer = clock.setTimer ?? systemTimer
  const activities = new Map<string, Activity>()
  let latest: State | null = null
  let pending = ''
  let drawn: readonly string[] = []
  let paintedAt = Number.NEGATIVE_INFINITY
  let cancel: (() => void) | null = null
  let ended = false

  /** To the beginning of the footer's first line. A terminal made narrower has broken its lines in two. */
  const erase = () => {
    if (drawn.length === 0) return ''
    const width = Math.max(1, columns())
    const height = drawn.reduce((sum, line) => sum + Math.max(1, Math.ceil(displayWidth(line) / width)), 0)
    return `\x1b[${height}A\r\x1b[J`
  }
  const paint = () => {
    cancel?.()
    cancel = null
    const lines = ended
      ? []
      : footerLines(activities, latest, {
          style,
          // The last column is left free: a full line would make some terminals begin another one.
          columns: Math.max(1, columns() - 1),
          height: Math.min(activities.size + 2, Math.max(1, Math.floor(rows() / 3))),
          now: now(),
          caps,
        })
    const text = erase() + pending + lines.map(line => `${line}\n`).join('')
    pending = ''
    drawn = lines
    paintedAt = now()
    if (text !== '') stream.write(text)
    if (!ended && [...activities.values()].some(({ event }) => isBusy(event.state)))
      cancel = setTimer(paint, TICK)
  }
  const changed = () => {
    const wait = paintedAt + BETWEEN_PAINTS - now()
    if (ended || wait <= 0) return paint()
    cancel?.()
    cancel = setTimer(paint, wait)
  }

  return {
    entry(entry, state) {
      latest = state
      pending += `${renderEntry(entry, { style, width: columns(), brief: true, state })}\n`
      changed()
    },
    worker(event) {
      activities.set(event.role, nextActivity(activities.get(event.role), event))
      changed()
    },
    state(state) {
      latest = state
      changed()
    },
    note(text) {
      pending += `${text}\n`
      changed()
    },
    end() {
      ended = true
      paint()
    },
  }
}

/** One line an entry, and one for each change that is worth a line. */
function createPlain(stream: LiveStream, { style }: LiveOptions): Live {
  const told = new Map<string, string>()
  let lastMeter = ''
  const line = (text: string) => stream.write(`${text}\n`)
  const standing = (state: State) => {
    const words = meter(state)
    if (state.proposals.length === 0 || words === lastMeter) return
    lastMeter = words
    line(words)
  }
  return {
    entry(entry, state) {
      line(entryLine(entry, style, state))
      standing(state)
    },
    worker(event) {
      const words = plainWorker(event)
      if (words === null || told.get(event.role) === words) return
      told.set(event.role, words)
      line(`${style.role(event.role)} ${words}`)
    },
    state: standing,
    note(text) {
      line(text)
    },
    end() {},
  }
}

function systemTimer(callback: () => void, milliseconds: number): () => void {
  const timer = setTimeout(callback, milliseconds)
  timer.unref()
  return () => clearTimeout(timer)
}
