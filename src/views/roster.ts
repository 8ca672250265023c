/** Who takes part in a session, and what each is doing. */
import { HUMAN, SUPERVISOR } from '../log/entry.ts'
import { hasVoice, namesDeciders } from '../protocol/authority.ts'
import type { DueTurn, State, VerdictWord } from '../protocol/state.ts'
import { isOutside, neededFromOutside } from '../workers/needs.ts'

/** `external`: decides, and is not run by the engine. `guest`: has no seat; is heard and decides nothing. */
export type RoleKind = 'supervisor' | 'worker' | 'external' | 'human' | 'guest'

/** `needed`: due, and no process takes that turn. `unconfirmed`: agreed with a condition it has still to confirm. */
type RoleState =
  | 'due'
  | 'needed'
  | 'waiting'
  | 'agreed'
  | 'unconfirmed'
  | 'objected'
  | 'abstained'
  | 'heard'
  | 'done'

export interface RosterSeat {
  readonly role: string
  readonly kind: RoleKind
  readonly state: RoleState
}

/** SUPERVISOR, those who decide, and whoever has written besides. */
export function rosterOf(state: State, due: readonly DueTurn[]): readonly RosterSeat[] {
  const needed = neededFromOutside(state).map(({ role }) => role)
  const roles = [SUPERVISOR, ...state.deciders, ...needed, ...Object.keys(state.lastEntry)]
  return [...new Set(roles)].map(role => ({
    role,
    kind: kindOf(role, state),
    state: needed.includes(role) ? 'needed' : stateOf(role, state, due),
  }))
}

export function kindOf(role: string, state: State): RoleKind {
  if (role === SUPERVISOR) return 'supervisor'
  if (role === HUMAN) return 'human'
  if (!hasVoice(state, role)) return 'guest'
  return namesDeciders(state.header) && isOutside(state, role) ? 'external' : 'worker'
}

const VERDICT_STATES: Readonly<Record<VerdictWord, RoleState>> = {
  AGREE: 'agreed',
  OBJECT: 'objected',
  ABSTAIN: 'abstained',
}

function stateOf(role: string, state: State, due: readonly DueTurn[]): RoleState {
  if (due.some(turn => turn.role === role)) return 'due'
  const given = state.proposals.at(-1)?.verdicts[role]
  if (given !== undefined) return given.caveat === null ? VERDICT_STATES[given.verdict] : 'unconfirmed'
  if (kindOf(role, state) === 'guest') return 'heard'
  return state.phase === 'ended' ? 'done' : 'waiting'
}
