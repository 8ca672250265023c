/** One concern → the statement that meets it, put into the design. */
import type { Section } from '../../agents/definition.ts'
import { applying } from './apply.ts'
import { type Design, type Line, statement } from './design.ts'
import { fill } from './fill.ts'
import type { Mark } from './marks.ts'
import { playbookIds } from './own-ids.ts'
import { addTo, isEvidence, withLines } from './parts.ts'
import type { Reading } from './reading.ts'
import { readReason } from './requirements.ts'
import { sectionFor } from './sections.ts'
import { statedIn } from './stated.ts'
import { quoted } from './text.ts'
import { coverage, significantWords } from './words.ts'

/** A rule that has this share of a complaint's words is about the same matter. */
const SAME_MATTER = 0.4

/** A concern of whoever has a seat, or a wish of somebody heard. */
export interface Objection {
  readonly id: string
  readonly owner: string
  /** The entry that raised it. */
  readonly entry: number
  readonly reason: string
  /** The author has said before that it is met, and its owner has not said otherwise since. */
  readonly answered: boolean
}

export interface Answered {
  readonly design: Design
  readonly section: string
  readonly text: string
  readonly how: 'added' | 'replaced' | 'kept'
}

export function answer(objection: Objection, design: Design, reading: Reading): Answered {
  const asked = readReason(objection.reason)
  const standing = (text: string) => statedIn(design).find(one => one.text === text)
  if (asked.meet !== null) {
    const there = standing(asked.meet.text)
    if (there === undefined) return put(objection, asked.meet.section, asked.meet.text, design)
    if (objection.answered) return { design, section: there.section, text: there.text, how: 'kept' }
  }
  const own = fromOwnPlaybook(asked.reason, design, reading)
  if (own !== null) return put(objection, own.section, own.text, design, own.id, reading.turn.role)
  const text = inItsWords(objection.owner, asked.reason, reading)
  const there = standing(text)
  if (there !== undefined) return { design, section: there.section, text, how: 'kept' }
  return put(objection, sectionFor(asked.reason), text, design)
}

/** In place of what was written for the same concern before, else at the end of the section. */
function put(
  objection: Objection,
  section: Section,
  text: string,
  design: Design,
  also?: string,
  role?: string,
): Answered {
  const { owner, entry, id } = objection
  const marks: readonly Mark[] = [
    { role: owner, entry, id },
    ...(also === undefined || role === undefined ? [] : [{ role, entry: null, id: also }]),
  ]
  const line = statement(text, marks)
  const ids = playbookIds(objection)
  const isOlder = (other: Line) =>
    other.kind === 'statement' &&
    other.marks.length === 1 &&
    other.marks.some(mark => mark.role === owner && mark.id !== null && ids.includes(mark.id))
  const part = design.parts.find(({ title, lines }) => isEvidence(title) && lines.some(isOlder))
  if (part === undefined) return { design: addTo(design, section, [line]), section, text, how: 'added' }
  const lines = part.lines.map(other => (isOlder(other) ? line : other))
  return { design: withLines(design, part, lines), section: part.title, text, how: 'replaced' }
}

/** A concern in free words may be one that the proposer's own rules know. */
function fromOwnPlaybook(
  reason: string,
  design: Design,
  { rules, facts }: Reading,
): { readonly id: string; readonly section: Section; readonly text: string } | null {
  const words = significantWords(reason)
  const stated = new Set(statedIn(design).map(({ text }) => text))
  const [nearest] = applying(rules, reason)
    .filter(({ score }) => score > 0)
    .map(({ consideration: { id, meet, ask, require, because } }) => {
      const share = coverage(words, [ask, require, because, meet.text].join(' '))
      return { id, section: meet.section, text: fill(meet.text, facts), share }
    })
    .filter(({ share, text }) => share >= SAME_MATTER && !stated.has(text))
    .sort((a, b) => b.share - a.share)
  return nearest ?? null
}

const NORMATIVE =
  /\b(?:must|should|shall|has to|have to|needs? to|required?|want|please|add|use|make|let us|allow|support)\b/i

/** No rule knows it: it becomes a condition that can be tested, in its owner's own words. */
export function inItsWords(owner: string, reason: string, { facts }: Reading): string {
  const condition = NORMATIVE.test(reason)
    ? 'must satisfy this before going live'
    : 'must not go live while this can be shown'
  return `The ${facts.subject} ${condition}: ${quoted(reason, 400)}. A test made from it runs in the first step of the rollout, and ${owner} reads its result.`
}
