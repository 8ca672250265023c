/** The definitions in tests/fixtures/agents, and what they are read as. */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineAgent } from '../../src/agents/define.ts'
import type { AgentDefinition, AgentReading } from '../../src/agents/definition.ts'
import { readAgentFile } from '../../src/agents/load.ts'
import { sha256 } from '../../src/log/digest.ts'

const FIXTURES: string = fileURLToPath(new URL('../fixtures/agents', import.meta.url))

/** Without what follows from where the file stands and what bytes it has. */
export type Seated = Omit<AgentDefinition, 'path' | 'hash'>
export type Refused = Omit<AgentReading, 'path' | 'definition'>

export function fixturePath(folder: string, file: string): string {
  return join(FIXTURES, folder, file)
}

export function fixturesOf(folder: string): readonly string[] {
  return readdirSync(join(FIXTURES, folder)).toSorted()
}

/** What the loader makes of a fixture; its path and hash, and what stands twice in a reading, are compared here. */
export function readFixture(folder: string, file: string): Seated | Refused {
  const path = fixturePath(folder, file)
  const { definition, ...reading } = readAgentFile(path)
  if (definition === null) return without(reading, ['path'])
  const twice = [
    [definition.path, path],
    [basename(reading.path), file],
    [definition.hash, sha256([readFileSync(path)])],
    [definition.name, reading.name],
    [definition.dialect, reading.dialect],
    [definition.recovered, reading.recovered],
    [definition.warnings, reading.warnings],
    [reading.errors, []],
  ]
  const odd = twice.find(([one, other]) => JSON.stringify(one) !== JSON.stringify(other))
  if (odd !== undefined)
    throw new Error(`${path}: ${odd.map(value => JSON.stringify(value)).join(' is not ')}`)
  return without(definition, ['path', 'hash'])
}

function without<T extends object, K extends keyof T & string>(whole: T, keys: readonly K[]): Omit<T, K> {
  return Object.fromEntries(
    Object.entries(whole).filter(([key]) => !(keys as readonly string[]).includes(key)),
  ) as Omit<T, K>
}

/** All of a definition: what is not said here is expected to be nothing. */
export function seated(
  said: Partial<Seated> & Pick<Seated, 'name' | 'role' | 'dialect' | 'description' | 'prompt'>,
): Seated {
  return without(defineAgent(said), ['path', 'hash'])
}

export function refused(said: Partial<Refused> & Pick<Refused, 'errors'>): Refused {
  return { dialect: null, name: null, recovered: [], warnings: [], ...said }
}
