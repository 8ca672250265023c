/** What a file says on tools, in any of the forms people write it → what is allowed and what is denied. */
import { canonicalTools, isKnownTool, READING } from './names.ts'
import {
  excepted,
  exceptedFromAll,
  isLimiting,
  joinedByAnd,
  namesIn,
  saysAll,
  saysAllOfSomething,
  saysNothing,
} from './prose.ts'
import { type Reading, readItem } from './remarks.ts'
import { hasNoSeparator, quoted, splitItems, splitWords } from './split.ts'

export interface ToolList {
  /** Canonical names in the author's order; null sets no limit, an empty list allows no tool at all. */
  readonly allowed: readonly string[] | null
  readonly denied: readonly string[]
  /** What was mapped or recovered, one line each. */
  readonly notes: readonly string[]
  /** What was meant as a limit and cannot be read, one line each: errors, since a limit is never dropped. */
  readonly problems: readonly string[]
}

const MOST_NAMES = 1_000
const LONGEST_TEXT = 100_000
const LONGEST_ITEM = 10_000
const DEEPEST = 8
const TOO_DEEP = 'the list of tools is nested too deeply'

/** What has been read so far, in the author's own words. */
interface Draft extends Reading {
  all: boolean
  none: boolean
  /** A list stands there, even if an empty one. */
  listed: boolean
  /** What is true in a map is all that is allowed. */
  grants: boolean
  /** After "all tools except": the rest of the list is left out too. */
  excluding: boolean
}

/**
 * Reads a comma, blank, line or bullet separated string, JSON in a string, a list (also of lists), or a map such as
 * `{write: false, bash: true}`. `*`, "all tools" and "inherit" are `*`, which is everything; `-`, "none" and `[]` allow
 * nothing; null and blank say nothing. In a map `false`, `deny` and `ask` deny (nobody is there to be asked), and what
 * is `true` is the list of what is allowed, unless it names only what is switched on beside what is `false`.
 */
export function parseToolList(written: unknown): ToolList {
  const draft = emptyDraft()
  draft.grants = true
  read(written, draft, 0)
  return finished(draft)
}

/** Reads permissions by tool: the same, but `allow` allows no more than what is allowed anyway, unless `"*"` is denied. */
export function parsePermissions(written: Readonly<Record<string, unknown>> | string): ToolList {
  const draft = emptyDraft()
  if (typeof written !== 'string') read(written, draft, 0)
  else if (ruleOf(written) === null)
    draft.problems.push(`"${written}" is no permission: expected allow, ask or deny`)
  else draft.none = ruleOf(written) === 'deny'
  return finished(draft)
}

/**
 * Reads a list of what is *not* allowed, in the same forms. There `*` and "all tools" are `*`, which denies everything,
 * and in a map `true` denies. "All tools except Read" is a problem: what is allowed belongs in the other list.
 */
export function parseDeniedTools(written: unknown): Omit<ToolList, 'allowed'> {
  const draft = emptyDraft()
  if (isMap(written)) {
    for (const [name, value] of Object.entries(written)) {
      const rule = ruleOf(value)
      if (rule === null) draft.problems.push(`${quoted(name)} is ${shown(value)}: expected true or false`)
      else if (rule !== 'deny' || typeof value === 'string')
        draft.allowed.push(saysAll(name) ? '*' : name.trim())
    }
  } else {
    read(written, draft, 0)
    if (written === false) draft.none = false
  }
  if (draft.all && draft.denied.length > 0) {
    draft.problems.push('exceptions in a list of what is denied: list what is allowed instead')
  }
  const names = [...draft.allowed, ...draft.denied, ...(draft.all ? ['*'] : [])]
  if (draft.none && names.length > 0) draft.problems.push('"none" stands beside other tools: say which it is')
  const denied = unique(names.flatMap(name => (name === '*' ? [name] : named(name, [], draft))))
  return { denied, notes: unique(draft.notes), problems: unique(draft.problems) }
}

function emptyDraft(): Draft {
  const lines = { allowed: [], denied: [], notes: [], problems: [] }
  return { ...lines, all: false, none: false, listed: false, excluding: false, grants: false }
}

