/** The servers of tools a definition asks for, as data: nothing is started, and no `${NAME}` is expanded. */
import { withoutPrototypes } from '../log/front-matter.ts'
import type { McpServer } from './definition.ts'
import { bare, quoted as shown } from './tools/split.ts'
import { isMap } from './values.ts'

export interface McpServers {
  /** By name; null where a server is only named. Without a prototype. */
  readonly servers: Readonly<Record<string, McpServer | null>>
  /** What was not written as expected and how it was read, one line each. */
  readonly notes: readonly string[]
  /** What could not be read and is left out, one line each: for warnings, since an agent can work without it. */
  readonly problems: readonly string[]
}

interface Draft {
  readonly servers: Record<string, McpServer | null>
  readonly notes: string[]
  readonly problems: string[]
}

type Fields = Readonly<Record<string, unknown>>

const TYPES: ReadonlyMap<string, McpServer['type']> = new Map([
  ['stdio', 'stdio'],
  ['local', 'stdio'],
  ['http', 'http'],
  ['https', 'http'],
  ['remote', 'http'],
  ['streamablehttp', 'http'],
  ['httpstream', 'http'],
  ['sse', 'sse'],
  ['ws', 'ws'],
  ['websocket', 'ws'],
])
const URL_KEYS = ['url', 'httpUrl', 'serverUrl', 'endpoint'] as const
const READ = new Set<string>([
  'name',
  'type',
  'transport',
  'command',
  'args',
  'env',
  'environment',
  ...URL_KEYS,
])

/**
 * Reads `{name: {type?, command, args, env, url, …}}`, a list of names and of such maps (or of maps with a `name`),
 * one name, or names with commas between. The type follows from `command` (stdio) and `url` (http, ws) where none is
 * given. Other fields are kept in `extra`.
 */
export function readMcpServers(written: unknown): McpServers {
  const draft: Draft = { servers: Object.create(null), notes: [], problems: [] }
  readAll(written, draft)
  return draft
}

function readAll(written: unknown, draft: Draft): void {
  if (written === null || written === undefined || written === false) return
  if (typeof written === 'string') readNames(written, draft)
  else if (Array.isArray(written)) for (const item of written) readItem(item, draft)
  else if (isMap(written)) readMap(written, draft)
  else
    draft.problems.push(`mcpServers is ${kindOf(written)}: expected a map or a list of names; it is left out`)
}

function readNames(text: string, draft: Draft): void {
  const json = fromJson(text)
  if (json !== undefined) {
    // Not again a text: JSON inside JSON inside JSON has no end.
    if (typeof json !== 'string') readAll(json, draft)
    return
  }
  for (const part of text.split(/[,\n]/)) {
    const name = bare(part.trim().replace(/^[-*] /, ''))
    if (name !== '' && !/^(?:-|none)$/i.test(name)) put(name, null, draft)
  }
}

function readItem(item: unknown, draft: Draft): void {
  if (item === null || item === undefined) return
  if (typeof item === 'string') readNames(item, draft)
  else if (!isMap(item))
    draft.problems.push(`${kindOf(item)} in the list of mcpServers is no server; it is left out`)
  else if (typeof item['name'] === 'string') {
    const { name: _name, ...fields } = item
    readServer(item['name'], Object.keys(fields).length === 0 ? null : fields, draft)
  } else readMap(item, draft)
}

function readMap(map: Fields, draft: Draft): void {
  const entries = Object.entries(map)
  const [only] = entries
  // A whole settings file of servers, put below the key once more.
  if (entries.length === 1 && only?.[0] === 'mcpServers' && isMap(only[1])) {
    for (const [name, value] of Object.entries(only[1])) readServer(name, value, draft)
  } else for (const [name, value] of entries) readServer(name, value, draft)
}

function readServer(written: string, value: unknown, draft: Draft): void {
  const name = written.trim()
  if (value === null || value === undefined || value === true) put(name, null, draft)
  else if (value === false) draft.notes.push(`the server ${shown(name)} is switched off; it is left out`)
  else if (typeof value === 'string') readShort(name, value.trim(), draft)
  else if (Array.isArray(value)) readFields(name, { command: value }, draft)
  else if (isMap(value)) readFields(name, value, draft)
  else draft.problems.push(`the server ${shown(name)} is ${kindOf(value)}: expected a map; it is left out`)
}

