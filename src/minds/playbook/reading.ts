/** What a turn knows: the problem's facts, and what the others have said in the log so far. */
import type { Consideration } from '../../agents/definition.ts'
import { type Entry, HUMAN } from '../../log/entry.ts'
import type { Turn } from '../mind.ts'
import { type Design, parseDesign } from './design.ts'
import { type Facts, factsOf } from './facts.ts'
import { fill } from './fill.ts'
import { fitting } from './fitting.ts'
import { parseQuestions, type Question } from './questions.ts'
import { parseRequirements, type Requirement, readReason } from './requirements.ts'

export interface Reading {
  readonly turn: Turn
  readonly facts: Facts
  /** The rules of the turn's role that can hold for a thing of this kind. */
  readonly rules: readonly Consideration[]
  /** What considerations are matched against: the problem, its title, and what people have added. */
  readonly text: string
  /** The part of it that says what is wanted, and so weighs more than what is said by the way. */
  readonly focus: string
}

/** Something a role has said in one of its entries. */
export interface Said<T> {
  readonly role: string
  readonly entry: number
  readonly what: T
}

const MOST_FRAMED = 6
const MOST_ANALYSED = 3

export function readTurn(turn: Turn): Reading {
  const heard = turn.entries.filter(({ role }) => role === HUMAN).map(({ content }) => content)
  const facts = factsOf(turn.problem, turn.title, heard)
  return {
    turn,
    facts,
    rules: fitting(turn.agent.playbook, facts.subject),
    text: [turn.title, turn.problem, ...heard].join('\n'),
    focus: [turn.title, facts.goal, facts.subject].join('\n'),
  }
}

function entryAt({ entries }: Pick<Turn, 'entries'>, number: number | null | undefined): Entry | undefined {
  return entries.find(entry => entry.number === number)
}

export function designAt(turn: Turn, number: number): Design {
  return parseDesign(entryAt(turn, number)?.content ?? '')
}

/** What the workers' analyses require, in the order they were written. */
export function requirementsIn(turn: Turn): readonly Said<Requirement>[] {
  return analyses(turn).flatMap(({ role, number, content }) =>
    parseRequirements(content).map(what => ({ role, entry: number, what })),
  )
}

/** Why each thing was asked for, by its name: by the role itself, in an analysis, or as a concern. */
export function reasonsIn({ turn, rules, facts }: Reading): ReadonlyMap<string, string> {
  return new Map([
    ...rules.map(({ id, require, because }) => [id, fill(`${require} ${because}`, facts)] as const),
    ...requirementsIn(turn).map(({ what }) => [what.id, what.reason] as const),
    ...turn.state.concerns.map(({ id, reason }) => [id, readReason(reason).reason] as const),
  ])
}

/** What the framework and then the analyses leave open. */
export function questionsIn(turn: Turn): readonly Said<Question>[] {
  const framework = entryAt(turn, turn.state.framework)
  const framed = framework === undefined ? [] : said(framework, MOST_FRAMED)
  return [...framed, ...analyses(turn).flatMap(entry => said(entry, MOST_ANALYSED))]
}

export function questionsOf(turn: Turn, role: string): readonly Said<Question>[] {
  const entry = entryAt(turn, turn.state.analyses[role])
  return entry === undefined ? [] : said(entry, MOST_ANALYSED)
}

function analyses(turn: Turn): readonly Entry[] {
  const numbers = Object.values(turn.state.analyses)
  return turn.entries.filter(({ number }) => numbers.includes(number))
}

function said(entry: Entry, most: number): readonly Said<Question>[] {
  return parseQuestions(entry.content, most).map(what => ({ role: entry.role, entry: entry.number, what }))
}
