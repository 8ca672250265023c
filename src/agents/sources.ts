/** Where definitions come from: the nearest wins. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { AgentDefinition, AgentReading } from './definition.ts'
import { definitionFilesAt } from './files.ts'
import { loadAgents, readAgentFile } from './load.ts'
import { builtInFolder } from './places.ts'

export interface AgentSource {
  /** How people call it: `./agents`, `built-in`, or as it was named. */
  readonly label: string
  readonly path: string
  /** Somebody named it: what cannot be read there keeps a role from being played by another's definition. */
  readonly isNamed: boolean
}

export interface SourcedAgents extends AgentSource {
  readonly definitions: readonly AgentDefinition[]
  /** Files and folders that could not be read, with the reasons. */
  readonly unread: readonly Pick<AgentReading, 'path' | 'name' | 'errors'>[]
}

export const BUILT_IN = 'built-in'

/** The panel that comes with Synod. */
export function builtInPanel(): readonly AgentDefinition[] {
  return loadAgents(builtInFolder())
}

/** Folders that are looked into without being named, the nearest first; only those that are there. */
export function standardSources(cwd: string, home: string | undefined): readonly AgentSource[] {
  const folders = [
    { label: './agents', path: join(cwd, 'agents') },
    { label: './.claude/agents', path: join(cwd, '.claude', 'agents') },
    ...(home ? [{ label: '~/.claude/agents', path: join(home, '.claude', 'agents') }] : []),
  ]
  return folders.filter(({ path }) => isFolder(path)).map(folder => ({ ...folder, isNamed: false }))
}

/**
 * What each source has, in their order, and the built-in panel behind them. Of a folder the good files are there
 * whatever the others are.
 * @throws SynodError for a source that somebody named: SYN_FILE_UNREADABLE, SYN_AGENTS_NONE, and SYN_AGENT_INVALID for
 * a file
 */
export function loadSources(sources: readonly AgentSource[]): readonly SourcedAgents[] {
  const builtIn = { label: BUILT_IN, path: builtInFolder(), isNamed: true }
  return [...sources, builtIn].map(source => {
    if (!isFolder(source.path)) return { ...source, definitions: loadAgents(source.path), unread: [] }
    const { files, problems } = definitionFilesAt(source.path)
    if (source.isNamed && files.length === 0) loadAgents(source.path)
    const readings = files.map(readAgentFile)
    return {
      ...source,
      definitions: readings.flatMap(({ definition }) => (definition === null ? [] : [definition])),
      unread: [
        ...problems.map(({ path, message }) => ({ path, name: null, errors: [message] })),
        ...readings.filter(({ definition }) => definition === null),
      ],
    }
  })
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}
