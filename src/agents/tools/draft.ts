/** What has been read of a list so far, and the most that is read of one. */
import { quoted } from './split.ts'

/** Names are still in the author's own words. */
export interface Draft {
  readonly allowed: string[]
  readonly denied: string[]
  readonly notes: string[]
  readonly problems: string[]
  all: boolean
  none: boolean
  /** A list stands there, even if an empty one. */
  listed: boolean
  /** After "all tools except": the rest of the list is left out too. */
  excluding: boolean
  /** What the key says of the names: in permissions only, what is true in a map is not all that is allowed. */
  readonly kind: 'tools' | 'permissions' | 'denied'
}

const MOST_NAMES = 1_000
const LONGEST_ITEM = 10_000
export const LONGEST_TEXT = 100_000
const DEEPEST = 8

export function emptyDraft(kind: Draft['kind']): Draft {
  const lines = { allowed: [], denied: [], notes: [], problems: [] }
  return { ...lines, all: false, none: false, listed: false, excluding: false, kind }
}

export function isTooLong(text: string, { problems }: Draft, longest: number = LONGEST_ITEM): boolean {
  if (text.length <= longest) return false
  problems.push(`${quoted(text)} has ${text.length} characters: too long for tools`)
  return true
}

/** A file may have a megabyte, and aliases of YAML make more of it: what comes after that many names is not read. */
export function isFull(draft: Draft): boolean {
  if (draft.allowed.length + draft.denied.length <= MOST_NAMES) return false
  draft.problems.push(`there are more than ${MOST_NAMES} names of tools`)
  return true
}

export function isTooDeep(depth: number, { problems }: Draft): boolean {
  if (depth <= DEEPEST) return false
  problems.push('the list of tools is nested too deeply')
  return true
}

export function unique(lines: readonly string[]): readonly string[] {
  return [...new Set(lines)]
}
