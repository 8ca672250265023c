/** Recorded answers in place of minds: each given when its time has come, and only to the turn it was given to. */
import { ERRORS, type ErrorCode, SynodError } from '../../errors.ts'
import type { MindChoice } from '../choose.ts'
import type { Answer, Mind, Turn } from '../mind.ts'
import type { Pace } from './pace.ts'
import { partingOf, turnName } from './parting.ts'
import { printOf } from './print.ts'
import type { RecordedAnswer, Recording } from './recording.ts'

/** When each answer is given, as the recorded log tells. */
export interface Schedule {
  /** The answers that are played, in the order they came. */
  readonly answers: readonly RecordedAnswer[]
  /** How many entries the log has when an answer is given, by the answer's number. */
  readonly givenAt: ReadonlyMap<number, number>
  /** The first pause of the recorded log that is not before this entry, or null. */
  pauseFrom(entry: number): number | null
  /** The last entry by which a recorded log of so many entries had been resumed; 0 for none. */
  resumedBy(entries: number): number
}

export function playedMinds(
  recording: Pick<Recording, 'folder' | 'manifest' | 'textOf'>,
  { answers, givenAt, pauseFrom, resumedBy }: Schedule,
  pace: Pace,
): MindChoice {
  const left = new Map(
    [...new Set(answers.map(({ role }) => role))].map(role => [
      role,
      answers.filter(answer => answer.role === role),
    ]),
  )
  const { folder, manifest, textOf } = recording
  const givenOf = ({ number }: RecordedAnswer) => givenAt.get(number) ?? 0

  /** A stop may stand in the log before the turns it ended are begun: nobody asks for those after it is lifted. */
  function nextOf(role: string): RecordedAnswer | undefined {
    const since = resumedBy(pace.entries)
    const still = (left.get(role) ?? []).filter(answer => givenOf(answer) >= since)
    left.set(role, still)
    return still[0]
  }

  const mind: Mind = {
    name: manifest.mind,
    async think(turn, { signal, onActivity = () => {} }) {
      onActivity('thinking', 'recorded')
      const answer = nextOf(turn.role)
      const pause = pauseFrom(pace.entries)
      const given = answer === undefined ? Number.POSITIVE_INFINITY : givenOf(answer)
      // The recorded session was stopped before this turn was begun.
      if (pause !== null && given > pause) throw await notBegun(turn, pause, signal)
      if (answer === undefined) throw pace.part(noAnswer(turn))
      if (answer.task !== turn.task || answer.on !== turn.on) throw pace.part(anotherTurn(turn, answer))
      const parting = partingOf(answer, printOf(turn), textOf)
      if (parting !== null)
        throw pace.part(diverged(`${nameOf(answer)} parts from the recording: ${parting}`))
      left.get(turn.role)?.shift()
      await pace.reached(given, () => neverCame(answer, given), signal)
      onActivity('writing', 'recorded')
      return said(answer)
    },
  }
  const total = answers.at(-1)?.number ?? 0
  return {
    name: manifest.mind,
    describe: `recorded: the answers of ${manifest.session} are played again from ${folder}, and no model is called`,
    mindFor: () => mind,
  }

  /** `BACKEND's review of #6 (answer 7 of 14)` */
  function nameOf(answer: RecordedAnswer): string {
    return `${turnName(answer)} (answer ${answer.number} of ${total})`
  }

  function anotherTurn(turn: Turn, answer: RecordedAnswer): SynodError {
    return diverged(
      `${turnName(turn)} is due, and what the recording has next of ${turn.role} is ${nameOf(answer)}`,
    )
  }

  async function notBegun(turn: Turn, pause: number, signal: AbortSignal): Promise<SynodError> {
    await pace.reached(pause, () => noAnswer(turn), signal)
    return new SynodError('SYN_MIND_CUT', 'The session was stopped before this turn was begun')
  }

  function noAnswer(turn: Turn): SynodError {
    return diverged(
      `${turnName(turn)} is due, and the recording in ${folder} has no answer of ${turn.role} to it`,
    )
  }

  function neverCame(answer: RecordedAnswer, entries: number): SynodError {
    return diverged(
      `${nameOf(answer)} came after #${entries} of the recorded log, and now the log ends with #${pace.entries}`,
    )
  }
}

function said(recorded: RecordedAnswer): Answer {
  if (recorded.answer !== null) return recorded.answer
  throw failureOf(recorded)
}

/** The recorded failure of a turn, as it was thrown. */
export function failureOf({ role, error }: Pick<RecordedAnswer, 'role' | 'error'>): SynodError {
  const { code, message, spend } = error ?? { code: null, message: `${role} failed: nothing`, spend: [] }
  const known = code === null ? 'SYN_INTERNAL' : isCode(code) ? code : 'SYN_MIND_FAILED'
  return new SynodError(known, message, { details: { spend } })
}

function isCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERRORS, code)
}

export function diverged(message: string): SynodError {
  return new SynodError('SYN_RECORDING_DIVERGED', message)
}
