/** The paragraph a design begins with: what it consists of, what drives it, whose demands it answers. */
import { applying } from './apply.ts'
import type { Design } from './design.ts'
import type { Facts } from './facts.ts'
import { FIGURE_KINDS, type Figure, type FigureKind, isPeak } from './figures.ts'
import type { Reading } from './reading.ts'
import { type Stated, statedIn } from './stated.ts'
import { counted, joined, sentence } from './text.ts'

const DRIVERS: readonly FigureKind[] = FIGURE_KINDS.filter(
  kind => kind !== 'team' && kind !== 'time' && kind !== 'money',
)
const MOST_DRIVERS = 5

/** What a lead sentence may have at most. */
const MAX_LEAD = 220

const DRIVES = 'What drives the design:'
const NO_FIGURES = 'The problem gives no figures:'

/** Tells an opening of ours from one that somebody else wrote. */
export function isOwnOpening(line: string): boolean {
  return line.includes(DRIVES) || line.includes(NO_FIGURES)
}

export function openingOf(design: Design, { turn, facts, rules, text }: Reading): readonly string[] {
  const stated = statedIn(design)
  const leads = ['Components', 'Data flow'].flatMap(
    name => leadOf(stated.find(({ section }) => section === name)) ?? [],
  )
  const known = applying(rules, text).some(({ score }) => score > 0)
  const little = known
    ? ''
    : `The rules of ${turn.role} know nothing particular to a problem of this kind, so its own statements hold for any system, and somebody who knows the field should read what is missing.`
  const demands = whoseDemands(stated, turn.state.deciders, turn.role)
  return [[...leads, whatDrives(facts), demands, little].filter(Boolean).join(' ')]
}

/** What a statement says before it goes into detail; null where even that is long. */
function leadOf(first: Stated | undefined): string | null {
  const [clause = ''] = first?.text.split(/;\s|\.\s/) ?? []
  const cut = clause.length <= MAX_LEAD ? clause : clause.slice(0, MAX_LEAD + 1).replace(/,[^,]*$/, '')
  const whole = withoutOpenBracket(cut)
  return whole === '' || whole.length > MAX_LEAD ? null : sentence(whole)
}

/** What was cut inside brackets ends before them. */
function withoutOpenBracket(text: string): string {
  const at = text.lastIndexOf('(')
  return at > text.lastIndexOf(')') ? text.slice(0, at).trimEnd() : text
}

function whatDrives({ figures, sizing }: Facts): string {
  const first = figures
    .filter(figure => DRIVERS.includes(figure.kind) && isAmongFirst(figure, figures))
    .slice(0, MOST_DRIVERS)
  if (first.length === 0) {
    return `${NO_FIGURES} the numbers below are this design's own, and what it takes for granted stands under Assumptions.`
  }
  const follows = sizing.length > 0 ? '; the sizing below follows from them by arithmetic alone' : ''
  return sentence(`${DRIVES} ${joined(first.map(spoken))}${follows}`)
}

/** One figure of each kind; of things merely counted, two. */
function isAmongFirst(figure: Figure, figures: readonly Figure[]): boolean {
  const alike = figures.filter(({ kind }) => kind === figure.kind)
  return alike.indexOf(figure) < (figure.kind === 'count' ? 2 : 1)
}

function spoken(figure: Figure): string {
  const { kind, text } = figure
  if (kind === 'latency') return `answers within ${text}`
  if (kind === 'retention') return `${text} of retention`
  if (kind === 'availability') return `${text} availability`
  return kind === 'size' && isPeak(figure) ? `up to ${text}` : text
}

function whoseDemands(stated: readonly Stated[], workers: readonly string[], role: string): string {
  const marks = stated.flatMap(one => one.marks).filter(mark => mark.role !== role && mark.entry !== null)
  if (marks.length === 0) return ''
  const asking = [...new Set([...workers, ...marks.map(mark => mark.role)])].flatMap(who => {
    const entries = new Set(marks.filter(mark => mark.role === who).map(({ entry }) => entry ?? 0))
    return entries.size === 0
      ? []
      : [
          `${who} (${[...entries]
            .sort((a, b) => a - b)
            .map(entry => `#${entry}`)
            .join(', ')})`,
        ]
  })
  const answered = stated.filter(one => one.marks.some(mark => mark.role !== role)).length
  const others = answered === stated.length ? '' : `; the others are ${role}'s own`
  return `Of its ${counted(stated.length, 'statement')}, ${answered} answer what ${joined(asking)} ${asking.length === 1 ? 'requires' : 'require'}${others}.`
}
