/** Drives a whole session in memory: the playbook mind for every seat, the protocol's own fold between the turns. */
import type { AgentDefinition } from '../../../src/agents/definition.ts'
import type { Entry, EntryDraft, EntryType, Fields, Header } from '../../../src/log/entry.ts'
import type { Draft } from '../../../src/minds/draft.ts'
import type { Turn } from '../../../src/minds/mind.ts'
import { draftFor } from '../../../src/minds/playbook/playbook.ts'
import { due } from '../../../src/protocol/due.ts'
import { foldLog } from '../../../src/protocol/fold.ts'
import type { DueTurn, State } from '../../../src/protocol/state.ts'
import { titleOf } from '../../../src/session/naming.ts'
import { entryOf } from '../../../src/workers/entry-of.ts'

export interface Session {
  readonly problem: string
  readonly header: Header
  readonly agents: readonly AgentDefinition[]
  readonly entries: readonly Entry[]
  readonly state: State
  /** What each entry was written from; null for entries that a test put in by hand. */
  readonly drafts: readonly (Draft | null)[]
}

export function open(
  problem: string,
  agents: readonly AgentDefinition[],
  rules: Partial<Header> = {},
): Session {
  const workers = agents.map(({ role }) => role).filter(role => role !== 'SUPERVISOR')
  const header: Header = {
    synod: 1,
    session: 'test',
    created: '2026-11-21T00:00:00.000Z',
    workers,
    proposer: workers[0] ?? '',
    policy: 'unanimous',
    veto: [],
    external: [],
    with: [],
    deadlock: 'pause',
    implement: false,
    maxRevisions: 3,
    mind: 'playbook',
    ...rules,
  }
  return { problem, header, agents, entries: [], state: foldLog({ header, entries: [] }), drafts: [] }
}

/** Until none of the agents is due, or `most` entries stand in the log. */
export function run(session: Session, most = 60): Session {
  let current = session
  for (;;) {
    const turn = due(current.state).find(({ role }) => session.agents.some(one => one.role === role))
    if (turn === undefined || current.entries.length >= most) return current
    current = take(current, turn)
  }
}

export function take(session: Session, turn: DueTurn): Session {
  const draft = draftFor(turnOf(session, turn))
  return append(session, entryOf(turn, draft, [], session.state), draft)
}

export function append(session: Session, written: EntryDraft, draft: Draft | null = null): Session {
  const entry: Entry = {
    ...written,
    number: session.entries.length + 1,
    time: null,
    writtenType: written.type,
    sealed: true,
    adopted: false,
    verified: true,
    line: 0,
  }
  const entries = [...session.entries, entry]
  return {
    ...session,
    entries,
    state: foldLog({ header: session.header, entries }),
    drafts: [...session.drafts, draft],
  }
}

export function turnOf(session: Session, { role, task, on, horizon }: DueTurn): Turn {
  const entries = session.entries.slice(0, horizon)
  const agent = session.agents.find(one => one.role === role)
  if (agent === undefined) throw new Error(`no agent for ${role}`)
  return {
    agent,
    role,
    task,
    on,
    title: titleOf(session.problem),
    problem: session.problem,
    panel: session.agents
      .filter(one => one.role !== 'SUPERVISOR')
      .map(one => ({ role: one.role, description: one.description })),
    entries,
    state: foldLog({ header: session.header, entries }),
  }
}

/** The log as a reader sees it, without times and seals. */
export function transcript({ entries }: Session): string {
  return entries
    .map(({ number, role, type, fields, content }) => {
      const shown = Object.entries(fields).flatMap(([name, values]) =>
        values.map(value => `**${name}**: ${value}`),
      )
      return [`=== #${number} [${role}] ${type}`, ...shown, content].join('\n')
    })
    .join('\n\n')
}

/** Takes the turn of a role that is due. */
export function takeAs(session: Session, role: string): Session {
  const turn = due(session.state).find(one => one.role === role)
  if (turn === undefined) throw new Error(`${role} is not due`)
  return take(session, turn)
}

/** What a person, a model or another tool has written: by hand, put into the log as an entry of the engine. */
export function by(
  role: string,
  content: string,
  fields: Fields = {},
  type: EntryType = 'REVIEW',
): EntryDraft {
  return { role, type, fields, content }
}
