import type { ParsedLog } from '../log/entry.ts'
import type { Proposal, State } from '../protocol/state.ts'
import type { Links } from './links.ts'

/** What the parts of a record are made of. */
export interface Ground {
  readonly log: ParsedLog
  readonly state: State
  readonly links: Links
  /** The text that was decided, or else the one that is live; null before there is any. */
  readonly proposal: Proposal | null
  readonly decided: boolean
}
