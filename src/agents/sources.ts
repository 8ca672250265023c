/** Where definitions come from: the nearest wins. */
import { existsSync, realpathSync, statSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import type { AgentDefinition, AgentReading } from './definition.ts'
import { definitionFilesAt } from './files.ts'
import { loadAgents, readAgentFile } from './load.ts'
import { builtInFolder } from './places.ts'

export interface AgentSource {
  /** How people call it: `./agents`, `built-in`, or as it was named. */
  readonly label: string
  readonly path: string
  /** Somebody named it: that nothing is there is an error. */
  readonly isNamed: boolean
  /** The user's own and no project's: there may be anything, so a file that cannot be read is no error there. */
  readonly isUsers?: boolean
}

export interface SourcedAgents extends AgentSource {
  readonly definitions: readonly AgentDefinition[]
  /** Files and folders that could not be read, with the reasons. */
  readonly unread: readonly Pick<AgentReading, 'path' | 'name' | 'errors'>[]
}

export const BUILT_IN = 'built-in'
const USERS = '~/.claude/agents'

/** The panel that comes with Synod. */
export function builtInPanel(): readonly AgentDefinition[] {
  return loadAgents(builtInFolder())
}

/** Folders that are looked into without being named, the nearest first; only those that are there. */
export function standardSources(cwd: string, home: string | undefined): readonly AgentSource[] {
  const root = projectRoot(cwd)
  const projects = root === cwd ? [cwd] : [cwd, root]
  const folders = [
    ...projects.flatMap(folder => [join(folder, 'agents'), join(folder, '.claude', 'agents')]),
    ...(home ? [join(home, '.claude', 'agents')] : []),
  ]
  // In the home folder the project's definitions are those of the user; in Synod's own, they are the built-in panel.
  const distinct = [...new Set(folders)].filter(path => isFolder(path) && !isBuiltIn(path))
  return distinct.map(path => {
    const label = labelOf(path, cwd, home)
    return { label, path, isNamed: false, ...(label === USERS ? { isUsers: true } : {}) }
  })
}

function labelOf(path: string, cwd: string, home: string | undefined): string {
  const own = home === undefined ? null : join(home, '.claude', 'agents')
  if (path === own) return USERS
  const inner = relative(cwd, path).split(sep).join('/')
  return inner.startsWith('..') ? inner : `./${inner}`
}

/** The nearest folder above that has a repository or a config of ours in it; else the folder itself. */
export function projectRoot(cwd: string): string {
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (PROJECT.some(name => existsSync(join(folder, name)))) return folder
    if (dirname(folder) === folder) return cwd
  }
}

export const CONFIG_FILE = 'synod.config.json'
const PROJECT = [CONFIG_FILE, '.git']

function isBuiltIn(path: string): boolean {
  return realpathSync(path) === realpathSync(builtInFolder())
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
