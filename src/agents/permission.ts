/** Permissions by tool, as some dialects have them → what is allowed and denied. What cannot be read is a problem. */
import { CHANGING } from './tools/names.ts'
import { parsePermissions, type ToolList } from './tools/parse.ts'

const NOTHING: ToolList = { allowed: null, denied: [], notes: [], problems: [] }

type Rules = Record<string, Record<string, unknown>>

/**
 * @param written one word for everything, a mapping from a tool to a word or to a mapping from patterns to words, or a
 * list of `{capability, effect, match}`, which may stand under `rules`
 */
export function readPermission(written: unknown): ToolList {
  if (written === null || written === undefined || written === 'inherit') return NOTHING
  if (typeof written === 'string') return parsePermissions(written)
  if (Array.isArray(written)) return readRules(written)
  if (!isMap(written)) return refused(written, 'allow, ask or deny, or those by tool')
  return Array.isArray(written['rules']) ? readRules(written['rules']) : parsePermissions(written)
}

/** `readonly: true`: nothing that changes something. */
export function readReadonly(written: unknown): ToolList {
  if (String(written) === 'true')
    return { ...NOTHING, denied: CHANGING, notes: ['what writes files and runs commands is denied'] }
  return ['false', 'null', 'undefined'].includes(String(written))
    ? NOTHING
    : refused(written, 'true or false')
}

function readRules(list: readonly unknown[]): ToolList {
  const rules: Rules = Object.create(null)
  for (const rule of list) {
    const tool = isMap(rule) ? (rule['capability'] ?? rule['tool']) : undefined
    if (!isMap(rule) || typeof tool !== 'string') return refused(rule, 'a rule with capability and effect')
    const patterns = [rule['match'] ?? '*'].flat().map(String)
    const own = rules[tool] ?? Object.create(null)
    rules[tool] = own
    for (const pattern of patterns) {
      const effect = own[pattern] ?? rule['effect']
      if (effect !== rule['effect']) return refused(rule, `one effect for ${tool} ${pattern}`)
      own[pattern] = effect
    }
  }
  return parsePermissions(rules)
}

function refused(written: unknown, expected: string): ToolList {
  return { ...NOTHING, problems: [`${JSON.stringify(written)} is no permission: expected ${expected}`] }
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
