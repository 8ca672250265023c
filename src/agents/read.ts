/** A file's text → an agent, in whatever dialect it was written; docs/agents.md. Nothing in it is run or expanded. */
import { sha256 } from '../log/digest.ts'
import { type AgentDefinition, type AgentReading, EFFORTS } from './definition.ts'
import { dialectOf } from './dialect.ts'
import { createFields, type Fields } from './fields.ts'
import { keyOf } from './front-matter/keys.ts'
import { type AgentText, readAgentText } from './front-matter/read.ts'
import { roleFrom } from './identity.ts'
import { readLimits } from './limits.ts'
import { readMcpServers } from './mcp-servers.ts'
import { parsePlaybook } from './playbook.ts'
import { splitBody } from './sections.ts'
import {
  firstSentence,
  isDefinitionName,
  type Mended,
  mendDescription,
  mendName,
  nameOfFile,
} from './text-fields.ts'

/** What was found out about a file before its text was read. */
export interface SourceNotes {
  readonly recovered: readonly string[]
  /** SHA-256 of the bytes; default: of the text. */
  readonly hash?: string
}

/**
 * @param path where the text is from, for the name when the front matter has none
 * @param source with any line ends; a byte order mark is passed over
 */
export function readAgent(
  path: string,
  source: string,
  notes: SourceNotes = { recovered: [] },
): AgentReading {
  let file: AgentText
  try {
    file = readAgentText(source.replace(/^\uFEFF/, '').replace(/\r\n/g, '\n'))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { path, definition: null, dialect: null, name: null, recovered: [], warnings: [], errors: [why] }
  }
  return readFields(path, file, { hash: sha256([source]), ...notes })
}

function readFields(path: string, file: AgentText, notes: Required<SourceNotes>): AgentReading {
  const fields = createFields(file.data)
  const { extra, text, list, raw } = fields
  const parts = splitBody(file.body)
  const { considerations, warnings: unread } = parsePlaybook(parts.playbook)
  const limits = readLimits(file)
  const servers = readMcpServers(raw('mcpServers'))
  const name = mended('name', mendName(text('name') ?? otherName(extra) ?? nameOfFile(path)), fields)
  const role = roleFrom([name, nameOfFile(path)])
  const prompt = [parts.prompt, text('prompt') ?? ''].filter(part => part !== '').join('\n\n')
  const described = text('description')
  const description =
    described === null ? firstSentence(prompt) : mended('description', mendDescription(described), fields)
  const dialect = dialectOf({ ...file, path, hasPlaybook: considerations.length > 0 })
  const effort = EFFORTS.find(word => word === text('effort')?.toLowerCase()) ?? null
  if (limits.title !== null) extra['role'] = limits.title
  const said = {
    dialect,
    model: text('model'),
    color: text('color'),
    memory: text('memory'),
    isolation: text('isolation'),
    provider: text('provider'),
    skills: list('skills'),
  }
  if (effort === null && text('effort') !== null) extra['effort'] = raw('effort')

  const errors = [...limits.errors, ...reasonsAgainst(file, { prompt, description, role })]
  const recovered = [
    ...notes.recovered,
    ...file.recovered,
    ...fields.recovered,
    ...limits.notes,
    ...servers.notes.map(line => `mcpServers: ${line}`),
  ]
  const warnings = [
    ...file.warnings,
    ...fields.warnings,
    ...limits.warnings,
    ...unread,
    ...servers.problems.map(line => `mcpServers: ${line}`),
    ...remarks(fields, { described, description, prompt }),
  ]
  const told = { recovered: atMost(recovered), warnings: atMost(warnings) }
  const definition: AgentDefinition | null =
    role === null || errors.length > 0
      ? null
      : {
          name,
          role,
          description,
          ...said,
          tools: limits.tools,
          disallowedTools: limits.disallowedTools,
          permissionMode: limits.permissionMode,
          maxTurns: limits.maxTurns,
          effort,
          mcpServers: servers.servers,
          hooks: raw('hooks') ?? null,
          duty: limits.duty,
          prompt,
          report: parts.report,
          conduct: parts.conduct,
          playbook: considerations,
          borrowedFrom: null,
          extra,
          path,
          hash: notes.hash,
          ...told,
        }
  return { path, definition, dialect, name, ...told, errors: atMost(errors) }
}

function mended(key: string, { text, why }: Mended, { recovered }: Fields): string {
  if (why !== null) recovered.push(`${key} ${why}`)
  return text
}

interface Said {
  readonly prompt: string
  readonly description: string
}

/** Why nobody can be seated by this file. */
function reasonsAgainst(
  { hasFrontMatter, body }: AgentText,
  { prompt, description, role }: Said & { readonly role: string | null },
): readonly string[] {
  const isLink = !hasFrontMatter && /^\S+$/.test(body.trim()) && isDefinitionName(body.trim())
  return [
    ...(isLink
      ? ['holds nothing but a path: a symbolic link that came as text? Name the file it leads to']
      : []),
    ...(prompt === '' && description === ''
      ? ['has no body and no description: say below the front matter what the role owns and looks for']
      : []),
    ...(role === null
      ? [
          "neither its name nor its file's gives a role: one begins with a letter and has letters, digits, - and _",
        ]
      : []),
  ]
}

/** Keys that may be meant as limits by some program, and are none here. */
const MAYBE_LIMIT = /tool|permi|sandbox|den(?:y|ied)|allow|restrict|limit|readonly|^steps$/i

function remarks(
  { extra, raw, text }: Fields,
  { described, description, prompt }: Said & { readonly described: string | null },
): readonly string[] {
  const unused = Object.keys(extra).filter(
    key => key !== 'imported' && keyOf(key) === null && !key.endsWith('AsWritten'),
  )
  const limiting = unused.filter(key => MAYBE_LIMIT.test(key))
  const others = unused.filter(key => !MAYBE_LIMIT.test(key)).map(quoteKey)
  const more = others.length > MOST_KEYS ? [`${others.length - MOST_KEYS} more`] : []
  const effort = text('effort')
  return [
    ...(described === null && description !== ''
      ? ['has no description: the first sentence of its body stands in']
      : []),
    ...(prompt === '' && description !== '' ? ['has no body: its description is all a model is told'] : []),
    ...(raw('hooks') == null ? [] : ['hooks are kept and never run']),
    ...(/^file:\/\//.test(text('prompt') ?? '') ? ['prompt names a file: it is not opened'] : []),
    ...('effort' in extra ? [`effort "${effort}" is none of ${EFFORTS.join(', ')}: left out`] : []),
    ...limiting.map(key => `${quoteKey(key)} is kept, and limits nothing here`),
    ...(others.length > 0
      ? [`kept, and not used here: ${[...others.slice(0, MOST_KEYS), ...more].join(', ')}`]
      : []),
  ]
}

const MOST_KEYS = 12

/** A hostile file must not say more than people read. */
const MOST_LINES = 50

function atMost(lines: readonly string[]): readonly string[] {
  if (lines.length <= MOST_LINES) return lines
  return [...lines.slice(0, MOST_LINES), `and ${lines.length - MOST_LINES} more lines like these`]
}

/** Some files have their name under another key. */
function otherName(extra: Readonly<Record<string, unknown>>): string | null {
  const names = ['display_name', 'displayName', 'slug', 'id'].map(key => extra[key])
  return names.find((name): name is string => typeof name === 'string' && name.trim() !== '') ?? null
}

function quoteKey(key: string): string {
  return JSON.stringify(key.slice(0, 40)).slice(1, -1)
}
