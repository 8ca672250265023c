/** The small forms that field values have. */
import {
  CLOSING_OUTCOMES,
  type ClosingOutcome,
  PAUSE_REASONS,
  type PauseReason,
  VERDICTS,
  type VerdictWord,
} from './state.ts'

/** `#12` → 12; null for anything else. */
export function readRef(value: string | undefined): number | null {
  const match = /^#(\d{1,15})\b/.exec(value ?? '')
  return match === null ? null : Number(match[1])
}

export interface Range {
  readonly from: number
  readonly upTo: number
}

/** `#1-#41` */
export function readRange(value: string | undefined): Range | null {
  const match = /^#(\d{1,15})-#(\d{1,15})$/.exec(value ?? '')
  return match === null ? null : { from: Number(match[1]), upTo: Number(match[2]) }
}

export interface VerdictField {
  readonly verdict: VerdictWord
  readonly on: number
}

/** `AGREE #12` */
export function readVerdictField(value: string): VerdictField | null {
  const match = /^([A-Za-z]+)[ \t]+#?(\d{1,15})$/.exec(value)
  const verdict = VERDICTS.find(word => word === match?.[1]?.toUpperCase())
  return verdict === undefined ? null : { verdict, on: Number(match?.[2]) }
}

export interface IdAndText {
  readonly id: string
  readonly text: string
}

/** `retry-storm: clients that are limited at once retry at once`; an id alone has the text ''. */
export function readIdAndText(value: string): IdAndText | null {
  const match = /^([a-z0-9]+(?:-[a-z0-9]+)*)[ \t]*(?::[ \t]*(.*))?$/i.exec(value)
  return match === null ? null : { id: cutId(match[1] ?? ''), text: match[2] ?? '' }
}

/** The most an id may have, in characters; minds are held to the same. */
const MAX_ID = 64

/** Cut to its length, with room for `suffix`, and still kebab-case. */
export function cutId(id: string, suffix: string = ''): string {
  const room = Math.max(MAX_ID - suffix.length, 0)
  return `${id.toLowerCase().slice(0, room).replace(/-+$/, '')}${suffix}`
}

export type OutcomeField =
  | { readonly kind: ClosingOutcome; readonly on: number | null }
  | { readonly kind: 'PAUSED'; readonly reason: PauseReason }

/** `CONSENSUS #12`, `PAUSED rounds` */
export function readOutcomeField(value: string): OutcomeField | null {
  const [word = '', rest = ''] = value.trim().split(/\s+/)
  const closing = CLOSING_OUTCOMES.find(known => known === word.toUpperCase())
  if (closing !== undefined) return { kind: closing, on: readRef(rest) }
  const reason = PAUSE_REASONS.find(known => known === rest.toLowerCase())
  return word.toUpperCase() === 'PAUSED' && reason !== undefined ? { kind: 'PAUSED', reason } : null
}

/** What a text begins with, on one line of at most 500 characters. */
export function firstLine(content: string): string {
  return content.slice(0, 500).split('\n', 1)[0]?.trim() ?? ''
}
