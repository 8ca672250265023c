/** A file's text → an agent, in whatever dialect it was written; docs/agents.md. Nothing in it is run or expanded. */
import { sha256 } from '../log/digest.ts'
import { type AgentDefinition, type AgentReading, EFFORTS } from './definition.ts'
import { dialectOf } from './dialect.ts'
import { type Key, keyOf, LIMITS } from './front-matter/keys.ts'
import { type AgentText, readAgentText } from './front-matter/read.ts'
import { roleFrom } from './identity.ts'
import { readLimits } from './limits.ts'
import { readMcpServers } from './mcp-servers.ts'
import { parsePlaybook } from './playbook.ts'
import { splitBody } from './sections.ts'
import { firstSentence, mendDescription, mendName, nameOfFile } from './text-fields.ts'

/** What was found out about a file before its text was read. */
export interface SourceNotes {
  readonly recovered: readonly string[]
  /** SHA-256 of the bytes; default: of the text. */
  readonly hash?: string
}

/**
 * @param path where the text is from, for the name when the front matter has none
 * @param source with `\n` for line ends
 */
export function readAgent(
  path: string,
  source: string,
  notes: SourceNotes = { recovered: [] },
): AgentReading {
  let file: AgentText
  try {
    file = readAgentText(source)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { path, definition: null, dialect: null, name: null, recovered: [], warnings: [], errors: [why] }
  }
  return readFields(path, file, { hash: sha256([source]), ...notes })
}

function readFields(path: string, file: AgentText, notes: Required<SourceNotes>): AgentReading {
  const recovered = [...notes.recovered, ...file.recovered]
  const warnings = [...file.warnings]
  const values = new Map<Key, unknown>()
  const extra: Record<string, unknown> = Object.create(null)
  const entries = Object.entries(file.data)
  for (const [written, value] of entries) {
    const key = keyOf(written)
    if (key === written) values.set(key, value)
  }
  for (const [written, value] of entries) {
    const key = keyOf(written)
    if (key === written) continue
    if (key === null) extra[written] = value
    else if (!values.has(key)) values.set(key, value)
    // Another spelling of a limit limits too; of anything else, it is kept.
    else if (!LIMITS.has(key)) extra[written] = value
  }
  const text = (key: Key): string | null => {
    const value = values.get(key)
    if (value === null || value === undefined) return null
    if (typeof value === 'string') return value.trim() === '' ? null : value.trim()
    if (typeof value === 'number' || typeof value === 'boolean') return String(value)
    const first = Array.isArray(value) ? value.find(item => typeof item === 'string') : undefined
    warnings.push(
      `${key} is no text: ${first === undefined ? 'left out' : `its first, "${first}", is taken`}`,
    )
    return first ?? null
  }
  const mend = (
    key: string,
    { text: mended, why }: { readonly text: string; readonly why: string | null },
  ) => {
    if (why !== null) recovered.push(`${key} ${why}`)
    return mended
  }
  const list = (key: Key): readonly string[] => {
    const value = values.get(key)
    const items = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : []
    return items.map(item => String(item).trim()).filter(Boolean)
  }

  const parts = splitBody(file.body)
  const { considerations, warnings: unread } = parsePlaybook(parts.playbook)
  const limits = readLimits(file)
  const servers = readMcpServers(values.get('mcpServers'))
  const fromFile = nameOfFile(path)
  const given = text('name') ?? otherName(extra)
  const name = given === null ? fromFile : mend('name', mendName(given))
  const role = roleFrom([name, fromFile])
  const prompt = [parts.prompt, text('prompt') ?? ''].filter(part => part !== '').join('\n\n')
  const described = text('description')
  const description =
    described === null ? firstSentence(prompt) : mend('description', mendDescription(described))
  const dialect = dialectOf({ ...file, path, hasPlaybook: considerations.length > 0 })
  const effort = text('effort')?.toLowerCase() ?? null
  const model = text('model')

  recovered.push(...limits.notes, ...servers.notes.map(line => `mcpServers: ${line}`))
  warnings.push(...limits.warnings, ...unread)
  warnings.push(...servers.problems.map(line => `mcpServers: ${line}`))
  if (described === null && description !== '')
    warnings.push('has no description: the first sentence of its body stands in')
  if (prompt === '' && description !== '')
    warnings.push('has no body: its description is all a model is told')
  if (values.get('hooks') != null) warnings.push('hooks are kept and never run')
  if (/^file:\/\//.test(text('prompt') ?? '')) warnings.push('prompt names a file: it is not opened')
  const known = EFFORTS.find(word => word === effort) ?? null
  if (effort !== null && known === null)
    warnings.push(`effort "${effort}" is none of ${EFFORTS.join(', ')}: left out`)
  const unused = Object.keys(extra).filter(key => key !== 'imported')
  if (unused.length > 0)
    warnings.push(`kept, and not used here: ${unused.slice(0, 12).map(quoteKey).join(', ')}`)
  const errors = [...limits.errors]
  if (prompt === '' && description === '')
    errors.push('has no body and no description: say below the front matter what the role owns and looks for')
  if (role === null)
    errors.push(
      `neither its name nor its file's gives a role: one begins with a letter and has letters, digits, - and _`,
    )

  if (limits.title !== null) extra['role'] = limits.title
  const definition: AgentDefinition | null =
    role === null || errors.length > 0
      ? null
      : {
          name,
          role,
          description,
          dialect,
          model,
          tools: limits.tools,
          disallowedTools: limits.disallowedTools,
          permissionMode: limits.permissionMode,
          maxTurns: limits.maxTurns,
          effort: known,
          color: text('color'),
          memory: text('memory'),
          isolation: text('isolation'),
          skills: list('skills'),
          mcpServers: servers.servers,
          hooks: values.get('hooks') ?? null,
          provider: text('provider'),
          duty: limits.duty,
          prompt,
          report: parts.report,
          conduct: parts.conduct,
          playbook: considerations,
          borrowedFrom: null,
          extra,
          path,
          hash: notes.hash,
          recovered: atMost(recovered),
          warnings: atMost(warnings),
        }
  return {
    path,
    definition,
    dialect,
    name,
    recovered: atMost(recovered),
    warnings: atMost(warnings),
    errors: atMost(errors),
  }
}

/** A hostile file must not say more than people read. */
const MOST_LINES = 50

function atMost(lines: readonly string[]): readonly string[] {
  if (lines.length <= MOST_LINES) return lines
  return [...lines.slice(0, MOST_LINES), `and ${lines.length - MOST_LINES} more lines like these`]
}

/** Some files have their name under another key. */
function otherName(extra: Readonly<Record<string, unknown>>): string | null {
  const names = ['display_name', 'displayName', 'agent', 'slug', 'id'].map(key => extra[key])
  return names.find((name): name is string => typeof name === 'string' && name.trim() !== '') ?? null
}

function quoteKey(key: string): string {
  return JSON.stringify(key.slice(0, 40)).slice(1, -1)
}
