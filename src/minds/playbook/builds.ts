/** Whose part of an agreed text a statement is. */
import { SECTIONS } from '../../agents/definition.ts'
import type { Proposal } from '../../protocol/state.ts'
import { isMet } from './findings.ts'
import { designAt, type Reading } from './reading.ts'
import { check } from './review.ts'
import type { Finding } from './signs.ts'
import { type Stated, statedIn } from './stated.ts'
import { coverage, significantWords } from './words.ts'

/** What is built first: others read what it makes. */
const ORDER: readonly string[] = ['Data', 'Components', 'Interfaces', 'Data flow']
/** An implementation with this share of a statement's words carries it out. */
const CARRIES = 0.7

export interface Part {
  readonly stated: Stated
  /** The entry that asked for it, or null. */
  readonly asked: number | null
  readonly id: string | null
  /** The reader's own rule that it meets, or null. */
  readonly finding: Finding | null
}

/** The statements of a text that a role builds, in the order of building. */
export function partsOf(role: string, live: Proposal, reading: Reading): readonly Part[] {
  const design = designAt(reading.turn, live.entry)
  const met = check(reading, design).filter(isMet)
  return statedIn(design)
    .filter(stated => builderOf(stated, met, live, reading) === role)
    .map(stated => partFrom(stated, role, met))
    .sort((a, b) => rank(a.stated) - rank(b.stated))
}

/** The statements that answer to a role: it asked for them, or its rules find themselves met by them. */
export function concerning(role: string, live: Proposal, reading: Reading): readonly Part[] {
  const design = designAt(reading.turn, live.entry)
  const met = check(reading, design).filter(isMet)
  return statedIn(design)
    .filter(
      stated =>
        stated.marks.some(mark => mark.role === role) || met.some(one => one.met?.text === stated.text),
    )
    .map(stated => partFrom(stated, role, met))
}

/**
 * Who asked for it first builds it. What bears nobody's mark is built by whose rules it meets, as far as the reader can
 * tell, and else by the author of the text.
 */
function builderOf(
  stated: Stated,
  met: readonly Finding[],
  live: Proposal,
  { turn: { role, panel } }: Reading,
): string {
  const marked = stated.marks.find(mark => panel.some(seat => seat.role === mark.role))
  if (marked !== undefined) return marked.role
  return met.some(one => one.met?.text === stated.text) ? role : live.author
}

/** A step that says nearly all of it; words spread over the whole of an entry say nothing. */
export function carriesOut(content: string, { text }: Pick<Stated, 'text'>): boolean {
  const words = significantWords(text)
  return content.split('\n').some(line => line.includes(text) || coverage(words, line) >= CARRIES)
}

function partFrom(stated: Stated, role: string, met: readonly Finding[]): Part {
  const mark = stated.marks.find(one => one.role === role)
  return {
    stated,
    asked: mark?.entry ?? null,
    id: mark?.id ?? null,
    finding: met.find(one => one.met?.text === stated.text) ?? null,
  }
}

function rank({ section }: Stated): number {
  const names = [...ORDER, ...SECTIONS.filter(name => !ORDER.includes(name))].map(name => name.toLowerCase())
  const at = names.indexOf(section.toLowerCase())
  return at < 0 ? names.length : at
}
