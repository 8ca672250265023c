/** A definition → a file in Synod's own form, from which the same definition is read. */
import { isDeepStrictEqual } from 'node:util'
import type { AgentDefinition, Consideration, McpServer } from './definition.ts'
import { normalise } from './phrases.ts'
import { splitBody } from './sections.ts'
import { yamlItem } from './write-yaml.ts'

/** Where a definition was before it was imported. */
export interface Imported {
  readonly name: string
  readonly path: string
  /** SHA-256 of the file's bytes, in hexadecimal. */
  readonly hash: string
}

/** The same, with what the file itself said it was imported from: an origin is never lost. */
export interface Origin extends Imported {
  readonly imported?: unknown
}

export interface WriteOptions {
  /** The name to write in place of the definition's own. */
  readonly name?: string
  readonly imported?: Imported
}

/** What the new file says under `imported`. */
export function originOf({ extra }: Pick<AgentDefinition, 'extra'>, imported: Imported): Origin {
  const older = extra['imported'] ?? null
  return older === null ? imported : { ...imported, imported: older }
}

/**
 * The text of a file. Nothing of the definition is lost but what belongs to the old file: its path, its hash, how it
 * was read. A playbook that was borrowed is not written: it would no longer be borrowed. A block of code that the prompt
 * leaves open is closed where sections follow.
 *
 * @throws SynodError SYN_AGENT_INVALID where something in it is too deep to be written
 */
export function writeDefinition(definition: AgentDefinition, options: WriteOptions = {}): string {
  return `---\n${frontMatterOf(definition, options).join('\n')}\n---\n\n${bodyOf(definition)}\n`
}

function frontMatterOf(
  definition: AgentDefinition,
  { name = definition.name, imported }: WriteOptions,
): readonly string[] {
  const { description, tools, disallowedTools, skills, mcpServers, extra } = definition
  const lists = { tools, disallowedTools: filled(disallowedTools), skills: filled(skills) }
  const known: readonly (readonly [string, unknown])[] = [
    ['name', name],
    ['description', description === '' ? null : description],
    ['model', definition.model],
    ['tools', lists.tools],
    ['disallowedTools', lists.disallowedTools],
    ['permissionMode', definition.permissionMode],
    ['maxTurns', definition.maxTurns],
    ['effort', definition.effort],
    ['color', definition.color],
    ['memory', definition.memory],
    ['isolation', definition.isolation],
    ['skills', lists.skills],
    ['mcpServers', Object.keys(mcpServers).length === 0 ? null : serversOf(mcpServers)],
    ['hooks', definition.hooks],
    ['provider', definition.provider],
    ['role', definition.duty],
    ['imported', imported === undefined ? null : originOf(definition, imported)],
  ]
  const set = known.filter(([, value]) => value !== null && value !== undefined)
  const taken = new Set(set.map(([key]) => key))
  const rest = Object.entries(extra).filter(([key]) => !taken.has(key))
  return [...set, ...rest].map(([key, value]) => yamlItem(key, value, key in lists ? 'line' : 'block'))
}

function filled<T>(list: readonly T[]): readonly T[] | null {
  return list.length === 0 ? null : list
}

/** A server that is only named has nothing behind its name. */
function serversOf(servers: AgentDefinition['mcpServers']): Readonly<Record<string, unknown>> {
  const written: Record<string, unknown> = Object.create(null)
  for (const [name, server] of Object.entries(servers)) written[name] = server && serverOf(server)
  return written
}

function serverOf({ type, command, args, env, url, extra }: McpServer): Readonly<Record<string, unknown>> {
  return {
    type,
    ...(command === null ? {} : { command }),
    ...(args.length === 0 ? {} : { args }),
    ...(Object.keys(env).length === 0 ? {} : { env }),
    ...(url === null ? {} : { url }),
    ...extra,
  }
}

/** `conduct` begins with a heading of its own, which may be of the third level: behind another section it would be part of that. */
function bodyOf({ prompt, report, conduct, playbook, borrowedFrom }: AgentDefinition): string {
  const own = borrowedFrom === null ? playbook : []
  const parts = [
    splitBody(prompt).prompt === prompt ? prompt : indented(prompt),
    conduct,
    report === null ? null : `## Report Template\n\n${/^##?[ \t]/.test(report) ? indented(report) : report}`,
    own.length === 0 ? null : `## Playbook\n\n${own.map(considerationOf).join('\n\n')}`,
  ].filter((part): part is string => part !== null && part !== '')
  const body = parts.join('\n\n')
  const read = splitBody(body)
  const same = isDeepStrictEqual([read.prompt, read.report, read.conduct], [prompt, report, conduct])
  return same ? body : parts.map(closed).join('\n\n')
}

/** What looks like a heading was the first line of a block of code, whose indent went with the blanks around the text. */
function indented(text: string): string {
  return `    ${text}`
}

/** Where a part leaves a block of code open, everything behind it would be code. */
function closed(part: string): string {
  let fence: string | null = null
  for (const line of part.split('\n')) {
    const mark = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line)
    if (mark === null) continue
    const [, ticks = '', info = ''] = mark
    if (fence === null) fence = ticks
    else if (ticks.startsWith(fence) && info.trim() === '') fence = null
  }
  return fence === null ? part : `${part}\n${fence}`
}

/** The grammar of playbook.ts. */
function considerationOf(consideration: Consideration): string {
  const { id, when, unless, ask, require, because, meet, signs, instead } = consideration
  const items: readonly (readonly [string, string])[] = [
    ['when', when.join(', ')],
    ['unless', unless.join(', ')],
    ['ask', ask],
    ['require', require],
    ['because', because],
    ['meet', `${meet.section}: ${meet.text}`],
    ['signs', isOwnWords(consideration) ? '' : signs.map(group => group.join('|')).join(', ')],
    ['instead', instead ?? ''],
    ['for', consideration.for ?? ''],
  ]
  const lines = items.filter(([, value]) => value !== '').map(([key, value]) => `- ${key}: ${value}`)
  return [`### ${id}`, ...lines].join('\n')
}

/** Without `signs`, the words of `meet` are the sign; a placeholder in them needs signs of its own. */
function isOwnWords({ meet, signs }: Consideration): boolean {
  return !meet.text.includes('{') && isDeepStrictEqual(signs, [[normalise(meet.text).trim()]])
}
