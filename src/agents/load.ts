/** Markdown files → agent definitions; docs/agents.md. Nothing in a file is ever run or expanded. */
import { SynodError } from '../errors.ts'
import { sha256 } from '../log/digest.ts'
import { decodeDefinition, readDefinitionBytes } from './decode.ts'
import type { AgentDefinition, AgentReading } from './definition.ts'
import { definitionFilesAt } from './files.ts'
import { readAgent } from './read.ts'

/** What one file says, or why it says nothing: never throws. */
export function readAgentFile(path: string): AgentReading {
  const file = readDefinitionBytes(path)
  return 'message' in file ? unread(path, [file.message]) : readBytes(path, file.bytes)
}

function readBytes(path: string, bytes: Uint8Array): AgentReading {
  const { text, recovered, errors } = decodeDefinition(bytes)
  if (errors.length > 0) return unread(path, errors)
  try {
    return readAgent(path, text, { recovered, hash: sha256([bytes]) })
  } catch (error) {
    // One file must never keep the others from being read: this one is refused, and says why.
    return unread(path, [`cannot be read: ${error instanceof Error ? error.message : String(error)}`])
  }
}

function unread(path: string, errors: readonly string[]): AgentReading {
  return { path, definition: null, dialect: null, name: null, recovered: [], warnings: [], errors }
}

/**
 * The agent of one file's text.
 * @throws SynodError SYN_AGENT_INVALID with what is wrong in it
 */
export function readDefinition(path: string, source: string): AgentDefinition {
  return definitionOf(readBytes(path, Buffer.from(source)))
}

/**
 * All definitions of a folder at any depth, sorted by path; or the one of a file.
 * @throws SynodError SYN_FILE_UNREADABLE, SYN_AGENTS_NONE, SYN_AGENT_INVALID
 */
export function loadAgents(path: string): readonly AgentDefinition[] {
  const { files, problems } = definitionFilesAt(path)
  const [problem] = problems
  if (problem !== undefined) {
    throw new SynodError('SYN_FILE_UNREADABLE', `${problem.path}: ${problem.message}`)
  }
  if (files.length === 0)
    throw new SynodError('SYN_AGENTS_NONE', `${path} has no agent definitions: expected files named *.md`)
  return files.map(file => definitionOf(readAgentFile(file)))
}

/** @throws SynodError SYN_AGENT_INVALID when there is none */
function definitionOf({ definition, path, errors }: AgentReading): AgentDefinition {
  if (definition !== null) return definition
  throw new SynodError('SYN_AGENT_INVALID', `${path}: ${errors.join('; ')}`, { details: { path, errors } })
}
