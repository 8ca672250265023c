/** Names → roles, and which definition plays a role that is asked for. */
import { ROLE_PATTERN } from '../log/entry.ts'

const LONGEST = 32

/** What a name says beside the field: `backend-agent`, `Backend Engineer` and `backend_expert` are of one kind. */
const SUFFIXES: ReadonlySet<string> = new Set(
  'AGENT SUBAGENT ASSISTANT BOT DEV DEVELOPER ENGINEER EXPERT LEAD PRO SENIOR SPECIALIST WORKER'.split(' '),
)

/** `Backend Engineer` → BACKEND-ENGINEER; '' where nothing of the name can be part of a role. */
export function roleOf(name: string): string {
  const role = name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toUpperCase()
    .replace(/[^A-Z0-9_]+/g, '-')
    .replace(/^[-_]+|[-_]+$/g, '')
  if (role === '') return ''
  const whole = /^[A-Z]/.test(role) ? role : `AGENT-${role}`
  if (whole.length <= LONGEST) return whole
  // A role that is cut in the middle of a word reads like another word.
  const cut = whole.slice(0, LONGEST + 1)
  const end = Math.max(cut.lastIndexOf('-'), cut.lastIndexOf('_'))
  return cut.slice(0, end > LONGEST / 2 ? end : LONGEST).replace(/[-_]+$/, '')
}

/** The first of the names that gives a role. */
export function roleFrom(names: readonly string[]): string | null {
  return names.map(roleOf).find(role => ROLE_PATTERN.test(role)) ?? null
}

/** The field a role is in, without what it shares with all others: BACKEND-DEVELOPER → BACKEND, BACKEND-2 → BACKEND. */
export function kindOf(role: string): string {
  const parts = role.replace(/[-_]\d{1,2}$/, '').split(/[-_]/)
  while (parts.length > 1 && SUFFIXES.has(parts.at(-1) ?? '')) parts.pop()
  while (parts.length > 1 && parts[0] === 'SENIOR') parts.shift()
  return parts.join('-')
}

/** BACKEND-2 → 2; null for a role without a number. */
export function seatNumber(role: string): number | null {
  const number = /[-_](\d{1,2})$/.exec(role)?.[1]
  return number === undefined ? null : Number(number)
}
