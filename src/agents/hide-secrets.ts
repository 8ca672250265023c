/** Servers for the screen: what is or may be a secret in them is `***`. */
import type { McpServer } from './definition.ts'

const HIDDEN = '***'
const SECRET_NAME = /key|token|secret|pass|auth|credential|cookie|signature|\bsig\b/i
/** A reference says where a secret is, and is none. With a default in it, `${KEY:-abc}`, it may be one. */
const REFERENCE = /^\$\{(?:(?:env|input|secrets?)[:.])?[A-Za-z_][\w-]*\}$/
/** Longer texts are not searched but hidden. */
const LONGEST_SHOWN = 10_000
const DEEPEST = 4
const MOST_VALUES = 200

/**
 * A copy for printing. Hidden are: values of `env`, headers and other fields whose name looks secret, unless the value
 * is nothing but `${NAME}`; `user:password@` and secret query parameters of addresses wherever they stand; and in
 * `args` what follows or belongs to a secret option (`--token abc`, `--token=abc`, `API_KEY=abc`).
 */
export function hideSecrets(server: McpServer): McpServer {
  const budget = { left: MOST_VALUES }
  const env: Record<string, string> = Object.create(null)
  for (const [name, value] of Object.entries(server.env)) env[name] = hideValue(name, value)
  const extra: Record<string, unknown> = Object.create(null)
  for (const [name, value] of Object.entries(server.extra)) extra[name] = hideIn(name, value, DEEPEST, budget)
  return {
    type: server.type,
    command: server.command === null ? null : hideInText(server.command),
    args: hideInArgs(server.args),
    env,
    url: server.url === null ? null : hideInText(server.url),
    extra,
  }
}

function hideValue(name: string, value: string): string {
  if (REFERENCE.test(value) || value === '') return value
  return SECRET_NAME.test(name) ? HIDDEN : hideInText(value)
}

function hideIn(name: string, value: unknown, depth: number, budget: { left: number }): unknown {
  budget.left -= 1
  if (typeof value === 'boolean' || value === null || value === undefined) return value
  if (typeof value === 'string') return hideValue(name, value)
  // Aliases of YAML can make a small text very large, and a loop.
  if (budget.left < 0 || depth === 0) return HIDDEN
  if (Array.isArray(value)) {
    const texts = value.every(item => typeof item === 'string') && !SECRET_NAME.test(name)
    if (texts) return hideInArgs(value.slice(0, MOST_VALUES))
    return value.slice(0, MOST_VALUES).map(item => hideIn(name, item, depth - 1, budget))
  }
  if (typeof value !== 'object') return SECRET_NAME.test(name) ? HIDDEN : value
  const copy: Record<string, unknown> = Object.create(null)
  for (const [key, inner] of Object.entries(value).slice(0, MOST_VALUES)) {
    // Below `auth:` everything is about secrets, whatever it is called.
    copy[key] = hideIn(SECRET_NAME.test(name) ? `${name}.${key}` : key, inner, depth - 1, budget)
  }
  return copy
}

function hideInArgs(args: readonly string[]): readonly string[] {
  return args.map((arg, at) => {
    const option = args[at - 1] ?? ''
    if (
      /^-/.test(option) &&
      !/[=:\s]/.test(option) &&
      SECRET_NAME.test(option) &&
      !/^--?[A-Za-z]/.test(arg)
    ) {
      return REFERENCE.test(arg) ? arg : HIDDEN
    }
    const [, name, between = '', value = ''] = /^([^=:\s]+)(=|:\s*)(.*)$/s.exec(arg) ?? []
    if (name === undefined || value.startsWith('//')) return hideInText(arg)
    return `${name}${between}${hideInArg(name, value)}`
  })
}

/** `--header=Authorization: Bearer abc` has its own name inside. */
function hideInArg(name: string, value: string): string {
  const inner = /^([^=:\s]+):\s*(?!\/\/)/.exec(value)?.[1]
  return hideValue(inner === undefined ? name : `${name} ${inner}`, value)
}

function hideInText(text: string): string {
  if (text.length > LONGEST_SHOWN) return HIDDEN
  return text
    .replace(/:\/\/[^\s/?#]*@|:\/\/[^\s/@:]*:(?!\d{1,5}(?:[/?#]|$))[^\s@]*@/g, `://${HIDDEN}@`)
    .replace(/([?&;#])([^=&;#?\s]+)=([^&;#\s]*)/g, (whole, start: string, name: string, value: string) =>
      SECRET_NAME.test(name) && !REFERENCE.test(value) ? `${start}${name}=${HIDDEN}` : whole,
    )
}
