import type { Entry, Notice } from '../log/entry.ts'
import type { SharedLog } from '../log/shared-log.ts'
import type { State } from '../protocol/state.ts'
import { advance, deskOf, hasTaken } from '../workers/desk.ts'

export interface FollowOptions {
  /** Entries up to this one are known already. Default: those that are there. */
  readonly after?: number | undefined
  readonly signal: AbortSignal
  readonly onEntry: (entry: Entry, state: State) => void
  /** Told of the state at first, and of every later one. */
  readonly onState: (state: State) => void
  readonly onNotice: (notice: Notice) => void
}

/**
 * Tells of every new entry, once, in order, with the state after it; of all that are there before it ends. Entries
 * that come behind one which its author has changed or taken out are told of again.
 */
export async function follow(log: SharedLog, options: FollowOptions): Promise<void> {
  const { signal, onEntry, onState, onNotice } = options
  const tell = (entry: Entry, state: State) => {
    onEntry(entry, state)
    onState(state)
  }
  let desk = deskOf(await log.read(), options.after)
  onState(desk.state)
  for await (const entry of log.tail({ after: desk.state.entries, signal, onNotice }))
    if (!hasTaken(desk, entry)) desk = advance(desk, await log.read(), entry.number, tell)
  advance(desk, await log.read(), undefined, tell)
}
