/** What somebody asks in an entry: the words that are to be answered, and what in the log touches them. */
import { type Entry, SUPERVISOR } from '../../log/entry.ts'
import { liveProposal } from '../../protocol/proposals.ts'
import { readRef } from '../../protocol/refs.ts'
import type { Turn } from '../mind.ts'
import { proseOf } from './prose.ts'
import { parseQuestions } from './questions.ts'
import { designAt } from './reading.ts'
import { parseRequirements } from './requirements.ts'
import { type Stated, statedIn } from './stated.ts'
import { oneLine } from './text.ts'
import { significantWords } from './words.ts'

/** Words of any problem and any question: by these alone nothing is about the same matter. */
const COMMON = new Set(
  significantWords(
    'data customer user system service time people work thing day team design text answer question please know tell think say right sure good case actually number plan',
  ),
)
/** Fewer words in common than this may be chance, unless they are nearly all there are. */
const SHARED = 2
const SHARE = 0.3
const MOST_QUESTIONS = 6

export interface Asked {
  /** The entry that asks. */
  readonly entry: number
  /** Who asked in the first place: the supervisor hands on what others have asked. */
  readonly by: string
  /** Its questions; where it asks none, all of it. One line. */
  readonly text: string
  readonly isQuestion: boolean
  /** The words it is about. */
  readonly words: readonly string[]
}

export function askedIn(turn: Turn, subject: string): Asked {
  const asking = entryAt(turn, turn.on)
  const source = sourceOf(turn, asking)
  const questions = proseOf(source?.content ?? '')
    .filter(({ text }) => /\?["')\]*_`]*$/.test(text))
    .map(({ text }) => text)
  // An entry may ask several: those that name the role are meant for it.
  const named = questions.filter(question => question.includes(turn.role))
  const asks = named.length > 0 ? named : questions
  const text = oneLine(asks.length > 0 ? asks.join(' ') : (source?.content ?? ''), 600)
  const own = new Set(significantWords(subject))
  return {
    entry: source?.number ?? turn.on ?? 0,
    by: source?.role ?? '',
    text,
    isQuestion: asks.length > 0,
    words: significantWords(text).filter(word => !own.has(word) && !COMMON.has(word)),
  }
}

/** A supervisor that hands a question on names the entry it comes from. */
function sourceOf(turn: Turn, asking: Entry | undefined): Entry | undefined {
  if (asking?.role !== SUPERVISOR || asking.type !== 'REVIEW') return asking
  return entryAt(turn, readRef(asking.fields['Re']?.[0])) ?? asking
}

function entryAt({ entries }: Pick<Turn, 'entries'>, number: number | null): Entry | undefined {
  return entries.find(entry => entry.number === number)
}

/** How much of what is asked a text speaks of, 0 to 1; 0 where it is no more than chance. */
export function touches({ words }: Pick<Asked, 'words'>, text: string): number {
  if (words.length === 0) return 0
  const found = new Set(significantWords(text))
  const shared = words.filter(word => found.has(word)).length
  const share = shared / words.length
  return (shared >= SHARED && share >= SHARE) || share >= 0.6 ? share : 0
}

/** Statements of the live text that speak of it, the nearest first. */
export function statedAbout(turn: Turn, asked: Asked, most: number): readonly Stated[] {
  const live = liveProposal(turn.state)
  if (live === null) return []
  return nearest(statedIn(designAt(turn, live.entry)), ({ text }) => touches(asked, text), most)
}

export interface Raised {
  readonly role: string
  readonly entry: number
  readonly id: string | null
  /** `requires` or `asks` */
  readonly how: 'requires' | 'asks'
  readonly text: string
  /** How much of what is asked it speaks of, 0 to 1. */
  readonly share: number
}

/** What analyses require or ask about it, the nearest first. */
export function raisedAbout(turn: Turn, asked: Asked): readonly Raised[] {
  const all = Object.entries(turn.state.analyses).flatMap(([role, entry]) => {
    const content = entryAt(turn, entry)?.content ?? ''
    const required = parseRequirements(content).map(({ id, reason, meet }) => ({
      ...{ role, entry, id, how: 'requires' as const, text: reason },
      share: touches(asked, `${id.replaceAll('-', ' ')} ${reason} ${meet.text}`),
    }))
    const open = parseQuestions(content, MOST_QUESTIONS).map(({ id, question, otherwise }) => ({
      ...{ role, entry, id, how: 'asks' as const, text: question },
      share: touches(asked, `${id?.replaceAll('-', ' ') ?? ''} ${question} ${otherwise ?? ''}`),
    }))
    return [...required, ...open]
  })
  return nearest(all, ({ share }) => share, all.length)
}

function nearest<T>(all: readonly T[], near: (one: T) => number, most: number): readonly T[] {
  return all
    .map(one => ({ one, share: near(one) }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share)
    .slice(0, most)
    .map(({ one }) => one)
}