/** `docs: https://example.org/mcp`, `files: npx -y some-server` */
function readShort(name: string, text: string, draft: Draft): void {
  if (text === '') put(name, null, draft)
  else if (/^(?:https?|wss?):\/\//i.test(text)) readFields(name, { url: text }, draft)
  else readFields(name, { command: words(text, name, draft) }, draft)
}

function readFields(name: string, fields: Fields, draft: Draft): void {
  const commandLine = Array.isArray(fields['command'])
    ? texts(fields['command'], `command of ${shown(name)}`, draft)
    : null
  const command = commandLine === null ? wordOf(fields['command']) : (commandLine[0] ?? null)
  const url = URL_KEYS.map(key => wordOf(fields[key])).find(found => found !== null) ?? null
  const given = fields['type'] ?? fields['transport'] ?? null
  const type = typeOf(given, command, url)
  if (type === null) {
    const why =
      given === null
        ? 'has neither a command nor a url'
        : `has the type ${typeof given === 'string' ? shown(given) : kindOf(given)}: expected stdio, http, sse or ws`
    draft.problems.push(`the server ${shown(name)} ${why}; it is left out`)
    return
  }
  if ((type === 'stdio' ? command : url) === null) {
    const missing = type === 'stdio' ? 'command' : 'url'
    draft.problems.push(`the server ${shown(name)} is of type ${type} and has no ${missing}; it is left out`)
    return
  }
  if (command !== null && url !== null) {
    draft.notes.push(`the server ${shown(name)} has a command and a url: it is read as ${type}`)
  }
  const { args } = fields
  const rest =
    typeof args === 'string' ? words(args, name, draft) : texts(args, `args of ${shown(name)}`, draft)
  const env = readEnv(fields['env'] ?? fields['environment'], name, draft)
  put(
    name,
    { type, command, args: [...(commandLine?.slice(1) ?? []), ...rest], env, url, extra: extraOf(fields) },
    draft,
  )
}

function typeOf(given: unknown, command: string | null, url: string | null): McpServer['type'] | null {
  if (typeof given === 'string') return TYPES.get(given.toLowerCase().replace(/[\s_-]/g, '')) ?? null
  if (given !== null) return null
  if (command !== null) return 'stdio'
  if (url === null) return null
  return /^wss?:/i.test(url) ? 'ws' : 'http'
}

function extraOf(fields: Fields): Readonly<Record<string, unknown>> {
  const extra: Record<string, unknown> = Object.create(null)
  for (const [key, value] of Object.entries(fields)) {
    if (!READ.has(key) && key !== '__proto__') extra[key] = value
  }
  return extra
}

/** A map, or a list of `NAME=value`. */
function readEnv(written: unknown, name: string, draft: Draft): Readonly<Record<string, string>> {
  const env: Record<string, string> = Object.create(null)
  const where = `env of ${shown(name)}`
  let pairs: readonly (readonly [string, unknown])[] = []
  if (isMap(written)) pairs = Object.entries(written)
  else if (Array.isArray(written)) pairs = texts(written, where, draft).map(pairOf)
  else if (written !== null && written !== undefined) {
    draft.problems.push(`${where} is ${kindOf(written)}: expected a map; it is left out`)
  }
  for (const [key, value] of pairs) {
    const text = value === null ? '' : textOf(value)
    if (key === '__proto__') draft.problems.push(`${where} has a key __proto__; it is left out`)
    else if (text === null)
      draft.problems.push(`${shown(key)} in the ${where} is ${kindOf(value)}; it is left out`)
    else env[key] = text
  }
  return env
}

/** `NAME=value`; a name alone is taken from wherever the server is started, which is what `${NAME}` says. */
function pairOf(text: string): readonly [string, string] {
  const at = text.indexOf('=')
  return at < 0 ? [text.trim(), `\${${text.trim()}}`] : [text.slice(0, at).trim(), text.slice(at + 1)]
}

function put(name: string, server: McpServer | null, { servers, notes, problems }: Draft): void {
  if (name === '' || name === '__proto__') {
    problems.push(`${shown(name)} is no name for a server; it is left out`)
  } else if (!(name in servers) || servers[name] === null) servers[name] = server
  else if (server !== null) notes.push(`the server ${shown(name)} is described twice: the first counts`)
}

/** Split at blanks as a shell would, and no more: quotes keep blanks, nothing is expanded. */
function words(line: string, name: string, draft: Draft): readonly string[] {
  const found = line.match(/(?:[^\s"']|"[^"]*"|'[^']*'|["'])+/g) ?? []
  const args = found.map(word => word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'))
  draft.notes.push(`the arguments of ${shown(name)} are one text: split at its blanks into ${args.length}`)
  return args
}

function texts(list: unknown, where: string, draft: Draft): readonly string[] {
  if (list === null || list === undefined) return []
  const found: string[] = []
  for (const item of Array.isArray(list) ? list : [list]) {
    const text = textOf(item)
    if (text === null) draft.problems.push(`${kindOf(item)} in the ${where} is no text; it is left out`)
    else found.push(text)
  }
  return found
}

/** YAML makes numbers and booleans of unquoted values; they are meant as texts here. */
function textOf(value: unknown): string | null {
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
    return String(value)
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString()
  return typeof value === 'string' ? value : null
}

function wordOf(value: unknown): string | null {
  const text = textOf(value)?.trim()
  return text === undefined || text === '' ? null : text
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'a map' : value === '' ? 'an empty text' : `a ${typeof value}`
}

function fromJson(text: string): unknown {
  if (!/^\s*(?:\[.*\]|\{.*\})\s*$/s.test(text)) return undefined
  try {
    const { value } = withoutPrototypes({ value: JSON.parse(text) })
    return value
  } catch {
    // Then it is a list of names in brackets.
    return undefined
  }
}
