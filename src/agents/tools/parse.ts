/** What a file says on tools, in any of the forms people write it → what is allowed and what is denied. */

import { isMap } from '../values.ts'
import { deniedNames } from './denial.ts'
import { type Draft, emptyDraft, isFull, isTooDeep, isTooLong, LONGEST_TEXT, unique } from './draft.ts'
import { add, isWords, itemsOf, mapIn, readItems } from './items.ts'
import { canonicalTools, isKnownTool, nearTool, READING } from './names.ts'
import { saysAll } from './prose.ts'
import { quoted, splitWords } from './split.ts'
import { listOf, ownRuleOf, ruleOf } from './switches.ts'
import { fromJson, isTexts, shown } from './values.ts'

export interface ToolList {
  /** Canonical names in the author's order; null sets no limit, an empty list allows no tool at all. */
  readonly allowed: readonly string[] | null
  readonly denied: readonly string[]
  /** What was mapped or recovered, one line each. */
  readonly notes: readonly string[]
  /** What was meant as a limit and cannot be read, one line each: errors, since a limit is never dropped. */
  readonly problems: readonly string[]
}

/** As a permission `edit` covers every way to change a file; as a tool it is one of them. */
const EDITING: readonly string[] = ['Edit', 'Write', 'MultiEdit', 'NotebookEdit']

/**
 * Reads a comma, blank, line or bullet separated string, JSON in a string, a list (also of lists), or a map such as
 * `{write: false, bash: true}`. `*`, "all tools" and "inherit" are `*`, which is everything; `-`, "none" and `[]` allow
 * nothing; null and blank say nothing. In a map `false`, `deny` and `ask` deny (nobody is there to be asked), and what
 * is `true` is the list of what is allowed, unless it names only what is switched on beside what is `false`.
 */
export function parseToolList(written: unknown): ToolList {
  const draft = emptyDraft('tools')
  read(written, draft, 0)
  const list = finished(draft)
  const isSilent = list.allowed === null && list.denied.length === 0 && list.problems.length === 0
  if (!isSilent || written === null || written === undefined || written === '') return list
  const why = isMap(written) && Object.keys(written).length > 0 ? 'names no tool' : 'is empty'
  return { ...list, notes: [...list.notes, `${why}: it limits nothing; write [] for no tools`] }
}

/** Reads permissions by tool: the same, but `allow` allows no more than what is allowed anyway, unless `"*"` is denied. */
export function parsePermissions(written: Readonly<Record<string, unknown>> | string): ToolList {
  const draft = emptyDraft('permissions')
  const rule = typeof written === 'string' ? ruleOf(written) : null
  const map = typeof written === 'string' ? mapIn(written) : written
  if (rule !== null) draft.none = rule === 'deny'
  else if (map === null)
    draft.problems.push(`${shown(written)} is no permission: expected allow, ask or deny`)
  else read(map, draft, 0)
  return finished(draft)
}

/**
 * Reads a list of what is *not* allowed, in the same forms. There `*` and "all tools" are `*`, which denies everything,
 * and in a map `true` denies; `false` may mean either, and is a problem. A remark denies its tool, only a pattern limits
 * the denial. "All tools except Read" is a problem: what is allowed belongs in the other list.
 */
export function parseDeniedTools(written: unknown): Omit<ToolList, 'allowed'> {
  const draft = emptyDraft('denied')
  if (written !== false) read(written, draft, 0)
  if (draft.none && (draft.all || draft.denied.length > 0)) {
    draft.problems.push('"none" stands beside other tools: say which it is')
  }
  const denied = [...draft.denied.flatMap(name => named(name, null, draft)), ...(draft.all ? ['*'] : [])]
  return { denied: unique(denied), notes: unique(draft.notes), problems: unique(draft.problems) }
}

function finished(draft: Draft): ToolList {
  const { all, none, listed } = draft
  const denied = draft.denied.flatMap(name => named(name, null, draft))
  const allowed = all ? [] : draft.allowed.flatMap(name => named(name, draft.allowed, draft))
  if (none && (all || allowed.length > 0))
    draft.problems.push('"none" stands beside other tools: say which it is')
  if (all && draft.allowed.length > 0)
    draft.notes.push('all tools are allowed: the names beside that add nothing')
  const empty = none || (listed && denied.length === 0)
  return {
    allowed: all ? ['*'] : allowed.length > 0 || empty ? unique(allowed) : null,
    denied: unique(denied),
    notes: unique(draft.notes),
    problems: unique(draft.problems),
  }
}

