/** What was done wrong on purpose, and what became of it. */
import type { EntryDraft } from '../../../src/log/entry.ts'
import type { AppendResult } from '../../../src/log/shared-log.ts'

export interface Misdeed {
  readonly name: string
  /** The entries it stands in. */
  readonly entries: number[]
  /** What the engine said to it, besides the notices about these entries: an error's code, `stale`. */
  readonly answers: string[]
}

export interface Misdeeds {
  readonly all: readonly Misdeed[]
  add(name: string): Misdeed
  /** A draft that is to be recognised when it comes to the log. */
  inDraft(name: string, content: string): Misdeed
  told(draft: EntryDraft, result: AppendResult): void
}

export function createMisdeeds(): Misdeeds {
  const all: Misdeed[] = []
  const drafts = new Map<string, Misdeed>()
  function add(name: string): Misdeed {
    const misdeed: Misdeed = { name, entries: [], answers: [] }
    all.push(misdeed)
    return misdeed
  }
  return {
    all,
    add,
    inDraft(name, content) {
      const misdeed = add(name)
      drafts.set(content, misdeed)
      return misdeed
    },
    told({ content }, result) {
      const misdeed = drafts.get(content)
      if (misdeed === undefined) return
      drafts.delete(content)
      if (result.appended) misdeed.entries.push(result.entry.number)
      else misdeed.answers.push(result.reason)
    },
  }
}
