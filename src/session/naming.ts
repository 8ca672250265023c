/** A problem in the user's words → the title and the id of its session. */
import { SynodError } from '../errors.ts'

/** The most a problem may have, in bytes: every worker reads all of it at every turn. */
const MAX_PROBLEM_BYTES: number = 256 * 1024

const OPENER =
  /^(?:please\s+)?(?:(?:can|could)\s+you\s+)?(?:help\s+(?:me|us)\s+(?:to\s+)?)?(?:(?:we|i)\s+(?:need|want|would like|have)\s+(?:to\s+)?|how\s+(?:should|do|can|would|could)\s+(?:we|i)\s+)?(?:(?:design|build|create|plan|propose|architect|implement|develop|make|write|add|define|work\s+out|figure\s+out)\s+)?(?:(?:an?|the|our|some)\s+)?/i
const MAX_TITLE = 80

/** @throws SynodError SYN_PROBLEM_EMPTY, SYN_PROBLEM_TOO_LARGE */
export function checkProblem(problem: string): string {
  const text = problem.trim()
  if (text === '') {
    throw new SynodError(
      'SYN_PROBLEM_EMPTY',
      'The problem is empty: say in a sentence or more what is to be designed',
    )
  }
  const bytes = Buffer.byteLength(text)
  if (bytes > MAX_PROBLEM_BYTES) {
    throw new SynodError(
      'SYN_PROBLEM_TOO_LARGE',
      `The problem has ${bytes} bytes, a session takes ${MAX_PROBLEM_BYTES}: shorten it, and name the file that has the rest`,
    )
  }
  return text
}

/** The first line without its opener, up to the first stop: "Design a rate limiter for our API: 3 plans" → "Rate limiter for our API" */
export function titleOf(problem: string): string {
  const line = problem.split('\n').find(candidate => /[\p{L}\p{N}]/u.test(candidate)) ?? ''
  const plain = line.replace(/^[\s#>*_`-]+/, '').replace(/[*_`]+/g, '')
  const clause = plain.replace(OPENER, '').split(/[:;?!]|\.(?:\s|$)|\s[-–—]\s/)[0] ?? ''
  const words = (clause.trim() || plain.trim()).slice(0, 200)
  const title = words.length <= MAX_TITLE ? words : `${words.slice(0, MAX_TITLE).replace(/\s+\S*$/, '')} …`
  return title.charAt(0).toUpperCase() + title.slice(1)
}

/** `2026-11-21-rate-limiter`: the day, and the words of the title before the first "for", "with", "that" … */
export function sessionIdOf(title: string, created: Date): string {
  const words =
    title
      .normalize('NFKD')
      .replace(/[\u0300-\u036f]/g, '')
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? []
  const end = words.findIndex((word, index) => index > 0 && LINKS.has(word))
  const slug = (end > 0 ? words.slice(0, end) : words).slice(0, 6).join('-').slice(0, 48).replace(/-+$/, '')
  return `${created.toISOString().slice(0, 10)}-${slug || 'session'}`
}

const LINKS = new Set([
  'for',
  'with',
  'that',
  'which',
  'in',
  'on',
  'at',
  'to',
  'of',
  'from',
  'so',
  'and',
  'between',
  'across',
  'by',
  'using',
  'where',
  'when',
  'into',
])
