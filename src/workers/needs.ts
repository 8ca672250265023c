/** What is waited for from outside: from people, and from roles that the engine does not run. */
import { HUMAN } from '../log/entry.ts'
import { isEngineRole, namesDeciders } from '../protocol/authority.ts'
import { due } from '../protocol/due.ts'
import { liveProposal } from '../protocol/proposals.ts'
import type { DueTurn, State, Task } from '../protocol/state.ts'

/** Whether no process will ever take this role's turns. In a log that names nobody that can be said of people alone. */
export function isOutside(state: Pick<State, 'header'>, role: string): boolean {
  return namesDeciders(state.header) ? !isEngineRole(state, role) : role === HUMAN
}

/** The turns that wait for somebody outside; also in a pause, which keeps everybody from being due. */
export function neededFromOutside(state: State): readonly DueTurn[] {
  const outcome = state.outcome?.kind === 'PAUSED' ? null : state.outcome
  return due({ ...state, outcome }).filter(({ role }) => isOutside(state, role))
}

const ASKED_TO: Readonly<Record<Task, string>> = {
  frame: 'frame the problem',
  analyse: 'analyse the problem',
  propose: 'propose',
  review: 'review',
  confirm: 'confirm',
  revise: 'revise',
  mediate: 'mediate on',
  reconsider: 'reconsider',
  rule: 'rule on',
  answer: 'answer',
  summarise: 'sum up the log',
  implement: 'implement',
  decide: 'decide on',
}

/** `review #6` */
export function turnWords({ task, on }: Pick<DueTurn, 'task' | 'on'>): string {
  return on === null ? ASKED_TO[task] : `${ASKED_TO[task]} #${on}`
}

/** `HUMAN is asked to review #6` */
export function askWords(turn: DueTurn): string {
  return `${turn.role} is asked to ${turnWords(turn)}`
}

/**
 * The commands that answer a turn, each whole; none where it takes an entry that `say` does not write.
 * @param name what the session is called in a command: its id or its path, ready for a shell
 */
export function commandsFor(turn: DueTurn, state: State, name: string): readonly string[] {
  return waysOf(turn, state).map(way => `${sayAs(turn, name)} ${way}`)
}

/** The same in one line: `synod say NAME --agree 6, or --object 6 --concern "id: why"`. */
export function commandLine(turn: DueTurn, state: State, name: string): string {
  const ways = waysOf(turn, state)
  if (ways.length > 0) return `${sayAs(turn, name)} ${ways.join(', or ')}`
  const revises = turn.task === 'revise' ? ` with Revises: #${turn.on}` : ''
  return `append a PROPOSAL entry${revises} to the log`
}

function sayAs({ role }: DueTurn, name: string): string {
  return `synod say ${name}${role === HUMAN ? '' : ` --as ${role}`}`
}

function verdictOn(entry: number | null): readonly string[] {
  return [`--agree ${entry}`, `--object ${entry} ${WHY}`]
}

const WHY = '--concern "id: why"'

function waysOf({ task, on }: DueTurn, state: State): readonly string[] {
  switch (task) {
    case 'review':
    case 'reconsider':
      return verdictOn(on)
    case 'confirm': {
      const live = liveProposal(state)?.entry ?? on
      return [`--re ${on} --agree ${live}`, `--re ${on} --object ${live} ${WHY}`]
    }
    case 'rule':
      return [`--re ${on} --concern "id: what must hold"`, `--re ${on} --withdraw id`]
    case 'answer':
      return [`--re ${on} "..."`]
    default:
      return []
  }
}
