/** The figures a design wants and a problem may not give: each a question, and what the design does meanwhile. */
import type { Figure, FigureKind } from './figures.ts'
import { isServed } from './fitting.ts'
import type { Question } from './questions.ts'

interface Wanted extends Question {
  readonly id: string
  /** A figure of any of these kinds answers it. */
  readonly answeredBy: readonly FigureKind[]
  /** It has a meaning only for what runs as a service. */
  readonly serving?: true
}

function wanted(subject: string): readonly Wanted[] {
  return [
    {
      id: 'peak-rate',
      answeredBy: ['rate', 'interval'],
      serving: true,
      question: `What peak rate must the ${subject} take, and how fast does it grow?`,
      otherwise:
        'Nothing here relies on a particular rate: every limit, pool and quota is a setting, and its first value comes from a load test before anybody depends on it.',
    },
    {
      id: 'latency-goal',
      answeredBy: ['latency'],
      question: `How fast must the ${subject} answer, and at which percentile?`,
      otherwise:
        'The 95th percentile measured with real data in the first step is the goal from then on, and no later step may make it worse.',
    },
    {
      id: 'availability-goal',
      answeredBy: ['availability'],
      serving: true,
      question: `How much downtime a month is acceptable for the ${subject}, and who is called when it is exceeded?`,
      otherwise:
        'A release needs no downtime, a failure of one instance is not noticed, and the loss of a whole site is repaired by people.',
    },
    {
      id: 'data-volume',
      answeredBy: ['size'],
      serving: true,
      question: `How much must the ${subject} store at first, and how much is added each month?`,
      otherwise:
        'The data fits one primary database with replicas; growth is measured from the first day, and partitioning is decided on that measurement.',
    },
    {
      id: 'team-size',
      answeredBy: ['team'],
      question: `How many people build the ${subject}, and who is on call afterwards?`,
      otherwise: 'One team builds and runs it, so there is no part that only another team could repair.',
    },
    {
      id: 'budget',
      answeredBy: ['money'],
      serving: true,
      question: `What may the ${subject} cost a month to run?`,
      otherwise:
        'It uses what is already operated before anything new is bought, and its cost is shown per month from the first step on.',
    },
  ]
}

/** What the problem does not say, the weightiest first. */
export function missingFigures(figures: readonly Figure[], subject: string): readonly Wanted[] {
  const served = isServed(subject)
  return wanted(subject).filter(
    ({ answeredBy, serving }) =>
      (served || serving === undefined) && !figures.some(({ kind }) => answeredBy.includes(kind)),
  )
}

/** Whether these figures answer a question that was put because a figure was missing. */
export function isAnswered(id: string | null, figures: readonly Figure[]): boolean {
  const question = wanted('').find(one => one.id === id)
  return question !== undefined && figures.some(({ kind }) => question.answeredBy.includes(kind))
}
