/** The author, when concerns are left: every one of them met in the text, and the whole text again. */
import type { Draft } from '../draft.ts'
import { type Answered, answer, type Objection } from './answers.ts'
import { assumptionsFor } from './assumptions.ts'
import { constraintLines } from './binding.ts'
import { type Design, renderDesign, statement } from './design.ts'
import { draft } from './drafts.ts'
import { isOwnOpening, openingOf } from './opening.ts'
import { ASSUMPTIONS, addTo, CONSTRAINTS, partNamed, plainTitle, SIZING, withLines } from './parts.ts'
import { designAt, questionsIn, type Reading } from './reading.ts'
import { quoted } from './text.ts'

const CHANGES = /^Revision \d+\. What changed since #\d+:$/

export function revise(reading: Reading): Draft {
  const { state, on } = reading.turn
  const live = state.proposals.at(-1)
  const number = on ?? live?.entry ?? 0
  let design = withoutChanges(designAt(reading.turn, number))
  const changes: string[] = []
  const resolves: { readonly id: string; readonly how: string }[] = []
  for (const objection of objectionsOf(reading, number)) {
    const answered = answer(objection, design, reading)
    design = answered.design
    changes.push(changeLine(objection, answered))
    if (objection.counts)
      resolves.push({
        id: objection.id,
        how: `${plainTitle(answered.section)}: ${quoted(answered.text, 100)}`,
      })
  }
  const whole = refreshed(design, reading)
  const lead = [`Revision ${(live?.revision ?? 1) + 1}. What changed since #${number}:`, ...changes]
  const opening = whole.opening.length === 0 ? lead : [...lead, '', ...whole.opening]
  return draft([renderDesign({ ...whole, opening })], { resolves })
}

interface Counted extends Objection {
  /** Its owner has a voice, so that it is to be resolved. */
  readonly counts: boolean
}

/** Those that stand in the way, and after them what was heard about this very text from roles without a seat. */
function objectionsOf({ turn: { state } }: Reading, on: number): readonly Counted[] {
  const open = state.concerns.filter(({ status }) => status === 'open' || status === 'answered')
  const blocking = open.filter(({ kind }) => kind !== 'heard')
  const heard = open.filter(concern => concern.kind === 'heard' && concern.on === on)
  return [...blocking, ...heard].map(({ id, owner, reason, raisedAt, status, kind }) => ({
    id,
    owner,
    reason,
    entry: raisedAt,
    answered: status === 'answered',
    counts: kind !== 'heard',
  }))
}

function changeLine({ id, owner, entry }: Objection, { section, text, how }: Answered): string {
  const where = plainTitle(section)
  const done = {
    added: `${where} now says`,
    replaced: `the statement in ${where} is replaced by`,
    kept: `${where} has said so since the revision before:`,
  }[how]
  return `- \`${id}\` (${owner} #${entry}): ${done} ${quoted(text, 90)}`
}

/** What follows from the rest is worked out again where a text has it; questions left open are kept in any. */
function refreshed(design: Design, reading: Reading): Design {
  const { facts, turn } = reading
  const sizing = partNamed(design, SIZING)
  const known = new Set(sizing?.lines.map(({ text }) => text))
  const sized =
    sizing === undefined
      ? design
      : addTo(
          design,
          SIZING,
          facts.sizing.filter(line => !known.has(line)).map(line => statement(line)),
        )
  const binding = partNamed(sized, CONSTRAINTS)
  const bound = binding === undefined ? sized : withLines(sized, binding, constraintLines(sized, reading))
  const assumed = withoutAnswered(bound)
  const whole = addTo(assumed, ASSUMPTIONS, assumptionsFor(questionsIn(turn), assumed, facts))
  return whole.opening.some(line => isOwnOpening(line))
    ? { ...whole, opening: openingOf(whole, reading) }
    : whole
}

/** An assumption is dropped as soon as a statement of the same name stands in the design. */
function withoutAnswered(design: Design): Design {
  const part = partNamed(design, ASSUMPTIONS)
  if (part === undefined) return design
  const stated = new Set(
    design.parts
      .filter(other => other !== part)
      .flatMap(({ lines }) =>
        lines.flatMap(line => (line.kind === 'statement' ? line.marks.flatMap(({ id }) => id ?? []) : [])),
      ),
  )
  const lines = part.lines.filter(
    line => line.kind === 'raw' || !line.marks.some(({ id }) => id !== null && stated.has(id)),
  )
  if (lines.some(({ kind }) => kind === 'statement')) return withLines(design, part, lines)
  return { ...design, parts: design.parts.filter(other => other !== part) }
}

function withoutChanges(design: Design): Design {
  const [first = ''] = design.opening
  if (!CHANGES.test(first)) return design
  const end = design.opening.indexOf('')
  return { ...design, opening: end < 0 ? [] : design.opening.slice(end + 1) }
}
