/** A proposer's own considerations and what the others require → a design. */
import { type Consideration, SECTIONS, type Section } from '../../agents/definition.ts'
import { type Applied, applying } from './apply.ts'
import { assumptionsFor } from './assumptions.ts'
import { constraintLines } from './binding.ts'
import { type Design, type Line, statement } from './design.ts'
import { fill } from './fill.ts'
import { GENERAL } from './general.ts'
import { type Mark, mergeMarks } from './marks.ts'
import { openingOf } from './opening.ts'
import { ASSUMPTIONS, addTo, CONSTRAINTS, LEFT_OUT, SIZING } from './parts.ts'
import { questionsIn, type Reading, requirementsIn } from './reading.ts'
import { absentIn } from './signs.ts'
import { likeness } from './words.ts'

interface Wanted {
  readonly section: Section
  readonly text: string
  readonly marks: readonly Mark[]
  /** What whoever wants it looks for; empty for the proposer's own. */
  readonly signs: Consideration['signs']
}

const MOST_OWN = 14
const MOST_LEFT_OUT = 6
/** Two statements that share more of their words than this are one. */
const SAME = 0.6
/** Less than this, and two statements are about different matters that happen to share their signs. */
const RELATED = 0.14

export function composeDesign(reading: Reading): Design {
  const { turn, facts } = reading
  const own = chosen(applying(reading.rules, reading.text, reading.focus))
  const ours = own.map(
    ({ consideration: { id, meet } }): Wanted => ({
      section: meet.section,
      text: fill(meet.text, facts),
      marks: [{ role: turn.role, entry: null, id }],
      signs: [],
    }),
  )
  const theirs = requirementsIn(turn).map(
    ({ role, entry, what }): Wanted => ({
      section: what.meet.section,
      text: what.meet.text,
      marks: [{ role, entry: role === turn.role ? null : entry, id: what.id }],
      signs: what.signs,
    }),
  )
  const wanted = withGeneral(distinct([...ours, ...theirs]), reading)
  const sized = addTo(
    { opening: [], parts: [] },
    SIZING,
    facts.sizing.map(line => statement(line)),
  )
  const stated = SECTIONS.reduce(
    (design, section) => addTo(design, section, wanted.filter(one => one.section === section).map(lineOf)),
    sized,
  )
  const bound = addTo(stated, CONSTRAINTS, constraintLines(stated, reading))
  const assumed = addTo(bound, ASSUMPTIONS, assumptionsFor(questionsIn(turn), bound, facts))
  const whole = addTo(assumed, LEFT_OUT, leftOut(own, reading))
  return { ...whole, opening: openingOf(whole, reading) }
}

/** The strongest of each section first, so that no part stays empty that something is known about. */
function chosen(applied: readonly Applied[]): readonly Applied[] {
  const best = SECTIONS.flatMap(
    name => applied.find(({ consideration }) => consideration.meet.section === name) ?? [],
  )
  const most = [...best, ...applied.filter(one => !best.includes(one))].slice(0, MOST_OWN)
  return applied.filter(one => most.includes(one))
}

/** What is wanted twice stands once, with the marks of everybody who asked for it. */
function distinct(all: readonly Wanted[]): readonly Wanted[] {
  const found: Wanted[] = []
  for (const one of all) {
    const at = found.findIndex(other => covers(other, one))
    const known = found[at]
    if (known === undefined) found.push(one)
    else found[at] = { ...known, marks: mergeMarks(known.marks, one.marks) }
  }
  return found
}

/** The same id, nearly the same words, or all the signs another role looks for in a statement on the same matter. */
function covers(known: Wanted, one: Wanted): boolean {
  if (one.marks.some(({ id }) => known.marks.some(mark => mark.id === id))) return true
  const alike = likeness(known.text, one.text)
  if (alike > SAME) return true
  return alike > RELATED && one.signs.length > 0 && absentIn(known.text, one.signs).length === 0
}

/** Four parts no design can do without get a statement that holds for any, where nobody has a better one. */
function withGeneral(wanted: readonly Wanted[], { turn, facts }: Reading): readonly Wanted[] {
  const lacking = GENERAL.filter(({ meet }) => !wanted.some(({ section }) => section === meet.section))
  return [
    ...wanted,
    ...lacking.map(({ id, meet }) => ({
      section: meet.section,
      text: fill(meet.text, facts),
      marks: [{ role: turn.role, entry: null, id }],
      signs: [],
    })),
  ]
}

function lineOf({ text, marks }: Wanted): Line {
  return statement(text, marks)
}

function leftOut(own: readonly Applied[], { turn, facts }: Reading): readonly Line[] {
  return own
    .flatMap(({ consideration: { id, instead } }) =>
      instead === null ? [] : [statement(fill(instead, facts), [{ role: turn.role, entry: null, id }])],
    )
    .slice(0, MOST_LEFT_OUT)
}
