/** Everything in a front matter that limits what an agent may do. What cannot be read is an error: no limit is dropped. */
import { z } from 'zod'
import { DUTIES, type Duty, PERMISSION_MODES, type PermissionMode } from './definition.ts'
import { type Key, keyOf } from './front-matter/keys.ts'
import type { AgentText } from './front-matter/read.ts'
import { readPermission, readReadonly } from './permission.ts'
import { similarTo } from './similar.ts'
import { parseDeniedTools, parseToolList, type ToolList } from './tools/parse.ts'
import { intersect } from './tools/restrict.ts'

export interface Limits {
  readonly tools: readonly string[] | null
  readonly disallowedTools: readonly string[]
  readonly permissionMode: PermissionMode | null
  readonly maxTurns: number | null
  readonly duty: Duty | null
  /** A `role` in free words, which limits nothing. */
  readonly title: string | null
  readonly notes: readonly string[]
  readonly warnings: readonly string[]
  readonly errors: readonly string[]
}

/** What a key that is nearly one of them was meant to be. */
const LIMIT_NAMES: readonly string[] = [
  'tools',
  'allowedTools',
  'allowed-tools',
  'disallowedTools',
  'disallowed-tools',
  'permissionMode',
  'maxTurns',
]

type Written = readonly (readonly [key: string, value: unknown])[]

/** Other programs' words for a mode. */
const MODES: ReadonlyMap<string, PermissionMode> = new Map([
  ['manual', 'default'],
  ['bubble', 'default'],
  ['yolo', 'bypassPermissions'],
  ['autoedit', 'acceptEdits'],
])

const count = z
  .union([z.number(), z.string().trim().regex(/^\d+$/).transform(Number)])
  .pipe(z.int().positive())

export function readLimits({ data, repeated }: Pick<AgentText, 'data' | 'repeated'>): Limits {
  const notes: string[] = []
  const warnings: string[] = []
  const errors: string[] = []
  const all = [...Object.entries(data), ...repeated]
  const of = (...keys: readonly Key[]): Written =>
    all.filter(([key, value]) => {
      const known = keyOf(key)
      return known !== null && keys.includes(known) && value !== undefined
    })

  let tools: readonly string[] | null = null
  const denied: string[] = []
  const limit = (key: string, read: Omit<ToolList, 'allowed'> & Partial<ToolList>): void => {
    tools = intersect(tools, read.allowed ?? null)
    denied.push(...read.denied)
    notes.push(...read.notes.map(line => `${key}: ${line}`))
    errors.push(...read.problems.map(line => `${key}: ${line}`))
  }
  for (const [key, value] of of('tools', 'allowedTools')) {
    if (value === null || value === '')
      warnings.push(`${key} is empty: it limits nothing; write [] for no tools`)
    limit(key, parseToolList(value))
  }
  for (const [key, value] of of('disallowedTools')) limit(key, parseDeniedTools(value))
  for (const [key, value] of of('permission')) limit(key, readPermission(value))
  for (const [key, value] of of('readonly')) limit(key, readReadonly(value))

  /** What each of the key's spellings says: there may be several, and the strictest counts. */
  const every = <T>(key: Key, read: (value: unknown) => T | null, expected: string): readonly T[] =>
    of(key)
      .filter(([, value]) => value !== null && value !== '')
      .flatMap(([written, value]) => {
        const known = read(value)
        if (known !== null) return [known]
        errors.push(`${written} is ${JSON.stringify(value)}: expected ${expected}; a limit is never guessed`)
        return []
      })
  const title = titleOf(data)
  if (title !== null)
    warnings.push(`role "${title}" is none of ${DUTIES.join(', ')}: kept as a title, it limits nothing`)
  for (const [key, value] of of('permissionMode')) {
    const mode = readMode(value)
    if (mode !== null && MODES.has(plain(value))) notes.push(`${key}: ${value} is ${mode} here`)
  }
  for (const key of Object.keys(data)) {
    const meant = keyOf(key) === null ? similarTo(key, LIMIT_NAMES) : null
    if (meant !== null) errors.push(`${key} is no key: did you mean ${meant}? A limit is never guessed`)
  }
  const modes = [...new Set(every('permissionMode', readMode, PERMISSION_MODES.join(', ')))]
  if (modes.length > 1)
    errors.push(`permissionMode is said to be ${modes.join(' and ')}: say which; a limit is never guessed`)
  const turns = every('maxTurns', value => count.safeParse(value).data ?? null, 'a whole number above 0')
  const duties = [...new Set(title === null ? every('role', readDuty, DUTIES.join(', ')) : [])]
  if (duties.length > 1)
    errors.push(`role is said to be ${duties.join(' and ')}: say which; a limit is never guessed`)
  return {
    tools,
    disallowedTools: [...new Set(denied)],
    permissionMode: modes[0] ?? null,
    maxTurns: turns.length === 0 ? null : Math.min(...turns),
    duty: duties[0] ?? null,
    title,
    notes,
    warnings,
    errors,
  }
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value.trim().toLowerCase().replace(/[-_ ]/g, '') : ''
}

function readMode(value: unknown): PermissionMode | null {
  const word = plain(value)
  return PERMISSION_MODES.find(mode => mode.toLowerCase() === word) ?? MODES.get(word) ?? null
}

function readDuty(value: unknown): Duty | null {
  const word = plain(value)
  return DUTIES.find(duty => duty === word) ?? null
}

/** The keys of an orchestrator's profile: where there is no other, one word behind `role` is meant as a duty. */
const PROFILE =
  /^(?:name|description|role|provider|model|prompt|mcpServers|allowedTools|permissionMode|tags|skills|capabilities)$/

/**
 * `role: Senior Engineer`, and the labels that files for other programs have, limit nothing. A word in an orchestrator's
 * profile does, and so a wrong one is no title.
 */
function titleOf(data: AgentText['data']): string | null {
  const written = Object.entries(data).find(([key]) => keyOf(key) === 'role')?.[1]
  if (typeof written !== 'string' || written.trim() === '' || readDuty(written) !== null) return null
  const role = written.trim()
  const isProfile = 'provider' in data || Object.keys(data).every(key => PROFILE.test(key))
  return isProfile && /^[\w-]+$/.test(role) && plain(role) !== 'subagent' ? null : role
}
