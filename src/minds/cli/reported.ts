/** What programs write, taken apart without believing its shape. */
import type { Redact } from '../anthropic/redact.ts'
import type { Fault, FaultKind, Written } from './program.ts'

export type Fields = Readonly<Record<string, unknown>>

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What stands at a path of names, or undefined. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((found, name) => (isFields(found) ? found[name] : undefined), value)
}

export function textAt(value: unknown, ...path: readonly string[]): string | null {
  const found = at(value, ...path)
  return typeof found === 'string' && found.trim() !== '' ? found : null
}

/** A count of tokens, 0 where there is none. */
export function countAt(value: unknown, ...path: readonly string[]): number {
  const found = at(value, ...path)
  return typeof found === 'number' && Number.isFinite(found) && found > 0 ? Math.round(found) : 0
}

/** US dollars to the millionth, or null. */
export function usdAt(value: unknown, ...path: readonly string[]): number | null {
  const found = at(value, ...path)
  return typeof found === 'number' && Number.isFinite(found) && found >= 0
    ? Math.round(found * 1e6) / 1e6
    : null
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The objects of JSON lines; lines that are something else are notes of the program to whoever reads along. */
export function readLines(text: string): readonly Fields[] {
  return text
    .split('\n')
    .map(parseJson)
    .filter(line => isFields(line))
}

/** One JSON value that takes up the whole output, or all of it from some line on: notes may stand in front. */
export function readWhole(text: string): unknown {
  const whole = parseJson(text)
  if (whole !== undefined) return whole
  const begin = /^[{[]/m.exec(text)?.index
  return begin === undefined ? undefined : parseJson(text.slice(begin))
}

/** Of a long stderr only its end is about how it ended. */
const LONGEST_LEFT = 2_000

const LOGGED_OUT =
  /not logged in|log ?in required|please (?:run \S*|use \S* )?log ?in|\/login\b|codex login|auth login|invalid (?:x-)?api.?key|incorrect api key|api key (?:not|is) (?:valid|missing|found|set|invalid)|missing (?:bearer|api key)|no api key|\b401\b|unauthori[sz]ed|authentication_error|oauth token|auth method|invalid_grant|authentication (?:failed|required|cancelled)/i
const LIMITED =
  /\b429\b|\b529\b|rate.?limit|usage limit|hit your (?:\S+ )?limit|limit reached|too many requests|quota|overloaded|resource_exhausted/i

/** Only ever asked about what a program calls an error: an answer may well speak of logging in. */
export function faultOf(message: string): Fault {
  return { kind: kindOf(message), message }
}

function kindOf(message: string): FaultKind {
  if (LOGGED_OUT.test(message)) return 'logged-out'
  return LIMITED.test(message) ? 'limited' : 'failed'
}

/**
 * What a program that has not said what is wrong in its own format has left behind. Keys are hidden before it is cut:
 * of one that is cut through, a half would be left that nothing knows.
 */
export function faultBehind({ stdout, stderr }: Pick<Written, 'stdout' | 'stderr'>, redact: Redact): Fault {
  const left = redact(stderr.trim() === '' ? stdout : stderr).slice(-LONGEST_LEFT)
  return { kind: kindOf(left), message: lastLine(left) }
}

/** Programs end with what stopped them. */
function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1)?.trim() ?? ''
}
