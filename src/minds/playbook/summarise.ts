/** SUPERVISOR, when the log has become long: what was said, in the words of whoever said it, within a quarter of the budget. */
import { type Entry, field, fieldAll, HUMAN } from '../../log/entry.ts'
import { isOpen } from '../../protocol/concerns.ts'
import { readIdAndText, readRef } from '../../protocol/refs.ts'
import type { Concern, Proposal } from '../../protocol/state.ts'
import type { Draft } from '../draft.ts'
import { draft } from './drafts.ts'
import { type Reading, requirementsIn } from './reading.ts'
import { readReason } from './requirements.ts'
import { clip, joined, listed, oneLine, quoted, sentence } from './text.ts'

/** How much of one statement is told, in characters: as much as there is room for. */
const LENGTHS = [600, 400, 240, 160, 100, 60] as const
/** Four characters a token, so a quarter of the budget has as many characters as the budget has tokens. */
const FRAME = 120
const LEAST = 300
const UNLIMITED = 12_000

export function summarise(reading: Reading): Draft {
  const { header } = reading.turn.state
  const room = header?.context === undefined ? UNLIMITED : Math.max(header.context - FRAME, LEAST)
  const tried = LENGTHS.map(most => told(reading, most))
  return tried.find(({ content }) => content.length <= room) ?? cut(told(reading, 60), room)
}

/** Whole lines from the beginning on, as many as there is room for. */
function cut(whole: Draft, room: number): Draft {
  const rest = 'The rest stands in the log itself.'
  let content = ''
  for (const line of whole.content.split('\n')) {
    if (content.length + line.length + rest.length + 4 > room) break
    content += `${line}\n`
  }
  const kept = content.replace(/(?:\n#### [^\n]*)?\n*$/, '')
  return { ...whole, content: kept === '' ? clip(whole.content, room) : `${kept}\n\n${rest}` }
}

function told(reading: Reading, most: number): Draft {
  const { turn, facts } = reading
  const { state, entries } = turn
  const concerns = state.concerns.filter(({ kind }) => kind !== 'heard')
  return draft([
    `In place of #1 to #${entries.length}. ${framed(reading, most)}Goal: ${sentence(oneLine(facts.goal, most))}`,
    ...listed(
      'Texts so far',
      state.proposals.map(text => textLine(text, entries, most)),
    ),
    ...listed(
      'Concerns that have ended',
      concerns.filter(one => !isOpen(one)).map(one => concernLine(one, most)),
    ),
    ...listed('Required by each role', requiredLines(reading, most)),
    ...listed('Asked and answered', askedLines(entries, most)),
    ...(state.mediation === null ? [] : ['', `#${state.mediation} mediates.`]),
    ...listed('Still open, shown beside this', openLine(concerns.filter(isOpen))),
  ])
}

function framed({ turn: { state } }: Reading, most: number): string {
  if (state.framework === null) return ''
  const roles = Object.entries(state.analyses).map(([role, entry]) => `${role} in #${entry}`)
  const analysed = roles.length === 0 ? '' : ` ${clip(`${joined(roles)} analysed it`, most * 2)}.`
  return `#${state.framework} frames the problem.${analysed} `
}

function textLine(
  { entry, author, revision, revises }: Proposal,
  entries: readonly Entry[],
  most: number,
): string {
  const text = entries[entry - 1]
  const which = `- #${entry} by ${author}, revision ${revision}`
  const resolved = text === undefined ? [] : fieldAll(text, 'Resolves').map(value => resolvedIn(value, most))
  if (revises !== null) {
    const changed =
      resolved.length === 0 ? 'names nothing that it changes' : `changed for ${resolved.join('; ')}`
    return `${which}, in place of #${revises}: ${changed}.`
  }
  const heading = text?.content.split('\n').find(line => line.trim() !== '') ?? ''
  return `${which}: ${quoted(heading, most)}.`
}

function resolvedIn(value: string, most: number): string {
  const read = readIdAndText(value)
  return read === null ? quoted(value, most) : `\`${read.id}\` (${oneLine(read.text, most)})`
}

function concernLine(
  { id, owner, raisedAt, on, reason, status, answer, endedAt }: Concern,
  most: number,
): string {
  const met = answer === null ? '' : `; #${answer.entry} answers: ${quoted(answer.how, most)}`
  return `- \`${id}\` (${owner}, raised in #${raisedAt} on #${on}): ${quoted(readReason(reason).reason, most)}${met}; ${status} in #${endedAt}.`
}

function openLine(open: readonly Concern[]): readonly string[] {
  return open.length === 0 ? [] : [`- ${open.map(({ id, owner }) => `\`${id}\` (${owner})`).join(', ')}`]
}

function requiredLines({ turn }: Reading, most: number): readonly string[] {
  const said = requirementsIn(turn)
  return [...new Set(said.map(({ role }) => role))].map(role => {
    const own = said.filter(one => one.role === role)
    const all = own.map(({ what }) => `\`${what.id}\` ${oneLine(what.reason, most).replace(/\.$/, '')}`)
    return `- ${role} (#${own[0]?.entry}): ${all.join('; ')}`
  })
}

/** What people said, and what anybody asked, with the first answer to it. */
function askedLines(entries: readonly Entry[], most: number): readonly string[] {
  const answers = new Map<number, Entry>()
  for (const entry of entries) {
    const about = readRef(field(entry, 'Re'))
    if (about !== null && entry.type === 'REVIEW' && !answers.has(about)) answers.set(about, entry)
  }
  return entries.flatMap(entry => {
    const asks = fieldAll(entry, 'Asks')
    if (asks.length === 0 && entry.role !== HUMAN) return []
    const answered = answers.get(entry.number)
    const told =
      answered === undefined
        ? ''
        : `; ${answered.role} in #${answered.number}: ${quoted(answered.content, most)}`
    const whom = asks.length === 0 ? '' : ` asks ${joined(asks)}`
    return [`- #${entry.number} ${entry.role}${whom}: ${quoted(entry.content, most)}${told}`]
  })
}