/** @param beside the names of the list; null for what is denied */
function named(name: string, beside: readonly string[] | null, draft: Draft): readonly string[] {
  const tools = beside === null ? deniedNames(name, draft) : canonicalTools(name, beside)
  // Another case of the letters is no other name.
  if (tools.length !== 1 || tools[0]?.toLowerCase() !== name.toLowerCase())
    draft.notes.push(`${head(name)} is ${tools.map(head).join(', ')} here`)
  const near = beside === null ? null : nearTool(name.replace(/\(.*$/s, ''))
  if (near !== null) draft.notes.push(`${head(name)} is no tool known here: did you mean ${near}?`)
  return tools
}

function head(name: string): string {
  const tool = name.replace(/\(.*$/s, '')
  return tool.length > 60 ? `${tool.slice(0, 57)}...` : tool
}

function read(written: unknown, draft: Draft, depth: number): void {
  if (written === null || written === undefined) return
  if (isTooDeep(depth, draft)) return
  if (typeof written === 'string') readText(written, draft, depth)
  else if (Array.isArray(written)) readList(written, draft, depth)
  else if (written === true) draft.all = true
  else if (written === false) draft.none = true
  else if (isMap(written)) readMap(written, draft, depth)
  else draft.problems.push(`${shown(written)} cannot be read as a list of tools`)
}

function readText(text: string, draft: Draft, depth: number): void {
  if (isTooLong(text, draft, LONGEST_TEXT)) return
  const json = fromJson(text.trim())
  const map = json === undefined && draft.kind === 'tools' ? mapIn(text) : null
  if (json !== undefined) read(json, draft, depth + 1)
  else if (map !== null) readMap(map, draft, depth)
  else readItems(text, draft)
}

function readList(list: readonly unknown[], draft: Draft, depth: number): void {
  draft.listed = true
  const hasAll = list.some(item => typeof item === 'string' && item.trim() === '*')
  for (const item of list) {
    if (isFull(draft)) return
    if (typeof item === 'string') {
      // `- Bash` as an item beside `*` takes away; elsewhere it is a bullet too many.
      const text = hasAll ? item.replace(/^\s*[-–—]\s+/, '!') : item
      for (const name of itemsOf(text, draft)) {
        // In a list of several, a name may have a blank in it: `Agent TODOs`.
        const words = isWords(name) ? splitWords(name) : []
        const isName = list.length === 1 ? isKnownTool : isCanonical
        if (words.length > 1 && words.every(isName)) for (const word of words) add(word, draft)
        else add(name, draft)
      }
    } else if (isMap(item)) readMapInList(item, draft, depth + 1)
    else if (typeof item === 'boolean') draft.problems.push(`${item} in the list of tools is no name`)
    else read(item, draft, depth + 1)
  }
}

function readMap(map: Readonly<Record<string, unknown>>, draft: Draft, depth: number): void {
  const granted: string[] = []
  for (const [key, value] of Object.entries(map)) {
    if (isFull(draft)) return
    const name = key.trim()
    const list = isListed(value) ? listOf(name) : null
    const isBare = draft.kind === 'tools' && isMap(value) && Object.keys(value).length === 0
    const rule = isBare ? 'name' : isMap(value) ? ownRuleIn(value) : ruleOf(value)
    if (draft.kind === 'denied') readDeniedKey(name, value, draft)
    else if (list !== null) readNamedList(list, value, draft, depth)
    else if (rule === 'deny') denyKey(name, value, draft)
    else if (isMap(value) && !isBare) {
      if (rule === 'allow') granted.push(name)
      readRules(name, value, draft)
    } else if (rule === 'allow') granted.push(name)
    else if (rule === 'name') draft.allowed.push(name)
    else if (draft.kind === 'tools' && isTexts(value)) readGroup(name, value, draft, depth)
    else draft.problems.push(`${quoted(name)} in the map of tools is ${shown(value)}: expected true or false`)
  }
  const all = granted.some(saysAll)
  if (draft.kind === 'tools' && all) draft.all = true
  if (all || !(draft.none || (draft.kind === 'tools' && isWholeList(granted, draft)))) return
  // `"*": false`: what is granted beside it is all there is.
  if (granted.length > 0) draft.none = false
  draft.allowed.push(...granted)
}

function readDeniedKey(name: string, value: unknown, draft: Draft): void {
  const rule = ruleOf(value)
  if (rule === null) draft.problems.push(`${quoted(name)} is ${shown(value)}: expected true or false`)
  else if (rule === 'name') add(name, draft)
  else add(`${name}: ${String(value)}`, draft)
}

function isCanonical(name: string): boolean {
  return isKnownTool(name) && canonicalTools(name)[0] === name
}

/** `{client: [Read], engine: [Bash]}`: names in groups; `{Bash: ["git *"]}`: the patterns of a tool. */
function readGroup(name: string, texts: readonly string[], draft: Draft, depth: number): void {
  if (!isKnownTool(name) || texts.every(isKnownTool)) read(texts, draft, depth + 1)
  else draft.allowed.push(...texts.map(text => `${name}(${text.trim()})`))
}

/** What a tool's own map says of the tool: `{enabled: false}`. To deny goes before to allow. */
function ownRuleIn(rules: Readonly<Record<string, unknown>>): 'allow' | 'deny' | null {
  const own = Object.entries(rules).map(([key, value]) => ownRuleOf(key, value))
  return own.find(rule => rule === 'deny') ?? own.find(rule => rule !== null) ?? null
}

/**
 * Whether what is true in a map is all there is. Beside what is false it may only be switched on: an agent that may
 * write and may not read is nobody's wish.
 */
function isWholeList(granted: readonly string[], { denied }: Draft): boolean {
  return (
    denied.length === 0 || granted.flatMap(name => canonicalTools(name)).some(tool => READING.includes(tool))
  )
}

/** `{allow: [...], deny: [...]}` */
function readNamedList(list: 'allow' | 'deny', value: unknown, draft: Draft, depth: number): void {
  const inner = emptyDraft(list === 'deny' ? 'denied' : 'tools')
  read(value, inner, depth + 1)
  for (const note of inner.notes) draft.notes.push(note)
  for (const problem of inner.problems) draft.problems.push(problem)
  draft.denied.push(...inner.denied)
  if (list === 'allow') {
    draft.listed = true
    draft.allowed.push(...inner.allowed)
    if (inner.all) draft.all = true
  } else {
    if (inner.all) draft.none = true
  }
}

function denyKey(name: string, value: unknown, draft: Draft): void {
  if (saysAll(name)) draft.none = true
  else if (name === 'edit' && typeof value === 'string') draft.denied.push(...EDITING)
  else draft.denied.push(name)
  if (value === 'ask')
    draft.notes.push(`${quoted(name)} would be asked for: nobody is asked here, so it is not allowed`)
}

/** `bash: {"*": ask, "git *": allow}`: patterns of one tool. */
function readRules(name: string, rules: Readonly<Record<string, unknown>>, draft: Draft): void {
  for (const [pattern, value] of Object.entries(rules)) {
    const rule = ruleOf(value)
    if (ownRuleOf(pattern, value) !== null) continue
    if (rule !== 'allow' && rule !== 'deny') {
      draft.problems.push(
        `${quoted(`${name}: ${pattern}`)} is neither allowed nor denied: expected true or false`,
      )
    }
    if (rule !== 'deny') continue
    if (pattern.trim() === '*') {
      denyKey(name, value, draft)
      if (Object.values(rules).some(other => ruleOf(other) === 'allow')) {
        draft.notes.push(`${quoted(name)} is allowed for some patterns only: here it is not allowed at all`)
      }
    } else
      draft.denied.push(...(name === 'edit' ? EDITING : [name]).map(tool => `${tool}(${pattern.trim()})`))
  }
}

/** `- Read: what for`, `- {name: Read}`, and a pattern with ": " in it, which YAML takes for a map. */
function readMapInList(map: Readonly<Record<string, unknown>>, draft: Draft, depth: number): void {
  const entries = Object.entries(map)
  const [first] = entries
  if (entries.some(([key]) => /regex|glob|path/i.test(key) && !isKnownTool(key))) {
    draft.problems.push('a list of tools limits one of them to some files: write that as Edit(src/**)')
    return
  }
  const name = map['name'] ?? map['tool'] ?? map['id']
  if (
    typeof name === 'string' &&
    entries.length > 0 &&
    entries.every(([, value]) => typeof value !== 'object')
  ) {
    add(name.trim(), draft)
  } else if (entries.length === 1 && typeof first?.[1] === 'string' && ruleOf(first[1]) === null) {
    for (const item of itemsOf(`${first[0]}: ${first[1]}`, draft)) add(item, draft)
  } else if (!isTooDeep(depth, draft)) readMap(map, draft, depth)
}

/** Whether a value is a list of names, as a map and as text too. */
function isListed(value: unknown): boolean {
  return typeof value === 'object' || (typeof value === 'string' && ruleOf(value) === null)
}
