/** The log of a played session: it takes each entry at its recorded place and time, and says where one differs. */
import type { SynodError } from '../errors.ts'
import type { Entry, EntryDraft } from '../log/entry.ts'
import type { AppendCheck, AppendResult, SharedLog } from '../log/shared-log.ts'
import { writeEntry } from '../log/write.ts'
import type { Pace } from '../minds/recorded/pace.ts'
import { differing, whole } from '../minds/recorded/parting.ts'
import { diverged } from '../minds/recorded/player.ts'
import { foldLog } from '../protocol/fold.ts'
import { pauseEntry } from '../workers/pause.ts'
import { type Course, isCost, isPause } from './recording-course.ts'

export interface PlayedLog extends SharedLog {
  /** Writes what stands next in the recording and came from outside. */
  catchUp(): Promise<void>
}

export interface PlayOptions {
  /** The recorded entries. */
  readonly entries: readonly Entry[]
  readonly steps: Course['steps']
  readonly pace: Pace
  /** Aborts when whoever plays has had enough: from then on entries are taken as they come. */
  readonly signal: AbortSignal
  /** What the played session is called in commands: its header has the recorded one's id. */
  readonly name: string
}

/** @param log it gives each entry the time of the recorded one of its number */
export function playedLog(log: SharedLog, { entries, steps, pace, signal, name }: PlayOptions): PlayedLog {
  let last: Promise<unknown> = Promise.resolve()
  const isFree = () => pace.parted !== null || signal.aborted

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = last.then(work)
    last = done.catch(() => undefined)
    return done
  }

  async function append(draft: EntryDraft, check?: AppendCheck): Promise<AppendResult> {
    // Several roles may account for what they cost at the same time: each waits for its place.
    const place = entries.find(({ number, role }) => number > pace.entries && role === draft.role)?.number
    const wanted = check === undefined || check(await log.read()) === null
    if (!isFree() && wanted && place !== undefined && place > pace.entries + 1 && !isPause(draft))
      await pace.reached(place - 1, () => notCome(entries[pace.entries], pace.entries), signal)
    return inTurn(() => put(draft, check))
  }

  async function put(given: EntryDraft, check: AppendCheck | undefined): Promise<AppendResult> {
    if (isFree()) return log.append(await own(given), check)
    const draft = asRecorded(given, entries[pace.entries])
    const why = check?.(await log.read()) ?? null
    if (why !== null) return { appended: false, reason: why }
    const parting = partingOf(draft, entries[pace.entries], pace.entries + 1)
    if (parting !== null) {
      const error = pace.part(parting)
      // A pause is how the session ends now.
      if (!isPause(draft)) throw error
    }
    return advance(await log.append(parting === null ? draft : await own(draft), check))
  }

  /** A pause that is none of the recording's leads on in the log it stands in. */
  async function own(draft: EntryDraft): Promise<EntryDraft> {
    const { header } = await log.read()
    if (!isPause(draft) || header === null) return draft
    const commands = ['resume', 'say', 'decide'].map(verb => `\`synod ${verb} `)
    const content = commands.reduce(
      (text, command) => text.replaceAll(`${command}${header.session}`, () => `${command}${name}`),
      draft.content,
    )
    return { ...draft, content }
  }

  async function advance(result: AppendResult): Promise<AppendResult> {
    if (!result.appended) return result
    const { number } = result.entry
    pace.advance(number)
    if (pace.parted === null) await stops()
    return result
  }

  async function stops(): Promise<void> {
    for (let at = pace.entries; ; at = pace.entries) {
      const [kind, entry] = [steps[at], entries[at]]
      if (entry === undefined) return
      if (kind === 'foreign') return endAt(entry)
      if (kind !== 'stop') return
      const result = await log.append(entry, later => (foldLog(later).outcome === null ? null : 'ended'))
      if (!result.appended) return
      pace.advance(result.entry.number)
    }
  }

  /** Nobody is asked who could not go on: the session would wait for a person until its time is up. */
  async function endAt(entry: Entry): Promise<void> {
    const error = pace.part(notPlayed(entry))
    const { header } = await log.read()
    await log.append(await own(pauseEntry('error', error.message, header)), later =>
      foldLog(later).outcome === null ? null : 'ended',
    )
  }

  return {
    path: log.path,
    read: () => log.read(),
    append,
    tail: options => log.tail(options),
    guard: during => log.guard(during),
    close: () => log.close(),
    catchUp: () => inTurn(stops),
  }
}

/** By which words a cost is accounted for depends on the moment of a stop; the cost does not. */
function asRecorded(draft: EntryDraft, recorded: Entry | undefined): EntryDraft {
  if (recorded === undefined || !isCost(recorded) || !isCost(draft)) return draft
  return { ...draft, content: recorded.content }
}

function partingOf(draft: EntryDraft, recorded: Entry | undefined, number: number): SynodError | null {
  if (recorded === undefined)
    return diverged(`The recorded log ends with #${number - 1}, and now #${number} by ${draft.role} follows`)
  const parting = differing(writeEntry(recorded, ''), writeEntry(draft, ''), () => whole(''))
  if (parting === null) return null
  return diverged(`#${number} parts from the recorded log: its${parting.replace(/^,/, '')}`)
}

function notCome(entry: Entry | undefined, entries: number): SynodError {
  return diverged(
    entry === undefined
      ? `The recorded log ends with #${entries}`
      : `The recorded log goes on with #${entry.number} by ${entry.role}, and now nothing more comes after #${entries}`,
  )
}

function notPlayed({ number, role }: Entry): SynodError {
  return diverged(
    `#${number} of the recorded log is by ${role} and came from no recorded answer (a person, another program or another process wrote it): such entries are not played, the session can be played up to #${number - 1}`,
  )
}
