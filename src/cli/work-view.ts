/** What a person or a program sees of a session at work. */
import type { Roster } from '../agents/roster.ts'
import type { Entry, Notice, ParsedLog } from '../log/entry.ts'
import { due } from '../protocol/due.ts'
import type { State } from '../protocol/state.ts'
import { readLog } from '../session/places.ts'
import {
  entryEvent,
  headerEvent,
  noticeEvent,
  resultEvent,
  stateEvent,
  workerEvent,
} from '../views/events.ts'
import type { SpendCaps } from '../views/footer.ts'
import { createLive } from '../views/live.ts'
import { safeJson, safeText } from '../views/safe.ts'
import { wantsFooter } from '../views/style.ts'
import type { WorkerEvent } from '../workers/events.ts'
import { type Io, styleOf, write } from './io.ts'
import type { WorkOptions } from './options.ts'
import { type Ended, summary } from './summary.ts'

export interface WorkView {
  begin(path: string, log: ParsedLog, mind: string, notes: readonly string[]): void
  onEntry(entry: Entry, state: State): void
  onWorker(event: WorkerEvent): void
  /** Something about the session that no entry says. */
  onNotice(notice: Notice): void
  end(): void
  result(ended: Ended, exit: number): Promise<void>
}

/** @param name what the session is called in a command that is to be typed */
export function createWorkView(
  io: Io,
  { json, ...caps }: Pick<WorkOptions, 'json'> & SpendCaps,
  roster: Roster,
  name: string,
): WorkView {
  return json ? jsonView(io, name) : liveView(io, roster, caps)
}

function jsonView(io: Io, name: string): WorkView {
  const line = (event: object) => write(io.stdout, `${safeJson(event)}\n`)
  return {
    begin(path, log) {
      void line(headerEvent(log, path))
      for (const entry of log.entries) void line(entryEvent(entry))
    },
    onEntry(entry, state) {
      void line(entryEvent(entry))
      void line(stateEvent(state, due(state), name))
    },
    onWorker: event => void line(workerEvent(event)),
    onNotice: notice => void line(noticeEvent(notice)),
    end() {},
    async result({ path, result: { state, error }, decision }, exit) {
      const parsed = readLog(path)
      await line(resultEvent({ log: path, parsed, state, exit, decision: decision?.path ?? null, error }))
    },
  }
}

function liveView(io: Io, roster: Roster, caps: SpendCaps): WorkView {
  const colors = Object.fromEntries(
    [roster.supervisor, ...roster.workers].map(({ role, color }) => [role, color]),
  )
  const style = styleOf(io.stderr, io.env, colors)
  const live = createLive(io.stderr, {
    style,
    isTTY: wantsFooter({ isTTY: io.stderr.isTTY === true, env: io.env }),
    columns: () => io.stderr.columns ?? 80,
    rows: () => io.stderr.rows ?? 24,
    caps,
  })
  const note = (text: string) => live.note(`note  ${safeText(text)}`)
  return {
    begin(path, log, mind, notes) {
      live.note(`${style.bold(safeText(log.title))}`)
      live.note(`log   ${safeText(path)}`)
      live.note(`mind  ${safeText(mind)}`)
      for (const text of notes) note(text)
    },
    onEntry: (entry, state) => live.entry(entry, state),
    onWorker: event => live.worker(event),
    onNotice: ({ message }) => note(message),
    end: () => live.end(),
    async result(ended) {
      if (ended.decision !== null) await write(io.stdout, ended.decision.text)
      await write(io.stderr, `\n${summary(ended).join('\n')}\n`)
    },
  }
}
