/** The lists of a status page: what waits for an answer, and what has been made of what was agreed. */
import { openQuestions } from '../protocol/questions.ts'
import type { Implementation, Question, State } from '../protocol/state.ts'
import { safeText } from './safe.ts'
import type { RenderOptions } from './style.ts'
import { wrap } from './width.ts'

/** Those that wait, a line each. */
export function questionLines(state: State, { width }: RenderOptions): readonly string[] {
  return openQuestions(state).flatMap(question => wrap(`- ${questionWords(question)}`, width))
}

function questionWords({ entry, by, asks, kind, unclear }: Question): string {
  if (kind === 'asked') return `${by} asks ${asks} in #${entry}`
  if (unclear === null) return `what ${by} wrote in #${entry} waits for ${asks}`
  return `#${entry} by ${by} leans to ${unclear.leans} and is no verdict (${safeText(unclear.reason)}): ${asks} asks for one`
}

export function implementationLines(state: State, { width }: RenderOptions): readonly string[] {
  return state.implementations.flatMap(made => wrap(`- ${implementationWords(made)}`, width))
}

function implementationWords({ entry, author, of, verdicts }: Implementation): string {
  const given = Object.entries(verdicts)
    .filter(([role]) => role !== author)
    .map(([role, { verdict, entry: at }]) => `${role} ${verdict.toLowerCase()} #${at}`)
  return `#${entry} by ${author} for #${of}: ${given.join(', ') || 'nobody has reviewed it yet'}`
}
