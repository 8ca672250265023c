/** Markdown files → agent definitions; docs/agents.md. Nothing in a file is ever run or expanded. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { z } from 'zod'
import { SynodError } from '../errors.ts'
import { ROLE_PATTERN } from '../log/entry.ts'
import { readFrontMatter } from '../log/front-matter.ts'
import type { AgentDefinition } from './definition.ts'
import { parsePlaybook, splitPlaybook } from './playbook.ts'

/** The most a definition may have, in bytes. */
const MAX_BYTES = 1024 * 1024

const text = z.string().trim().min(1)
const frontMatter = z.looseObject({
  name: text.optional(),
  description: text.optional(),
  model: text.nullish(),
  tools: z.union([z.string(), z.array(z.string())]).nullish(),
  color: text.nullish(),
})

/**
 * @param path where the text is from, for messages and for the name when the front matter has none
 * @throws SynodError SYN_AGENT_INVALID: no body, a front matter that is not YAML, fields of the wrong kind
 */
export function readDefinition(path: string, source: string): AgentDefinition {
  const invalid = (why: string, cause?: unknown) =>
    new SynodError('SYN_AGENT_INVALID', `${path}: ${why}`, { cause, details: { path } })
  let file: { readonly data: Readonly<Record<string, unknown>>; readonly body: string }
  try {
    file = readFrontMatter(source)
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error)
    throw invalid(`the front matter cannot be read (${why}): put texts with ": " in quotes`, error)
  }
  const read = frontMatter.safeParse(file.data)
  if (!read.success) {
    const [issue] = read.error.issues
    throw invalid(`${issue?.path.join('.')} in the front matter: ${issue?.message}`)
  }
  const { prompt, playbook } = splitPlaybook(file.body)
  if (prompt === '')
    throw invalid('the definition has no body: say below the front matter what the role owns and looks for')
  const { considerations, warnings } = parsePlaybook(playbook)
  const { data } = read
  const name = data.name ?? basename(path, extname(path))
  const role = roleOf(name)
  if (!ROLE_PATTERN.test(role))
    throw invalid(`"${name}" gives no role: a name begins with a letter and has letters, digits, - and _`)
  return {
    name,
    role,
    description: data.description ?? firstSentence(prompt),
    model: data.model ?? null,
    tools: readTools(data.tools),
    color: data.color ?? null,
    prompt,
    playbook: considerations,
    borrowedFrom: null,
    path,
    warnings,
  }
}

/**
 * All definitions of a folder, by file name; or the one of a file.
 * @throws SynodError SYN_FILE_UNREADABLE, SYN_AGENTS_NONE, SYN_AGENT_INVALID
 */
export function loadAgents(path: string): readonly AgentDefinition[] {
  const files = filesAt(path)
  if (files.length === 0) {
    throw new SynodError('SYN_AGENTS_NONE', `${path} has no agent definitions: expected files named *.md`)
  }
  return files.map(file => readDefinition(file, readText(file)))
}

/** Like `loadAgents` for a folder that may hold anything: what is no definition is skipped, and named. */
export function loadWhatReads(path: string): {
  readonly definitions: readonly AgentDefinition[]
  readonly skipped: readonly string[]
} {
  const definitions: AgentDefinition[] = []
  const skipped: string[] = []
  for (const file of filesAt(path)) {
    try {
      definitions.push(readDefinition(file, readText(file)))
    } catch (error) {
      if (!(error instanceof SynodError)) throw error
      skipped.push(`${error.message}; it is left out`)
    }
  }
  return { definitions, skipped }
}

/** `Backend Engineer` → BACKEND-ENGINEER */
export function roleOf(name: string): string {
  return name
    .normalize('NFKD')
    .toUpperCase()
    .replace(/[^A-Z0-9_]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 32)
}

function filesAt(path: string): readonly string[] {
  return reading(path, () => {
    if (!statSync(path).isDirectory()) return [path]
    const names = readdirSync(path).filter(name => name.endsWith('.md') && name.toLowerCase() !== 'readme.md')
    return names.sort().map(name => join(path, name))
  })
}

function readText(file: string): string {
  return reading(file, () => {
    const { size } = statSync(file)
    if (size > MAX_BYTES) {
      throw new SynodError(
        'SYN_AGENT_INVALID',
        `${file} has ${size} bytes: a definition may have ${MAX_BYTES}`,
      )
    }
    return readFileSync(file, 'utf8')
  })
}

function reading<T>(path: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof SynodError) throw error
    const why = error instanceof Error ? error.message : String(error)
    throw new SynodError('SYN_FILE_UNREADABLE', `Cannot read ${path}: ${why}`, { cause: error })
  }
}

/** A comma string or a list; commas inside parentheses belong to a pattern such as `Agent(a, b)`. */
function readTools(written: string | readonly string[] | null | undefined): readonly string[] | null {
  if (written === null || written === undefined) return null
  const items = typeof written === 'string' ? written.split(/,(?![^(]*\))/) : written
  return items.map(item => item.trim()).filter(Boolean)
}

function firstSentence(prompt: string): string {
  const line =
    prompt.split('\n').find(candidate => candidate.trim() !== '' && !candidate.startsWith('#')) ?? ''
  return (/^.*?[.!?](?=\s|$)/.exec(line)?.[0] ?? line).trim()
}
