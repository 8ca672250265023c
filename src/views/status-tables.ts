/** The two tables of a status page: who said what about which revision, and what became of each concern. */
import type { Concern, Proposal, State, Verdict } from '../protocol/state.ts'
import { safeText } from './safe.ts'
import type { RenderOptions, Style } from './style.ts'
import { type Cell, type Column, leastWidth, renderTable } from './table.ts'
import { cutTo, wrap } from './width.ts'

const CELL = 11
const GAP = 2

/** Roles down, revisions across, the live one last. Where there is no room the oldest ones are left out, and said so. */
export function verdictMatrix(state: State, { style, width }: RenderOptions): readonly string[] {
  if (state.proposals.length === 0) return []
  const roles = [
    ...new Set([...state.deciders, ...state.proposals.flatMap(one => Object.keys(one.verdicts))]),
  ]
  const roleWidth = Math.max(...roles.map(role => role.length))
  const room = Math.max(1, Math.floor((width - roleWidth) / (CELL + GAP)))
  const shown = state.proposals.slice(-room)
  const columns: readonly Column[] = [
    { header: '' },
    ...shown.map(one => ({ header: `#${one.entry} rev ${one.revision}` })),
  ]
  const standing = shown.map(one => one === state.proposals.at(-1))
  const rows: readonly (readonly Cell[])[] = [
    [{ text: '' }, ...standing.map(live => ({ text: live ? 'live' : 'outdated', paint: style.dim }))],
    ...roles.map(role => [
      { text: role, paint: (text: string) => style.role(role, text) },
      ...shown.map((one, at) => cell(one, role, standing[at] === true, style)),
    ]),
  ]
  const hidden = state.proposals.slice(0, -shown.length).map(one => `#${one.entry}`)
  const notes = [
    ...(hidden.length === 0 ? [] : [`not shown, and outdated: ${hidden.join(', ')}`]),
    ...remarksOn(state.proposals.at(-1)),
  ]
  return [
    ...renderTable(columns, rows, { style, width }),
    ...notes.flatMap(text => wrap(text, width)).map(style.dim),
  ]
}

/** What a cell has no room for. */
function remarksOn(live: Proposal | undefined): readonly string[] {
  return Object.entries(live?.verdicts ?? {}).flatMap(([role, { entry, typed, caveat }]) => [
    ...(typed ? [] : [`${role} said so in prose in #${entry}`]),
    ...(caveat === null
      ? []
      : [`${role} agreed with a condition in #${entry} and has to confirm: "${safeText(caveat)}"`]),
  ])
}

function cell(proposal: Proposal, role: string, live: boolean, style: Style): Cell {
  const given = proposal.verdicts[role]
  if (given === undefined) return { text: 'none', paint: live ? style.warn : style.dim }
  const paint =
    given.caveat === null
      ? { AGREE: style.good, OBJECT: style.bad, ABSTAIN: style.dim }[given.verdict]
      : style.warn
  return { text: verdictWords(given, proposal), paint: live ? paint : style.dim }
}

/** A proposal is its author's agreement: there is no other entry to name. */
function verdictWords(given: Verdict, proposal: Proposal): string {
  if (given.entry === proposal.entry) return `author #${given.entry}`
  return `${given.verdict.toLowerCase()}${given.caveat === null ? '' : '?'} #${given.entry}`
}

const OPEN_LINES = 3

const COLUMNS: readonly Column[] = [
  { header: 'id', min: 12 },
  { header: 'owner' },
  { header: 'status' },
  { header: 'raised' },
  { header: 'answered' },
  { header: 'ended' },
]

/** A table with each reason under its row; on a narrow terminal one paragraph a concern. */
export function concernLines(state: State, { style, width }: RenderOptions): readonly string[] {
  if (state.concerns.length === 0) return []
  const rows = state.concerns.map(concern => concernCells(concern, style))
  const reason = (concern: Concern) =>
    inShort(concern, Math.max(20, width - 4)).map(line => style.dim(`    ${line}`))
  if (leastWidth(COLUMNS, rows) > width) {
    return state.concerns.flatMap(concern => [...wrap(concernWords(concern), width), ...reason(concern)])
  }
  const [header = '', ...lines] = renderTable(COLUMNS, rows, { style, width })
  return [header, ...state.concerns.flatMap((concern, at) => [lines[at] ?? '', ...reason(concern)])]
}

/** What is settled takes one line, what is not a few; the log has it all. */
function inShort({ reason, status }: Concern, width: number): readonly string[] {
  const most = status === 'open' || status === 'answered' ? OPEN_LINES : 1
  const lines = wrap(safeText(reason), width)
  if (lines.length <= most) return lines
  return [...lines.slice(0, most - 1), cutTo(lines.slice(most - 1).join(' '), width)]
}

function concernCells(concern: Concern, style: Style): readonly Cell[] {
  const paints = { open: style.bad, answered: style.warn, closed: style.good, withdrawn: style.good }
  const paint = concern.kind === 'heard' ? style.dim : paints[concern.status]
  return [
    { text: safeText(concern.id) },
    { text: concern.owner, paint: text => style.role(concern.owner, text) },
    { text: statusWord(concern), paint },
    { text: `#${concern.raisedAt} on #${concern.on}` },
    { text: concern.answer === null ? '-' : `#${concern.answer.entry}` },
    { text: concern.endedAt === null ? '-' : `#${concern.endedAt}` },
  ]
}

/** What a guest is concerned about is heard and blocks nothing, so it is neither open nor closed. */
function statusWord({ kind, status }: Concern): string {
  return kind === 'heard' && status === 'open' ? 'heard' : status
}

function concernWords(concern: Concern): string {
  const { id, owner, raisedAt, on, answer, endedAt } = concern
  const answered = answer === null ? [] : [`answered in #${answer.entry}`]
  const ended = endedAt === null ? [] : [`ended in #${endedAt}`]
  return [
    `${safeText(id)} by ${owner}: ${statusWord(concern)}`,
    `raised in #${raisedAt} on #${on}`,
    ...answered,
    ...ended,
  ].join(', ')
}
