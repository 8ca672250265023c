/** A text that is meant as a list of tools, or as a part of one → what its items say. */
import { readDenied } from './denial.ts'
import { type Draft, isFull, isTooLong, LONGEST_TEXT } from './draft.ts'
import { isCommandTool } from './entry.ts'
import { canonicalTools, isKnownTool } from './names.ts'
import { patternOf } from './patterns.ts'
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
import { readItem } from './remarks.ts'
import { hasNoSeparator, quoted, splitItems, splitWords } from './split.ts'
import { isLoneSwitch, isSwitchKey, ruleOf, type Switch, switchesIn } from './switches.ts'

export function itemsOf(text: string, draft: Draft): readonly string[] {
  if (isTooLong(text, draft, LONGEST_TEXT)) return []
  const { items, notes } = splitItems(text)
  for (const note of notes) draft.notes.push(note)
  return items
}

/** Reads a text with items between commas, line ends or blanks, or with a map that is no YAML: `write: false`. */
export function readItems(text: string, draft: Draft): void {
  if (isTooLong(text, draft, LONGEST_TEXT)) return
  // What is only brackets is an empty list, whoever wrote it into a string.
  if (/^[\s[\]]+$/.test(text) && text.includes('[')) draft.listed = true
  const separated = !hasNoSeparator(text)
  const inside = /^\s*\((.*)\)\s*$/s.exec(text)?.[1] ?? text
  // Bullets below a bare `*` take away.
  const whole = /^\s*\*\s*$/m.test(inside) ? inside.replace(/^\s*[-–—] +/gm, '!') : inside
  for (const item of itemsOf(whole, draft)) {
    if (separated || !isWords(item)) add(item, draft)
    else addWords(item, draft)
  }
}

/** The map a text is that has only items like `write: false`; where one says both, it is denied. Else null. */
export function mapIn(text: string): Readonly<Record<string, string>> | null {
  if (text.length > LONGEST_TEXT) return null
  const map: Record<string, string> = Object.create(null)
  for (const item of splitItems(text).items) {
    const switches = switchesIn(item)
    if (switches === null || switches.some(({ name }) => isSwitchKey(name))) return null
    for (const { name, word } of switches) {
      if (ruleOf(map[name]) !== 'deny') map[name] = word
    }
  }
  return Object.keys(map).length === 0 ? null : map
}

/** Several names with blanks between, and no prose. */
export function isWords(item: string): boolean {
  if (!item.includes(' ') || isKnownTool(item) || saysAll(item) || saysNothing(item)) return false
  if (switchesIn(item) !== null) return false
  if (excepted(item) !== null || exceptedFromAll(item) !== null || saysAllOfSomething(item)) return false
  const known = joinedByAnd(item)
  if (known.length > 1 && known.every(isKnownTool)) return false
  const [, name, rest = ''] = /^([^()]+?)(?: \(|: | [-–—] )(.*)$/.exec(item) ?? []
  if (name !== undefined && isKnownTool(name) && !splitWords(rest).every(isKnownTool)) return false
  return !isLimiting(item.replace(/\([^()]*\)/g, ''))
}

/** `Read Grep`, `docker Read`; but not "Read all files", which is prose, and not `Bash git *`, which is a pattern. */
function addWords(item: string, draft: Draft): void {
  const words = splitWords(item)
  const [first = ''] = words
  const isPattern =
    words.length > 1 && isKnownTool(first) && patternOf(first, item.slice(first.length + 1)) !== null
  if (draft.kind === 'denied' || (isPattern && !words.every(isKnownTool))) add(item, draft)
  else if (
    words.length > 1 &&
    isCommand(first) &&
    words.slice(1).every(word => /^[a-z]/.test(word) && !isKnownTool(word))
  ) {
    draft.allowed.push(`${first}(${words.slice(1).join(' ')})`)
    draft.notes.push(`${quoted(item)} is read as a pattern`)
  } else if (words.length > 1 && words.some(word => saysAll(word) || isUseOfTool(word))) {
    draft.problems.push(`${quoted(item)} is meant as a limit and cannot be read: name the tools`)
  } else for (const word of words) add(word, draft)
}

function isCommand(word: string): boolean {
  const [tool = ''] = canonicalTools(word)
  return isCommandTool(tool)
}

/** `git:*` between names belongs to the one before it. */
function isUseOfTool(word: string): boolean {
  return !isKnownTool(word) && /[*:]/.test(word) && !/^\w+_\*$|\(/.test(word)
}

export function add(item: string, draft: Draft): void {
  if (isFull(draft) || isTooLong(item, draft)) return
  const left = exceptedFromAll(item)
  const switches = switchesIn(item)
  if (saysAll(item)) draft.all = true
  else if (saysNothing(item)) draft.none = true
  else if (isLoneSwitch(item))
    draft.problems.push(`${quoted(item)} stands without a tool: write it as a map, {Bash: false}`)
  else if (draft.kind === 'denied') {
    if (left !== null) draft.all = true
    readDenied(item, draft)
  } else if (switches !== null) for (const one of switches) addSwitch(one, draft)
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

/** `Write: false` beside plain names. */
function addSwitch({ name, word }: Switch, draft: Draft): void {
  const names = joinedByAnd(name)
  const all = names.every(isKnownTool) ? names : [name]
  const on = ruleOf(word) === 'allow'
  if (isSwitchKey(name)) {
    draft.problems.push(
      `${quoted(`${name}: ${word}`)} stands without a tool: write it as a map, {Bash: false}`,
    )
  } else if (saysAll(name)) {
    if (on) draft.all = true
    else draft.none = true
  } else {
    const list = on ? draft.allowed : draft.denied
    list.push(...all)
    if (!on) draft.notes.push(`${quoted(`${name}: ${word}`)} is read as: not allowed`)
  }
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
  for (const name of names.filter(name => name !== unread)) readDenied(name, draft)
  if (names.length > 0) draft.notes.push(`${quoted(item)} is read as a list of what is not allowed`)
}
