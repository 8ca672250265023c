/** Permissions by tool, as some dialects have them → what is allowed and denied. What cannot be read is a problem. */
import { CHANGING } from './tools/names.ts'
import { parsePermissions, type ToolList } from './tools/parse.ts'
import { intersect } from './tools/restrict.ts'
import { quoted } from './tools/split.ts'
import { ruleOf } from './tools/switches.ts'
import { isTexts, shown } from './tools/values.ts'
import { isMap } from './values.ts'

const NOTHING: ToolList = { allowed: null, denied: [], notes: [], problems: [] }

type Rules = Record<string, Record<string, unknown>>

/**
 * @param written one word for everything, a mapping from a tool to a word or to a mapping from patterns to words, or a
 * list of `{capability, effect, match}`, which may stand under `rules` beside such a mapping: then both count
 */
export function readPermission(written: unknown): ToolList {
  if (written === null || written === undefined || written === 'inherit') return NOTHING
  if (typeof written === 'string') return parsePermissions(written)
  if (Array.isArray(written)) return readRules(written)
  if (!isMap(written)) return refused(written, 'allow, ask or deny, or those by tool')
  const { rules = null, ...rest } = written
  if (rules === null) return parsePermissions(written)
  if (!Array.isArray(rules)) return refused(rules, 'a list of rules')
  return both(readRules(rules), parsePermissions(rest))
}

function both(one: ToolList, other: ToolList): ToolList {
  return {
    allowed: intersect(one.allowed, other.allowed),
    denied: [...new Set([...one.denied, ...other.denied])],
    notes: [...one.notes, ...other.notes],
    problems: [...one.problems, ...other.problems],
  }
}

/** `readonly: true`: nothing that changes something. */
export function readReadonly(written: unknown): ToolList {
  const word = typeof written === 'string' ? written.trim().toLowerCase() : written
  if (word === true || word === 'true' || word === 'yes' || word === 'on')
    return { ...NOTHING, denied: CHANGING, notes: ['what writes files and runs commands is denied'] }
  const isUnsaid = written === null || written === undefined || word === 'null'
  return isUnsaid || word === false || word === 'false' || word === 'no' || word === 'off'
    ? NOTHING
    : refused(written, 'true or false')
}

function readRules(list: readonly unknown[]): ToolList {
  const rules: Rules = Object.create(null)
  for (const rule of list) {
    const tool = isMap(rule) ? (rule['capability'] ?? rule['tool']) : undefined
    if (!isMap(rule) || typeof tool !== 'string') return refused(rule, 'a rule with capability and effect')
    const match = rule['match'] ?? '*'
    const patterns = typeof match === 'string' ? [match] : match
    if (!isTexts(patterns) || patterns.length === 0)
      return refused(match, `patterns as texts for ${quoted(tool)}`)
    const effect = ruleOf(rule['effect'])
    if (effect === null || effect === 'name')
      return refused(rule['effect'], 'allow, ask or deny as an effect')
    const own = rules[tool] ?? Object.create(null)
    rules[tool] = own
    for (const pattern of patterns) {
      if (own[pattern] !== undefined && own[pattern] !== rule['effect'])
        return refused(rule, `one effect for ${quoted(tool)} ${quoted(pattern)}`)
      own[pattern] = rule['effect']
    }
  }
  return parsePermissions(rules)
}

function refused(written: unknown, expected: string): ToolList {
  return { ...NOTHING, problems: [`${shown(written)} is no permission: expected ${expected}`] }
}
