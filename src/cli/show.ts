/** Entries on stdout, as text or as JSON lines: what `watch` and `replay` have in common. */
import { BUILT_IN_PATH } from '../agents/places.ts'
import type { DefinitionRecord, Entry, LogFrame } from '../log/entry.ts'
import { due } from '../protocol/due.ts'
import type { State } from '../protocol/state.ts'
import { entryEvent, headerEvent, noticeEvent, stateEvent } from '../views/events.ts'
import { meter } from '../views/meter.ts'
import { safeJson, safeText } from '../views/safe.ts'
import { speakerName } from '../views/speaker.ts'
import { renderEntry } from '../views/transcript.ts'
import { type Io, styleOf, widthOf, write } from './io.ts'

export interface ShowOptions {
  readonly json: boolean
  readonly brief: boolean
  readonly role?: readonly string[] | undefined
}

export interface Show {
  header(log: LogFrame, path: string): Promise<void>
  entry(entry: Entry, state: State): Promise<void>
  end(log: LogFrame, state: State): Promise<void>
}

export function createShow(io: Io, { json, brief, role }: ShowOptions): Show {
  const style = styleOf(io.stdout, io.env)
  const width = widthOf(io.stdout)
  const line = (event: object) => write(io.stdout, `${safeJson(event)}\n`)
  return {
    async header(log, path) {
      if (json) return line(headerEvent(log, path))
      const mind = log.header?.mind
      const spoken = mind == null ? '' : `\n${style.dim(`spoken by ${speakerName(mind)}`)}`
      const defined = definedBy(log.header?.agents ?? {}).map(text => `\n${style.dim(safeText(text))}`)
      await write(
        io.stdout,
        `${style.bold(safeText(log.title))}\n${style.dim(safeText(path))}${spoken}${defined.join('')}\n\n`,
      )
    },
    async entry(entry, state) {
      if (role !== undefined && !role.includes(entry.role)) return
      if (json) return line(entryEvent(entry))
      await write(io.stdout, `${renderEntry(entry, { style, width, brief, state })}\n`)
    },
    async end(log, state) {
      if (json) {
        for (const notice of [...log.notices, ...state.notices]) await line(noticeEvent(notice))
        return line(stateEvent(state, due(state)))
      }
      await write(io.stdout, `${style.bold(meter(state))}\n`)
    },
  }
}

/** Whoever speaks by a definition that is not built in: the file, and the beginning of its SHA-256. */
function definedBy(agents: Readonly<Record<string, DefinitionRecord>>): readonly string[] {
  return Object.entries(agents)
    .filter(([, { path }]) => !path.startsWith(BUILT_IN_PATH))
    .map(([role, { path, hash }]) => `${role} is ${path} (sha256 ${hash.slice(0, 12)})`)
}
