import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { AgentDefinition } from '../../../agents/definition.ts'
import { roleOf } from '../../../agents/identity.ts'
import { loadAgents, readAgentFile } from '../../../agents/load.ts'
import { originOf, type WriteOptions, writeDefinition } from '../../../agents/write-definition.ts'
import { EXIT, SynodError } from '../../../errors.ts'
import { HUMAN, ROLE_PATTERN } from '../../../log/entry.ts'
import { safeJson, safeText } from '../../../views/safe.ts'
import { importOptions } from '../../agents-options.ts'
import { opened, refuseFolder, shown } from '../../agents-paths.ts'
import { type Io, styleOf, write } from '../../io.ts'
import { placeFile } from '../../new-file.ts'
import { readOptions } from '../../options.ts'
import { shellWord } from '../../shell.ts'

export async function importAgent(io: Io, from: string, raw: unknown): Promise<number> {
  const { json, as, to, force } = readOptions(importOptions, raw)
  const role = seatable(as)
  refuseFolder(opened(io, from), from)
  const [definition] = loadAgents(opened(io, from))
  if (definition === undefined) throw new Error('A file that was read has no definition')
  const name = role.toLowerCase()
  const source = shown(io, definition.path)
  const imported = { name: definition.name, path: source, hash: definition.hash }
  const text = writtenOf(definition, { name, imported })
  const target = join(opened(io, to), `${name}.md`)
  const path = shown(io, target)
  const extra = { ...definition.extra, imported: originOf(definition, imported) }
  const check = (file: string) => refuseLoss({ ...definition, name, role, extra }, file)
  if (!placeFile(target, text, { replace: force, check })) {
    throw new SynodError(
      'SYN_FILE_EXISTS',
      `${path} is there already: --force replaces it, or give another --as or --to`,
    )
  }
  const { recovered, warnings, dialect } = definition
  if (json) {
    await write(
      io.stdout,
      `${safeJson({ path, role, name, from: { ...imported, dialect }, recovered, warnings })}\n`,
    )
    return EXIT.ok
  }
  const style = styleOf(io.stdout, io.env)
  const lines = [
    `${style.good('written')}  ${safeText(path)}: ${role}, from ${safeText(source)} (${dialect})`,
    ...recovered.map(line => `  recovered  ${safeText(line)}`),
    ...warnings.map(line => `  warning    ${safeText(line)}`),
    `synod agents show ${shellWord(path)}`,
  ]
  await write(io.stdout, `${lines.join('\n')}\n`)
  return EXIT.ok
}

function seatable(as: string): string {
  const role = roleOf(as)
  if (!ROLE_PATTERN.test(role)) {
    throw new SynodError(
      'SYN_ROLE_INVALID',
      `--as "${as}" gives no role: one begins with a letter and has letters, digits, - and _`,
    )
  }
  if (role === HUMAN) {
    throw new SynodError('SYN_ROLE_INVALID', `${HUMAN} is a person and has no definition: give another --as`)
  }
  return role
}

/** @throws SynodError SYN_AGENT_INVALID where something in it cannot be written */
function writtenOf(definition: AgentDefinition, options: WriteOptions): string {
  try {
    return writeDefinition(definition, options)
  } catch (error) {
    throw error instanceof SynodError ? refusal(definition, error.message) : error
  }
}

/** What is of the old file, and not of the agent. */
const OF_FILE: readonly (keyof AgentDefinition)[] = ['path', 'hash', 'recovered', 'warnings', 'dialect']

/** @throws SynodError SYN_AGENT_INVALID where another agent would be read from the new file */
function refuseLoss(wanted: AgentDefinition, file: string): void {
  const { definition: back, errors } = readAgentFile(file)
  const keys = (Object.keys(wanted) as (keyof AgentDefinition)[]).filter(key => !OF_FILE.includes(key))
  const lost = keys.filter(
    key => back === null || !isDeepStrictEqual(comparable(key, back), comparable(key, wanted)),
  )
  if (back !== null && lost.length === 0) return
  const what = back === null ? errors.join('; ') : `${lost.join(', ')} would be read otherwise`
  throw refusal(wanted, what)
}

function refusal({ path }: AgentDefinition, what: string): SynodError {
  return new SynodError(
    'SYN_AGENT_INVALID',
    `${path} cannot be imported without loss (${what}): nothing is written; --agents seats the file as it is`,
  )
}

function comparable(key: keyof AgentDefinition, definition: AgentDefinition): unknown {
  // A map without a prototype is the same map: the copy has one.
  return structuredClone(definition[key])
}
