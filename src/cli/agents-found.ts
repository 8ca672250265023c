/** Every agent that can be seated, and which of several plays a role that is asked for. */
import { realpathSync } from 'node:fs'
import { type Casting, cast } from '../agents/casting.ts'
import type { AgentDefinition } from '../agents/definition.ts'
import { kindOf } from '../agents/identity.ts'
import { loadAgents } from '../agents/load.ts'
import { loadSources, type SourcedAgents, standardSources } from '../agents/sources.ts'
import { opened, shown } from './agents-paths.ts'
import { presetSources, readPreset } from './config.ts'
import { homeOf, type Io } from './io.ts'
import { shellWord } from './shell.ts'

export interface FoundAgent {
  readonly definition: AgentDefinition
  /** The label of the source it is from. */
  readonly source: string
  /** Who plays its role when that is asked for: itself, or one that shadows it. */
  readonly casting: Casting
  /** Who plays the kind its role is of, where several could; null where nobody else could, or the role is the kind. */
  readonly kind: { readonly role: string; readonly casting: Casting } | null
}

export interface FoundAgents {
  /** Nearest source first, by path in each. A file that two sources lead to is there once. */
  readonly agents: readonly FoundAgent[]
  /** What could not be read, one line a source. */
  readonly notes: readonly string[]
}

/** @throws SynodError SYN_FILE_UNREADABLE, SYN_AGENTS_NONE, SYN_AGENT_INVALID for a path that gives nobody at all */
export function findAgents(io: Io, named: readonly string[]): FoundAgents {
  const sources = loadSources([
    ...named.map(path => ({ label: path, path: opened(io, path), isNamed: false })),
    ...presetSources(readPreset(io.cwd, undefined)).map(source => ({ ...source, isNamed: false })),
    ...standardSources(io.cwd, homeOf(io)),
  ])
  // What is wrong with it is said by whoever reads it for a session.
  for (const { path, definitions } of sources.slice(0, named.length)) {
    if (definitions.length === 0) loadAgents(path)
  }
  const distinct = withoutRepeated(sources)
  const alike = byKind(distinct)
  const castingOf = (role: string) => cast(role, alike.get(kindOf(role)) ?? [])
  return {
    agents: distinct.flatMap(({ label, definitions }) =>
      definitions.flatMap(definition => {
        const casting = castingOf(definition.role)
        if (casting === null) return []
        const role = kindOf(definition.role)
        const asKind = role === definition.role ? null : castingOf(role)
        const kind = asKind === null || asKind.others.length === 0 ? null : { role, casting: asKind }
        return [{ definition, source: label, casting, kind }]
      }),
    ),
    notes: notesOn(io, sources),
  }
}

function withoutRepeated(sources: readonly SourcedAgents[]): readonly SourcedAgents[] {
  const seen = new Set<string>()
  return sources.map(source => ({
    ...source,
    definitions: source.definitions.filter(({ path }) => {
      const real = realPath(path)
      if (seen.has(real)) return false
      seen.add(real)
      return true
    }),
  }))
}

function realPath(path: string): string {
  try {
    return realpathSync.native(path)
  } catch {
    // Read a moment ago and gone by now: what was read of it counts.
    return path
  }
}

/** Only those of its kind can play a role: to compare each definition with all others would take minutes for thousands. */
function byKind(sources: readonly SourcedAgents[]): ReadonlyMap<string, readonly SourcedAgents[]> {
  const kinds = new Map<string, SourcedAgents[]>()
  for (const source of sources) {
    const groups = new Map<string, AgentDefinition[]>()
    for (const definition of source.definitions) add(groups, kindOf(definition.role), definition)
    for (const [kind, definitions] of groups) add(kinds, kind, { ...source, definitions })
  }
  return kinds

  function add<T>(lists: Map<string, T[]>, key: string, item: T): void {
    const list = lists.get(key)
    if (list === undefined) lists.set(key, [item])
    else list.push(item)
  }
}

function notesOn(io: Io, sources: readonly SourcedAgents[]): readonly string[] {
  return sources
    .filter(({ unread }) => unread.length > 0)
    .map(({ path, unread }) => {
      const place = shown(io, path)
      const what = unread.length === 1 ? '1 file or folder' : `${unread.length} files or folders`
      return `${what} in ${place} cannot be read: synod agents check ${shellWord(place)}`
    })
}
