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
  const told = new Set<number>()
  /** Somebody wrote something and nobody is shown it: that must not be found out afterwards. */
  const read = async () => {
    const parsed = await log.read()
    for (const notice of parsed.notices) {
      if (notice.code !== 'text-stray' || told.has(notice.line)) continue
      told.add(notice.line)
      onNotice(notice)
    }
    return parsed
  }
  let desk = deskOf(await read(), options.after)
  onState(desk.state)
  for await (const entry of log.tail({ after: desk.state.entries, signal, onNotice }))
    if (!hasTaken(desk, entry)) desk = advance(desk, await read(), entry.number, tell)
  advance(desk, await read(), undefined, tell)
}
