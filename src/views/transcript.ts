/** One entry as a person reads it: who, what it does, what it says. */
import { type Entry, field } from '../log/entry.ts'
import { isForged } from '../protocol/authority.ts'
import { readVerdictField } from '../protocol/refs.ts'
import type { State } from '../protocol/state.ts'
import { count, formatTime } from './durations.ts'
import { deedLines, deeds } from './headline.ts'
import { kindOf } from './roster.ts'
import { safeText } from './safe.ts'
import { speakerOf } from './speaker.ts'
import type { RenderOptions, Style } from './style.ts'
import { wrap } from './width.ts'

export interface EntryOptions extends RenderOptions {
  /** Folds long content, naming where the rest stands. Default false. */
  readonly brief?: boolean
  /** The state after this entry, to tell a verdict on the live text from one on a replaced text. */
  readonly state?: State | undefined
}

const INDENT = '    '
/** Content up to this many lines is never folded; a folded one shows `SHOWN` of them. */
const FOLD_OVER = 24
const SHOWN = 16

/** `#7 BACKEND REVIEW 2026-11-21 04:10:31 UTC [claude-sonnet-5-5]`, and what is wrong with the entry, if anything. */
export function entryHeading(entry: Entry, style: Style, state?: State): string {
  return [
    style.bold(`#${entry.number}`),
    style.bold(style.role(entry.role)),
    safeText(entry.writtenType),
    style.dim(formatTime(entry.time)),
    style.dim(`[${speakerOf(entry)}]`),
    ...flags(entry, state).map(flag => style.warn(`(${flag})`)),
  ].join(' ')
}

/** Heading and deeds on one line: `#7 BACKEND REVIEW … objects to #6, raises retry-storm`. */
export function entryLine(entry: Entry, style: Style, state?: State): string {
  const done = deeds(entry, style).join(', ')
  return entryHeading(entry, style, state) + (done === '' ? '' : ` ${done}`)
}

/** The whole entry, ending in a newline. */
export function renderEntry(entry: Entry, options: EntryOptions): string {
  const { style, width } = options
  const inside = (line: string) => wrap(line, Math.max(20, width - INDENT.length))
  const [first = '', ...rest] = wrap(entryHeading(entry, style, options.state), width)
  const lines = [...rest, ...deedLines(entry, style).flatMap(inside), ...body(entry, options)]
  return `${[first, ...lines.map(line => (line === '' ? '' : INDENT + line))].join('\n')}\n`
}

function flags(entry: Entry, state: State | undefined): readonly string[] {
  const live = state?.proposals.at(-1)?.entry
  const about = readVerdictField(field(entry, 'Verdict') ?? '')?.on
  return [
    ...(entry.sealed && !entry.verified ? ['damaged: the log was changed at or before this entry'] : []),
    ...(entry.adopted ? ['adopted: not written by the engine'] : []),
    ...(entry.sealed ? [] : ['unsealed']),
    ...(state !== undefined && isForged(state, entry)
      ? [`not from the engine that runs ${entry.role}: counts for nothing`]
      : []),
    ...(live !== undefined && about !== undefined && about < live
      ? [`#${about} is replaced by #${live}`]
      : []),
    ...(state === undefined ? [] : readings(entry, state)),
  ]
}

/** What an entry without the fields was taken for, and what still keeps it from counting. */
function readings(entry: Entry, state: State): readonly string[] {
  const live = state.proposals.at(-1)
  const given = live?.verdicts[entry.role]
  const isGiven = live !== undefined && given?.entry === entry.number
  const unclear = state.questions.find(({ entry: asked }) => asked === entry.number)?.unclear ?? null
  return [
    ...(isGiven && !given.typed ? [`read as ${given.verdict} #${live.entry}`] : []),
    ...(isGiven && given.caveat !== null
      ? ['carries a condition: does not count before it is confirmed']
      : []),
    ...(unclear === null ? [] : [`no clear verdict: ${safeText(unclear.reason)}`]),
    ...(kindOf(entry.role, state) === 'guest' ? ['has no seat: is heard and decides nothing'] : []),
  ]
}

function body(entry: Entry, { style, width, brief = false }: EntryOptions): readonly string[] {
  if (entry.content === '') return []
  const lines = safeText(entry.content, { multiline: true }).split('\n')
  const folded = brief && lines.length > FOLD_OVER
  const shown = folded ? lines.slice(0, SHOWN).join('\n').trimEnd().split('\n') : lines
  const rest = `... ${count(lines.length - shown.length, 'more line')}: line ${entry.line} of the log, or synod status --at ${entry.number}`
  return [
    '',
    ...readable(shown, style, Math.max(20, width - INDENT.length)),
    ...(folded ? [style.dim(rest)] : []),
  ]
}

/** Wraps prose; leaves code and tables as they are; makes headings stand out. */
function readable(lines: readonly string[], style: Style, width: number): readonly string[] {
  let fence = ''
  return lines.flatMap(line => {
    const mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1] ?? ''
    const edge = fence === '' ? mark !== '' : mark.startsWith(fence)
    if (edge) fence = fence === '' ? mark : ''
    if (edge || fence !== '' || /^\s*\|/.test(line)) return [line]
    return wrap(line, width).map(part => (/^#{1,6}\s/.test(line) ? style.bold(part) : part))
  })
}
