/** Who fits a problem, and why. */
import { explain, type Suggestion } from '../agents/suggest.ts'
import { safeText } from './safe.ts'
import type { RenderOptions } from './style.ts'
import { cutTo, displayWidth, padEnd, wrap } from './width.ts'

/** A line of `synod agents suggest --json`, in this order. */
export interface SuggestedAgent extends Pick<Suggestion, 'score' | 'why' | 'from'> {
  readonly role: string
  readonly name: string
  readonly path: string
  readonly source: string
}

const LONGEST_ROLE = 32
const LONGEST_REASON = 400

/** The best first, each with its reason beside it. Ends in a newline; '' for nobody. */
export function renderSuggestions(
  agents: readonly SuggestedAgent[],
  { style, width }: RenderOptions,
): string {
  const room = Math.min(LONGEST_ROLE, Math.max(0, ...agents.map(({ role }) => displayWidth(role))))
  const indent = ' '.repeat(room + 2)
  return agents
    .flatMap(agent => {
      const reason = cutTo(`${safeText(explain(agent))} (${safeText(agent.source)})`, LONGEST_REASON)
      const [first = '', ...more] = wrap(reason, Math.max(20, width - room - 2))
      const role = style.role(agent.role, safeText(agent.role)) + padEnd('', room - displayWidth(agent.role))
      return [`${role}  ${first}`, ...more.map(line => indent + line)]
    })
    .map(line => `${line}\n`)
    .join('')
}
