/** SUPERVISOR: what is asked, in whose words, what each role is to look at, and when it is done. */
import type { Consideration } from '../../agents/definition.ts'
import type { Draft } from '../draft.ts'
import { applying } from './apply.ts'
import { draft } from './drafts.ts'
import type { Facts } from './facts.ts'
import type { Figure, FigureKind } from './figures.ts'
import { fill } from './fill.ts'
import { missingFigures } from './missing.ts'
import { sentencesOf } from './prose.ts'
import { type Question, renderQuestion } from './questions.ts'
import type { Reading } from './reading.ts'
import { listed, quoted, sentence } from './text.ts'

const MOST_QUESTIONS = 6
const MOST_FROM_PLAYBOOK = 4
const MOST_A_ROLE = 2
const MOST_DONE = 5

export function frame(reading: Reading): Draft {
  const { turn, facts } = reading
  const applied = applying(reading.rules, reading.text, reading.focus).map(
    ({ consideration }) => consideration,
  )
  const seats = turn.panel.map(seat => ({
    ...seat,
    looks: applied.filter(one => one.for === seat.role).slice(0, MOST_A_ROLE),
  }))
  const shared = applied.filter(one => one.for === null || !turn.panel.some(({ role }) => role === one.for))
  const questions = questionsFor(shared, facts)
  return draft([
    'Written by the playbook (rules in the role files), not by a language model.',
    ...listed('Goal', [`> ${facts.goal}`]),
    ...listed('The problem in figures', facts.figures.map(figureLine)),
    ...listed(
      'Sizing',
      facts.sizing.map(line => `- ${line}`),
    ),
    ...listed(
      'Constraints, as they were given',
      facts.constraints.map(text => `- ${quoted(text)}`),
    ),
    ...listed(
      'What each role must look at',
      seats.flatMap(seat => seatLines(seat, facts)),
    ),
    ...(questions.length === 0
      ? []
      : [
          ...listed('Open questions', [
            'Until somebody answers, the design must state the assumption it makes for each of these.',
            '',
          ]),
          ...questions.map((question, index) => `${index + 1}. ${renderQuestion(question)}`),
        ]),
    ...listed('Done when', doneWhen([...seats.flatMap(({ looks }) => looks), ...shared], facts)),
  ])
}

const KIND_IN_WORDS: Readonly<Record<FigureKind, string>> = {
  rate: 'rate',
  users: 'people',
  tenants: 'tenants',
  places: 'places',
  size: 'size',
  latency: 'time allowed',
  availability: 'availability',
  retention: 'kept for',
  money: 'money',
  team: 'team',
  interval: 'interval',
  time: 'duration',
  count: 'count',
}

function figureLine({ kind, text }: Figure): string {
  return `- ${KIND_IN_WORDS[kind]}: ${text}`
}

function seatLines(
  {
    role,
    description,
    looks,
  }: { readonly role: string; readonly description: string; readonly looks: readonly Consideration[] },
  facts: Facts,
): readonly string[] {
  if (looks.length === 0)
    return [`- **${role}**: ${sentence(sentencesOf(description)[0] ?? 'what its field requires here')}`]
  return looks.map(({ id, ask }) => `- **${role}**: ${fill(ask, facts)} (\`${id}\`)`)
}

function questionsFor(shared: readonly Consideration[], facts: Facts): readonly Question[] {
  const missing = missingFigures(facts.figures, facts.subject)
  const asked = shared.map(({ id, ask, meet }) => ({
    id,
    question: fill(ask, facts),
    otherwise: fill(meet.text, facts),
  }))
  const fromPlaybook = asked.slice(0, Math.max(MOST_FROM_PLAYBOOK, MOST_QUESTIONS - missing.length))
  return [...fromPlaybook, ...missing].slice(0, MOST_QUESTIONS)
}

function doneWhen(considerations: readonly Consideration[], facts: Facts): readonly string[] {
  return [
    ...considerations.slice(0, MOST_DONE).map(({ require }) => `- ${fill(require, facts)}`),
    '- Every worker has agreed to exactly the same text, and no concern is open.',
  ]
}