function finished(draft: Draft): ToolList {
  const { all, none, listed } = draft
  const denied = draft.denied.flatMap(name => named(name, [], draft))
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

function named(name: string, beside: readonly string[], { notes }: Draft): readonly string[] {
  const tools = canonicalTools(name, beside)
  // Another case of the letters is no other name.
  if (tools.length !== 1 || tools[0]?.toLowerCase() !== name.toLowerCase())
    notes.push(`${head(name)} is ${tools.map(head).join(', ')} here`)
  return tools
}

function head(name: string): string {
  const tool = name.replace(/\(.*$/s, '')
  return tool.length > 60 ? `${tool.slice(0, 57)}...` : tool
}

function unique(lines: readonly string[]): readonly string[] {
  return [...new Set(lines)]
}

function read(written: unknown, draft: Draft, depth: number): void {
  if (written === null || written === undefined) return
  if (depth > DEEPEST) draft.problems.push(TOO_DEEP)
  else if (typeof written === 'string') readText(written, draft, depth)
  else if (Array.isArray(written)) readList(written, draft, depth)
  else if (written === true) draft.all = true
  else if (written === false) draft.none = true
  else if (isMap(written)) readMap(written, draft, depth)
  else draft.problems.push(`${shown(written)} cannot be read as a list of tools`)
}

function readText(text: string, draft: Draft, depth: number): void {
  if (isTooLong(text, LONGEST_TEXT, draft)) return
  const json = fromJson(text.trim())
  if (json !== undefined) {
    read(json, draft, depth + 1)
    return
  }
  // What is only brackets is an empty list, whoever wrote it into a string.
  if (/^[\s[\]]+$/.test(text) && text.includes('[')) draft.listed = true
  const words = hasNoSeparator(text)
  const whole = /^\s*\((.*)\)\s*$/s.exec(text)?.[1] ?? text
  for (const item of itemsOf(whole, draft)) {
    if (words && isWords(item)) for (const word of splitWords(item)) add(word, draft)
    else add(item, draft)
  }
}

function itemsOf(text: string, draft: Draft): readonly string[] {
  if (isTooLong(text, LONGEST_TEXT, draft)) return []
  const { items, notes } = splitItems(text)
  for (const note of notes) draft.notes.push(note)
  return items
}

function readList(list: readonly unknown[], draft: Draft, depth: number): void {
  draft.listed = true
  for (const item of list) {
    if (isFull(draft)) return
    if (typeof item === 'string') {
      for (const name of itemsOf(item, draft)) {
        const words = isWords(name) ? splitWords(name) : []
        if (words.length > 1 && words.every(isKnownTool)) for (const word of words) add(word, draft)
        else add(name, draft)
      }
    } else if (isMap(item)) readMapInList(item, draft, depth + 1)
    else if (typeof item === 'boolean') draft.problems.push(`${item} in the list of tools is no name`)
    else read(item, draft, depth + 1)
  }
}

function isTooLong(text: string, longest: number, { problems }: Draft): boolean {
  if (text.length <= longest) return false
  problems.push(`${quoted(text)} has ${text.length} characters: too long for tools`)
  return true
}

/** A file may have a megabyte, and aliases of YAML make more of it: what comes after that many names is not read. */
function isFull(draft: Draft): boolean {
  if (draft.allowed.length + draft.denied.length <= MOST_NAMES) return false
  draft.problems.push(`there are more than ${MOST_NAMES} names of tools`)
  return true
}

/** Several names with blanks between, and no prose. */
function isWords(item: string): boolean {
  if (!item.includes(' ') || isKnownTool(item) || saysAll(item) || saysNothing(item)) return false
  if (excepted(item) !== null || exceptedFromAll(item) !== null || saysAllOfSomething(item)) return false
  const known = joinedByAnd(item)
  if (known.length > 1 && known.every(isKnownTool)) return false
  const [, name, rest = ''] = /^([^()]+?)(?: \(|: | [-–—] )(.*)$/.exec(item) ?? []
  if (name !== undefined && isKnownTool(name) && !splitWords(rest).every(isKnownTool)) return false
  return !isLimiting(item.replace(/\([^()]*\)/g, ''))
}

function add(item: string, draft: Draft): void {
  if (isFull(draft)) return
  if (isTooLong(item, LONGEST_ITEM, draft)) return
  const left = exceptedFromAll(item)
  if (saysAll(item)) draft.all = true
  else if (saysNothing(item)) draft.none = true
  else if (left !== null) {
    draft.all = true
    draft.excluding = true
    deny(left, item, draft)
  } else if (excepted(item) !== null) {
    deny(excepted(item) ?? '', item, draft)
    // "without Bash, Write" goes on; "no Bash" and "!Bash" are about one tool.
    if (!/^(?:no|not|never|!|-)/i.test(item)) draft.excluding = true
  } else if (draft.excluding) deny(item, item, draft)
  else readItem(item, draft)
}

function deny(text: string, item: string, draft: Draft): void {
  const names = namesIn(text).flatMap(name => {
    const parts = name.split('/')
    return !isKnownTool(name) && parts.every(isKnownTool) ? parts : [name]
  })
  const unread = names.find(name => name.includes(' ') && !isKnownTool(name) && !/^\S+ ?\(/.test(name))
  if (names.length === 0 || unread !== undefined) {
    draft.problems.push(`${quoted(item)} leaves out tools that cannot be told: name each of them`)
  }
  draft.denied.push(...names.filter(name => name !== unread))
  if (names.length > 0) draft.notes.push(`${quoted(item)} is read as a list of what is not allowed`)
}

function readMap(map: Readonly<Record<string, unknown>>, draft: Draft, depth: number): void {
  const granted: string[] = []
  for (const [key, value] of Object.entries(map)) {
    if (isFull(draft)) return
    const name = key.trim()
    const list = listOf(name, value)
    const rule = ruleOf(value)
    if (list !== null) readNamedList(list, value, draft, depth)
    else if (rule === 'allow') granted.push(name)
    else if (rule === 'name') draft.allowed.push(name)
    else if (rule === 'deny') denyKey(name, value, draft)
    else if (isMap(value)) readRules(name, value, draft)
    else if (draft.grants && isTexts(value)) read(value, draft, depth + 1)
    else draft.problems.push(`${quoted(name)} in the map of tools is ${shown(value)}: expected true or false`)
  }
  const all = granted.some(saysAll)
  if (draft.grants && all) draft.all = true
  if (all || !(draft.none || (draft.grants && isWholeList(granted, draft)))) return
  // `"*": false`: what is granted beside it is all there is.
  if (granted.length > 0) draft.none = false
  draft.allowed.push(...granted)
}

/** `{client: [Read], engine: [Bash]}`: names in groups. */
function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(item => typeof item === 'string')
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
  const inner = emptyDraft()
  read(value, inner, depth + 1)
  for (const note of inner.notes) draft.notes.push(note)
  for (const problem of inner.problems) draft.problems.push(problem)
  draft.denied.push(...inner.denied)
  if (list === 'allow') {
    draft.listed = true
    draft.allowed.push(...inner.allowed)
    if (inner.all) draft.all = true
  } else {
    draft.denied.push(...inner.allowed)
    if (inner.all) draft.none = true
  }
}

function denyKey(name: string, value: unknown, draft: Draft): void {
  if (saysAll(name)) draft.none = true
  // As a permission `edit` covers every way to change a file; as a tool it is one of them.
  else if (name === 'edit' && typeof value === 'string')
    draft.denied.push('Edit', 'Write', 'MultiEdit', 'NotebookEdit')
  else draft.denied.push(name)
  if (value === 'ask')
    draft.notes.push(`${quoted(name)} would be asked for: nobody is asked here, so it is not allowed`)
}

/** `bash: {"*": ask, "git *": allow}`: patterns of one tool. */
function readRules(name: string, rules: Readonly<Record<string, unknown>>, draft: Draft): void {
  for (const [pattern, value] of Object.entries(rules)) {
    const rule = ruleOf(value)
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
    } else draft.denied.push(`${name}(${pattern.trim()})`)
  }
}

/** `- Read: what for`, `- {name: Read}`, and a pattern with ": " in it, which YAML takes for a map. */
function readMapInList(map: Readonly<Record<string, unknown>>, draft: Draft, depth: number): void {
  const entries = Object.entries(map)
  const [first] = entries
  if (entries.some(([key]) => /regex|glob|path/i.test(key))) {
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
  } else if (depth > DEEPEST) draft.problems.push(TOO_DEEP)
  else readMap(map, draft, depth)
}

function listOf(key: string, value: unknown): 'allow' | 'deny' | null {
  const isList = Array.isArray(value) || (typeof value === 'string' && ruleOf(value) === null)
  if (!isList && value !== null) return null
  if (/^(?:allow(?:ed)?|include|enabled)$/i.test(key)) return 'allow'
  return /^(?:deny|denied|disallow(?:ed)?|exclude|disabled|blocked)$/i.test(key) ? 'deny' : null
}

/** What a value in a map says of its key; "name" where only the key is there. */
function ruleOf(value: unknown): 'allow' | 'deny' | 'name' | null {
  if (value === null || value === undefined) return 'name'
  const word = String(typeof value === 'object' ? '' : value)
    .trim()
    .toLowerCase()
  if (['true', 'yes', 'on', 'allow', 'allowed', 'enabled', 'always'].includes(word)) return 'allow'
  return ['false', 'no', 'off', 'deny', 'denied', 'ask', 'disabled', 'never'].includes(word) ? 'deny' : null
}

function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
    return Array.isArray(value) ? 'a list' : 'a map'
  }
  return quoted(String(value))
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}

/** Undefined where a text is not JSON of a list or a map. */
function fromJson(text: string): unknown {
  if (!/^(?:\[.*\]|\{.*\})$/s.test(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    // Then it is a list in another spelling: `[Read, Write]`, `['Read']`.
    return undefined
  }
}
