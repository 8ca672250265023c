/** One item of a list that allows tools: a name, perhaps with a pattern, perhaps with a remark on it. */
import { isCommandTool } from './entry.ts'
import { canonicalTools, isKnownTool } from './names.ts'
import { namesFiles, patternOf } from './patterns.ts'
import { excepted, isLimiting, joinedByAnd, namesIn, saysAllOfSomething, saysPurpose } from './prose.ts'
import { quoted } from './split.ts'
import { refuses } from './switches.ts'

/** Where names and lines are collected; names are still as written. */
interface Reading {
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
  const { allowed, problems } = reading
  const parts = joinedByAnd(item)
  const slashed = item.split('/')
  const withBrackets = /^([^()]+?)( ?)\((.*)\)$/s.exec(item)
  const withRemark = /^([^\s:()]+(?:\([^()]*\))?)(?:: ?| [-–—] )(.*)$/s.exec(item)
  const listed =
    /^(allow|allowed|include|enabled|deny|denied|disallow|disallowed|exclude|disabled|blocked):/i.exec(item)
  if (listed !== null) {
    problems.push(`${quoted(item)} is a list inside of a text: write ${listed[1]} as a key with a list`)
  } else if (withBrackets !== null) {
    const [, name = '', blank = '', remark = ''] = withBrackets
    readRemark(name, remark.trim(), blank !== '', reading)
  } else if (isKnownTool(item)) allowed.push(item)
  else if (parts.length > 0 && parts.every(isKnownTool)) allowed.push(...parts)
  else if (slashed.length > 1 && slashed.every(isKnownTool)) allowed.push(...slashed)
  else if (withRemark !== null && isKnownTool(withRemark[1] ?? '')) {
    const [, name = '', remark = ''] = withRemark
    const others = namesIn(remark)
    if (others.length > 0 && others.every(isKnownTool)) allowed.push(name, ...others)
    else readRemark(name, remark, true, reading, isPlain(name, remark))
  } else readUnknown(item, reading)
}

/** A description behind a colon, as in "Read: the code"; behind Bash it may be a command. */
function isPlain(name: string, remark: string): boolean {
  return !isLimiting(remark) && !isCommandTool(canonicalTools(name)[0] ?? name) && !/^\d+$/.test(remark)
}

function readUnknown(item: string, { allowed, notes, problems }: Reading): void {
  const [, only] = /^only (.+)$/i.exec(item) ?? /^(.+) only$/i.exec(item) ?? []
  const names = joinedByAnd(only ?? '')
  const [, tool = '', rest = ''] = /^(\S+) (.+)$/s.exec(item) ?? []
  const pattern = isKnownTool(tool) ? patternOf(tool, rest) : null
  if (names.length > 0 && names.every(isKnownTool)) allowed.push(...names)
  else if (pattern !== null) {
    allowed.push(`${tool}(${pattern})`)
    notes.push(`${quoted(item)} is read as a pattern`)
  } else if (saysAllOfSomething(item) || (item.includes(' ') && isLimiting(item))) {
    problems.push(`${quoted(item)} is meant as a limit and cannot be read: name the tools`)
  } else allowed.push(item)
}

/**
 * @param apart whether a blank stood before the remark: `Bash(…)` without one is nearly always a pattern
 * @param plain whether the remark may be left out if it is no pattern
 */
function readRemark(name: string, remark: string, apart: boolean, reading: Reading, plain = false): void {
  const { allowed, denied, notes, problems } = reading
  const names = joinedByAnd(name)
  const all = names.length > 1 && names.every(isKnownTool) ? names : [name]
  const left = /^[!-]/.test(remark) && !apart ? null : excepted(remark)
  const lessened = left === null ? null : exceptions(name, left)
  const pattern = apart ? patternOf(name, remark) : null
  if (apart && refuses(remark)) {
    denied.push(...all)
    notes.push(`${quoted(`${name} (${remark})`)} is read as: not allowed`)
  } else if (lessened !== null) {
    allowed.push(...all)
    denied.push(...lessened)
    notes.push(`${quoted(remark)} is read as: not allowed are ${lessened.join(', ')}`)
  } else if (pattern !== null) {
    allowed.push(...all.slice(0, -1), `${all.at(-1)}(${pattern})`)
    notes.push(`${quoted(`${name} (${remark})`)} is read as a pattern`)
  } else if (apart && namesFiles(name, remark)) {
    problems.push(
      `${quoted(`${name} (${remark})`)} may limit ${name} to some files: write ${name}(docs/**) for that`,
    )
  } else if (apart && (plain || saysPurpose(remark))) {
    allowed.push(...all)
    if (remark !== '') notes.push(`the remark on ${name} is left out: ${quoted(remark)}`)
  } else if (remark === '') allowed.push(...all)
  else {
    allowed.push(...all.slice(0, -1), `${all.at(-1)}(${remark})`)
    if (apart) notes.push(`${quoted(`${name} (${remark})`)} is read as a pattern`)
  }
}

/** Behind "no", any other word is no command: "no writes", "no network". */
const COMMANDS: ReadonlySet<string> = new Set(
  'rm mv cp dd git npm npx pnpm yarn pip curl wget ssh scp sudo chmod chown kill docker kubectl make'.split(
    ' ',
  ),
)

/** "no write" beside any tool, "no rm" beside Bash, "except .env" beside Write; null where it says something else. */
function exceptions(name: string, left: string): readonly string[] | null {
  const [tool = name] = canonicalTools(name)
  const denied = namesIn(left).map(word => {
    if (isKnownTool(word)) return canonicalTools(word)
    if (word.includes(' ')) return null
    if (tool === 'Bash') return COMMANDS.has(word) ? [`Bash(${word}:*)`] : null
    return /[./*]/.test(word) ? [`${tool}(${word})`] : null
  })
  const told = denied.filter(names => names !== null)
  return told.length > 0 && told.length === denied.length ? told.flat() : null
}
