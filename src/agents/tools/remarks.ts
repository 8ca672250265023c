/** One item of a list that allows tools: a name, perhaps with a pattern, perhaps with a remark on it. */
import { canonicalTools, isKnownTool } from './names.ts'
import { excepted, isLimiting, joinedByAnd, namesIn, saysAllOfSomething, saysPurpose } from './prose.ts'
import { quoted } from './split.ts'

/** Where names and lines are collected; names are still as written. */
export interface Reading {
  readonly allowed: string[]
  readonly denied: string[]
  readonly notes: string[]
  readonly problems: string[]
}

/**
 * "Grep", "Bash(git:*)", "Bash (for tests)", "Read (no write)", "Bash: only git", "Read and Write". A remark that
 * limits and cannot be told apart further stays as the pattern of its tool: it allows less then, never more.
 */
export function readItem(item: string, reading: Reading): void {
  const { allowed, notes } = reading
  const parts = joinedByAnd(item)
  const slashed = item.split('/')
  const withBrackets = /^([^()]+?)( ?)\((.*)\)$/s.exec(item)
  const withRemark = /^([^\s:()]+(?:\([^()]*\))?)(?:: ?| [-–—] )(.*)$/s.exec(item)
  if (withBrackets !== null) {
    const [, name = '', blank = '', remark = ''] = withBrackets
    readRemark(name, remark.trim(), blank !== '', reading)
  } else if (isKnownTool(item)) allowed.push(item)
  else if (parts.length > 0 && parts.every(isKnownTool)) allowed.push(...parts)
  else if (slashed.length > 1 && slashed.every(isKnownTool)) allowed.push(...slashed)
  else if (withRemark !== null && isKnownTool(withRemark[1] ?? '')) {
    const [, name = '', remark = ''] = withRemark
    const others = namesIn(remark)
    if (others.length > 0 && others.every(isKnownTool)) allowed.push(name, ...others)
    else if (isLimiting(remark)) readRemark(name, remark, true, reading)
    else {
      allowed.push(name)
      if (remark !== '') notes.push(`the remark on ${name} is left out: ${quoted(remark)}`)
    }
  } else readUnknown(item, reading)
}

function readUnknown(item: string, { allowed, problems }: Reading): void {
  const [, only] = /^only (.+)$/i.exec(item) ?? /^(.+) only$/i.exec(item) ?? []
  const names = joinedByAnd(only ?? '')
  if (names.length > 0 && names.every(isKnownTool)) allowed.push(...names)
  else if (saysAllOfSomething(item) || (item.includes(' ') && isLimiting(item))) {
    problems.push(`${quoted(item)} is meant as a limit and cannot be read: name the tools`)
  } else allowed.push(item)
}

/** @param apart whether a blank stood before the remark: `Bash(…)` without one is nearly always a pattern */
function readRemark(name: string, remark: string, apart: boolean, reading: Reading): void {
  const { allowed, denied, notes } = reading
  const names = joinedByAnd(name)
  const all = names.length > 1 && names.every(isKnownTool) ? names : [name]
  const left = /^[!-]/.test(remark) && !apart ? null : excepted(remark)
  const lessened = left === null ? null : exceptions(name, left)
  if (lessened !== null) {
    allowed.push(...all)
    denied.push(...lessened)
    notes.push(`${quoted(remark)} is read as: not allowed are ${lessened.join(', ')}`)
  } else if (apart && saysPurpose(remark)) {
    allowed.push(...all)
    notes.push(`the remark on ${name} is left out: ${quoted(remark)}`)
  } else if (remark === '') allowed.push(...all)
  else {
    allowed.push(...all.slice(0, -1), `${all.at(-1)}(${remark})`)
    if (apart) notes.push(`${quoted(`${name} (${remark})`)} is read as a pattern`)
  }
}

/** "no write" beside any tool, "no rm" beside Bash, "except .env" beside Write; null where it says something else. */
function exceptions(name: string, left: string): readonly string[] | null {
  const [tool = name] = canonicalTools(name)
  const denied = namesIn(left).map(word => {
    if (isKnownTool(word)) return canonicalTools(word)
    if (word.includes(' ')) return null
    if (tool === 'Bash') return [`Bash(${word}:*)`]
    return /[./*]/.test(word) ? [`${tool}(${word})`] : null
  })
  const told = denied.filter(names => names !== null)
  return told.length > 0 && told.length === denied.length ? told.flat() : null
}
