/** Whose entries count; docs/protocol.md, section 1, "Unsealed entries". */
import { type Entry, HUMAN, SUPERVISOR } from '../log/entry.ts'
import type { State } from './state.ts'

/** Whether the engine itself runs this role in the session, so that its entries must bear the engine's own seal. */
export function isEngineRole(state: Pick<State, 'header'>, role: string): boolean {
  const { header } = state
  if (header === null || header.external.includes(role)) return false
  return role === SUPERVISOR || header.workers.includes(role)
}

/** A role whose seat is written by hand: nobody but its own engine-sealed entries may speak for it. */
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
