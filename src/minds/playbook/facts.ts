/** What a problem says, read once for all tasks of a turn. */
import { constraintsOf } from './constraints.ts'
import { type Figure, figuresOf } from './figures.ts'
import { type Prose, proseOf } from './prose.ts'
import { sizingOf } from './sizing.ts'
import { goalIndex, subjectOf } from './subject.ts'
import { oneLine } from './text.ts'

export interface Facts {
  /** The sentence that says what is wanted, as it stands. */
  readonly goal: string
  /** The thing to be designed, without an article. */
  readonly subject: string
  /** Sentences that bind, as they stand. */
  readonly constraints: readonly string[]
  readonly figures: readonly Figure[]
  /** What follows from the figures, with the arithmetic. */
  readonly sizing: readonly string[]
}

/** The sentence before, where what is wanted only points back at it: "We run a monolith. How should we split it?" */
function referent(prose: readonly Prose[], at: number): string {
  const before = prose[at - 1]
  if (before?.kind !== 'sentence' || !/\b(?:it|them|this|these|that)\b/i.test(prose[at]?.text ?? ''))
    return ''
  const earlier = prose.slice(0, at).find(({ kind }) => kind === 'sentence') ?? before
  return `${earlier.text} `
}

let latest: { readonly key: string; readonly facts: Facts } | null = null

/** @param heard what people have added to the problem since, in the log */
export function factsOf(problem: string, title: string, heard: readonly string[] = []): Facts {
  // Every turn of a session reads the same problem, and reading it is most of the work of a turn.
  const key = JSON.stringify([problem, title, heard])
  if (latest?.key !== key) latest = { key, facts: read(problem, title, heard) }
  return latest.facts
}

function read(problem: string, title: string, heard: readonly string[]): Facts {
  const prose = proseOf(problem)
  const said = heard.flatMap(text => proseOf(text))
  const at = goalIndex(prose)
  const goal = prose[at]?.text ?? title
  let figures: readonly Figure[] | null = null
  // Its patterns take longer to compile than all the rest takes to read, and models are told the problem itself.
  const readFigures = () => {
    figures ??= figuresOf([...prose, { kind: 'heading', text: title }, ...said])
    return figures
  }
  return {
    goal: oneLine(`${referent(prose, at)}${goal}`, 400) || 'The problem is given without words.',
    subject: subjectOf(prose, title),
    constraints: constraintsOf([...prose, ...said], goal),
    get figures() {
      return readFigures()
    },
    get sizing() {
      return sizingOf(readFigures())
    },
  }
}
