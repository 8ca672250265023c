/** Whose entries count; docs/protocol.md, section 1, "Unsealed entries". */
import { type Entry, HUMAN, SUPERVISOR } from '../log/entry.ts'
import type { State } from './state.ts'

/**
 * Whether the engine itself runs this role in the session, so that its entries must bear the engine's own seal. A
 * header that names no workers is not of a session the engine runs.
 */
export function isEngineRole(state: Pick<State, 'header'>, role: string): boolean {
  const { header } = state
  if (header === null || header.workers.length === 0 || header.external.includes(role)) return false
  return role === SUPERVISOR || header.workers.includes(role)
}

/** An entry of such a role that the engine did not write, or that is no longer what it wrote. */
export function isForged(state: Pick<State, 'header'>, entry: Entry): boolean {
  return isEngineRole(state, entry.role) && !(entry.verified && !entry.adopted)
}

/** Roles that take part in the decision: those of the header, or, without one, everybody who has written. */
export function workersWith(state: Pick<State, 'header' | 'workers'>, role: string): readonly string[] {
  const named = state.header?.workers ?? []
  if (named.length > 0) return named
  if (role === SUPERVISOR || role === HUMAN || state.workers.includes(role)) return state.workers
  return [...state.workers, role]
}
