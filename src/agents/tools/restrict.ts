/** What two lists of tools allow together, and what one definition allows: the seam for giving tools to an agent. */
import { boundsOf } from './bounds.ts'
import { type Alternative, type Entry, entryOf, takesTool, toolAndUse } from './entry.ts'
import { alternativeTakes, entryDenies, usesAllow } from './uses.ts'

/** Nobody writes so many by hand; comparing more with each other would take a hostile file's time. */
const MOST_USES = 500
/** Characters of the one list times those of the other, where there are wildcards: each may be compared with each. */
const MOST_PAIRS = 10_000_000

/**
 * What both lists allow; null is no limit. `Bash` with `Bash(git:*)` is `Bash(git:*)`, `mcp__s__*` with `mcp__s__t`
 * the latter, `*` with anything that thing. Two patterns of which neither takes in the other (`a*` and `*b`) have
 * nothing in common here: the answer may allow less than both do, never more. In the order of `a`, without what
 * another part of the answer covers. Lists of more than 500 uses, or of very many wildcards, are compared by their texts.
 */
export function intersect(
  a: readonly string[] | null,
  b: readonly string[] | null,
): readonly string[] | null {
  if (a === null) return b
  if (b === null) return a
  const left = a.map(entryOf)
  const right = b.map(entryOf)
  const pairs = wildcardsIn(a) * lengthOf(b) + lengthOf(a) * wildcardsIn(b)
  if (sizeOf(left) > MOST_USES || sizeOf(right) > MOST_USES || pairs > MOST_PAIRS) {
    const texts = new Set(b)
    return [...new Set(a)].filter(text => texts.has(text))
  }
  const same = new Set(a.filter(text => b.includes(text)))
  const met = left.flatMap(one =>
    right
      .flatMap(other => meet(one, other))
      // What is in both lists comes at its own place.
      .filter(text => text === one.text || !same.has(text)),
  )
  const entries = [...new Set(met)].map(entryOf)
  return entries
    .filter(one => same.has(one.text) || !entries.some(other => other !== one && isSpare(one, other, same)))
    .map(({ text }) => text)
}

/** Whether `other` already says what `one` says; of two that say the same, the first by its letters stays. */
function isSpare(one: Entry, other: Entry, same: ReadonlySet<string>): boolean {
  return covers(other, one) && (!covers(one, other) || same.has(other.text) || other.text < one.text)
}

function sizeOf(entries: readonly Entry[]): number {
  return entries.reduce((sum, { uses }) => sum + Math.max(1, uses?.length ?? 1), 0)
}

function lengthOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.length, 0)
}

function wildcardsIn(texts: readonly string[]): number {
  return lengthOf(texts.filter(text => text.includes('*')))
}

function meet(one: Entry, other: Entry): readonly string[] {
  const narrowed = covers(one, other)
  const widened = covers(other, one)
  if (narrowed && widened) return [one.text < other.text ? one.text : other.text]
  if (narrowed) return [other.text]
  if (widened) return [one.text]
  const tool = takesTool(one.tool, other.tool)
    ? other.tool
    : takesTool(other.tool, one.tool)
      ? one.tool
      : null
  if (tool === null) return []
  if (one.uses === null || other.uses === null) {
    return (one.uses ?? other.uses ?? []).map(({ text }) => `${tool}(${text})`)
  }
  const { uses } = other
  return one.uses
    .flatMap(use => uses.flatMap(second => common(use, second, tool)))
    .map(text => `${tool}(${text})`)
}

function common(one: Alternative, other: Alternative, tool: string): readonly string[] {
  const narrowed = alternativeTakes(one, other, tool)
  const widened = alternativeTakes(other, one, tool)
  if (narrowed && widened) return [one.text < other.text ? one.text : other.text]
  return narrowed ? [other.text] : widened ? [one.text] : []
}

function covers(wide: Entry, narrow: Entry): boolean {
  if (!takesTool(wide.tool, narrow.tool)) return false
  const { uses } = wide
  if (uses === null) return true
  return narrow.uses?.every(use => uses.some(pattern => alternativeTakes(pattern, use, narrow.tool))) === true
}

/**
 * Whether an agent of this definition may use a tool: `Read`, `Bash(git status)`, `Read(src/main.ts)`,
 * `WebFetch(https://example.org/a)`, `mcp__server__tool`; names in their canonical form.
 *
 * - What is denied is denied whatever is allowed. A denied `Bash` denies every `Bash(…)`; a denied `Bash(rm:*)`
 *   leaves `Bash(ls)`. A denied Edit denies MultiEdit and NotebookEdit too, a denied Bash also Monitor.
 * - A bare name asks for the tool without limits: `Bash(git:*)` in the list does not give `Bash`, and a denied
 *   `Bash(rm:*)` takes it.
 * - `git:*` and `git *` are `git` and `git …`, not `gitx`. `*` in a path ends at a slash, `**` does not; when denying
 *   both go on. Commas in a list's parentheses separate patterns.
 * - Of `a && b`, `a; b`, `a | b` every command must be allowed, and none denied. A command with a redirection or a
 *   substitution is allowed by the bare tool, or by its very text.
 * - A path with `..` inside is allowed by no pattern, and denied by any pattern of its tool.
 * - What else bounds an agent (`bounds`) counts as if it stood in its lists.
 *
 * To deny a command keeps honest agents from it (`sudo rm` is not `rm`); whoever has to be kept from it gets no Bash.
 */
export function allows(definition: Parameters<typeof boundsOf>[0], tool: string): boolean {
  const { tools, disallowedTools } = boundsOf(definition)
  const asked = toolAndUse(tool)
  const { use } = asked
  if (disallowedTools.some(text => entryDenies(entryOf(text), asked.tool, use))) return false
  if (tools === null) return true
  const entries = tools.map(entryOf).filter(entry => takesTool(entry.tool, asked.tool))
  if (entries.some(({ uses }) => uses === null)) return true
  return (
    use !== null &&
    usesAllow(
      entries.flatMap(({ uses }) => uses ?? []),
      asked.tool,
      use,
    )
  )
}
