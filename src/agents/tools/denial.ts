/** One item of a list of what is *not* allowed. In doubt the whole tool is denied, or the item is a problem. */
import { isPathTool } from './entry.ts'
import { canonicalTools, isKnownTool, nearTool } from './names.ts'
import { patternOf } from './patterns.ts'
import { excepted, exceptedFromAll, joinedByAnd, namesIn, saysAll } from './prose.ts'
import { quoted, splitWords } from './split.ts'
import { isSwitchKey, refuses, type Switch, switchesIn } from './switches.ts'

interface Reading {
  readonly denied: string[]
  readonly notes: string[]
  readonly problems: string[]
}

const EXCEPTION = /^(?:except|excluding|exclude|without|other than|apart from|save for|besides|but)\b/i

/**
 * "Write", "Bash(rm:*)", "Write (not allowed)", "Bash: never run anything", "no Edit", "Write and Edit". Only a pattern
 * limits a denial: any other remark denies the tool.
 */
export function readDenied(item: string, reading: Reading): void {
  const switches = switchesIn(item)
  if (switches !== null) {
    for (const one of switches) readSwitch(one, item, reading)
    return
  }
  if (exceptedFromAll(item) !== null || EXCEPTION.test(item)) {
    reading.problems.push('exceptions in a list of what is denied: list what is allowed instead')
    return
  }
  const left = excepted(item)
  for (const name of left === null ? [item] : namesIn(left)) readName(name, reading)
}

/** `Write: true` denies; `Write: false` may mean either. */
function readSwitch({ name, word }: Switch, item: string, { denied, problems }: Reading): void {
  const isAmbiguous = /^(?:false|allow(?:ed)?|enabled)$/i.test(word)
  if (isSwitchKey(name)) problems.push(`${quoted(item)} stands without a tool: name the tools`)
  else if (!isAmbiguous) denied.push(...(saysAll(name) ? ['*'] : namesOf(name)))
  else problems.push(`${quoted(item)} in a list of what is denied may mean either: name only what is denied`)
}

function readName(item: string, reading: Reading): void {
  const { denied, notes, problems } = reading
  const inBrackets = /^([^()]+?)( ?)\((.*)\)$/s.exec(item)
  const remarked = inBrackets ?? /^([^\s:()]+(?:\([^()]*\))?)(: ?| +[-–—]+ | )(.*)$/s.exec(item)
  const whole = namesOf(item)
  if (inBrackets === null && whole.every(isKnownTool)) {
    denied.push(...whole)
    return
  }
  const words = splitWords(item)
  if (words.length > 1 && words.some(isKnownTool) && words.every(isKnownTool)) {
    for (const word of words) readName(word, reading)
    return
  }
  const [, name = '', between = '', remark = ''] = remarked ?? []
  const names = namesOf(name)
  if (remarked === null || (inBrackets === null && !names.every(isKnownTool))) {
    denied.push(item)
    return
  }
  if (EXCEPTION.test(remark)) {
    problems.push('exceptions in a list of what is denied: list what is allowed instead')
    return
  }
  const pattern = inBrackets !== null && between === '' ? ownPattern(name, remark) : patternOf(name, remark)
  if (pattern !== null) {
    denied.push(...names.map(tool => `${tool}(${pattern})`))
    if (between !== '') notes.push(`${quoted(item)} is read as a pattern: the rest of ${name} is not denied`)
    return
  }
  denied.push(...names)
  if (remark !== '' && remark !== '*') {
    notes.push(`${names.join(', ')} is denied as a whole: the remark on it is left out: ${quoted(remark)}`)
  }
}

/** Brackets right behind a name hold a pattern, but for words that are plainly none. */
function ownPattern(name: string, inside: string): string | null {
  const [tool = name] = canonicalTools(name)
  const isProse = isPathTool(tool) && inside.includes(' ') && !/[/.*]/.test(inside)
  return inside.trim() === '' || refuses(inside) || /^(?:all|any)$/i.test(inside) || isProse ? null : inside
}

/** "Write and Edit", "Write/Edit", "the Bash tool" → the names; what is unknown stays whole. */
function namesOf(text: string): readonly string[] {
  if (isKnownTool(text)) return [text]
  const parts = joinedByAnd(text)
  if (parts.length > 0 && parts.every(isKnownTool)) return parts
  const slashed = text.split('/')
  return slashed.length > 1 && slashed.every(isKnownTool) ? slashed : [text]
}

/**
 * The canonical names of what is denied. A name that nobody knows denies nothing: one that is nearly ours or is prose
 * is a problem, any other one a note.
 */
export function deniedNames(name: string, { notes, problems }: Omit<Reading, 'denied'>): readonly string[] {
  const head = name.replace(/\(.*$/s, '').trim()
  if (head === '*' || isKnownTool(head) || isOfServer(head)) return canonicalTools(name)
  const near = nearTool(head)
  if (near !== null) {
    problems.push(`${quoted(head)} is no tool known here: did you mean ${near}?`)
  } else if (/\s/.test(head)) {
    problems.push(`${quoted(name)} is no tool known here: name each tool that is denied`)
  } else notes.push(`nobody here knows ${quoted(head)}: to deny it limits no tool of ours`)
  return [name]
}

function isOfServer(name: string): boolean {
  return /^(?:mcp|@)|.__./i.test(name)
}
