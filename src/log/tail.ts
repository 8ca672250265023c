/** Entries as they come, out of a file that anybody may change. */
import { existsSync } from 'node:fs'
import type { Entry, Notice } from './entry.ts'
import { isGone } from './file-error.ts'
import type { LogFollower } from './follow.ts'
import { journalOf } from './journal.ts'

/** How long entries may be missing before it is said, in milliseconds: editors take a moment to save. */
const PATIENCE = 1_000

export interface TailSource {
  readonly follower: LogFollower
  /** How long an entry without a seal must stay as it is before it is taken for finished, in milliseconds. */
  readonly settle: number
  /** Resolves when there may be something new, or the signal aborts. */
  readonly change: (signal: AbortSignal | undefined) => Promise<void>
  /** Whether entries may be forgotten once they are given out. */
  readonly forgets: boolean
}

export async function* tailOf(
  { follower, settle, change, forgets }: TailSource,
  after: number,
  signal: AbortSignal | undefined,
  onNotice: (notice: Notice) => void,
): AsyncGenerator<Entry, void, undefined> {
  let next = after + 1
  /** Given out without a seal: their authors may still change them. */
  let open: readonly Entry[] = []
  const worry = createWorry(onNotice)
  // What is gone for the moment comes back when there is a journal; what never was is a mistake of who asks.
  if (!existsSync(journalOf(follower.path))) follower.refresh(forgets ? next : undefined)
  while (signal?.aborted !== true) {
    const ready = follower.missing === 0 && open.length === 0 ? follower.whole.at(next) : undefined
    if (ready?.verified === true) {
      yield handOut(ready)
      continue
    }
    const there = look(follower, forgets ? next : undefined)
    worry(there ? follower.missing : null)
    if (there && follower.missing === 0) {
      const changed = open.find(entry => !isSame(entry, current(entry.number)))
      if (changed !== undefined) next = changed.number
      open = open.filter(({ number }) => number < next && current(number)?.sealed !== true)
    }
    const entry = written(next) ?? settled(next)
    if (entry === null) {
      await change(signal)
      continue
    }
    yield handOut(entry)
  }

  function handOut(entry: Entry): Entry {
    if (!entry.sealed) open = [...open, entry]
    next += 1
    if (forgets) follower.whole.forget((open[0]?.number ?? next) - 1)
    return entry
  }

  /** A last entry whose seal is wrong may be one that met another writer without the lock: it is taken back at once. */
  function written(number: number): Entry | null {
    const entry = follower.whole.at(number)
    if (entry === undefined) return null
    const doubtful = entry.sealed && !entry.verified && number === follower.whole.count
    return doubtful && follower.quiet < settle ? null : entry
  }

  function current(number: number): Entry | null {
    return follower.whole.at(number) ?? pending(number)
  }

  function pending(number: number): Entry | null {
    const last = follower.missing === 0 ? follower.reader.pending : null
    return last?.number === number ? last : null
  }

  /** The unfinished entry at the end, once its writer has been quiet for a while. */
  function settled(number: number): Entry | null {
    return follower.quiet >= settle ? pending(number) : null
  }
}

/** False when the file is not there: an editor that saves by renaming leaves a moment without it. */
function look(follower: LogFollower, wanted: number | undefined): boolean {
  try {
    follower.refresh(wanted)
    return true
  } catch (error) {
    if (isGone(error)) return false
    throw error
  }
}

function isSame(entry: Entry, now: Entry | null): boolean {
  return (
    now !== null &&
    now.role === entry.role &&
    now.content === entry.content &&
    now.writtenType === entry.writtenType &&
    JSON.stringify(now.fields) === JSON.stringify(entry.fields)
  )
}

/** Says once, after a while, that something that was there is not; and again when it is there again and lost anew. */
function createWorry(onNotice: (notice: Notice) => void): (missing: number | null) => void {
  let since: number | null = null
  let said = false
  return missing => {
    if (missing === 0) {
      since = null
      said = false
      return
    }
    since ??= performance.now()
    if (said || performance.now() - since < PATIENCE) return
    said = true
    const what =
      missing === null
        ? 'The log is gone'
        : `${missing} sealed ${missing === 1 ? 'entry is' : 'entries are'} not in the log any more: it was cut, or an older copy was saved over it`
    onNotice({
      code: 'entries-missing',
      line: 0,
      entry: null,
      message: `${what}. Waiting for it to be put back: synod repair does that`,
    })
  }
}
