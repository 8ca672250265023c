/** Concerns: raised by their owner, answered by the proposer, ended by their owner alone. */
import { type Entry, fieldAll } from '../log/entry.ts'
import type { Note } from './note.ts'
import { liveProposal } from './proposals.ts'
import { cutId, readIdAndText } from './refs.ts'
import type { Concern, State } from './state.ts'

/** Open for consensus: an answered concern still waits for its owner. */
export function isOpen(concern: Concern): boolean {
  return concern.status === 'open' || concern.status === 'answered'
}

export function openConcerns(state: Pick<State, 'concerns'>): readonly Concern[] {
  return state.concerns.filter(isOpen)
}

export function raiseConcerns(state: State, entry: Entry, note: Note): State {
  const written = fieldAll(entry, 'Concern')
  const live = liveProposal(state)
  if (written.length === 0) return state
  if (live === null) {
    note('concern-early', `#${entry.number} raises a concern before there is a proposal: it is read as text`)
    return state
  }
  const byId = new Map(state.concerns.map(concern => [concern.id, concern]))
  const numbers = new Map<string, number>()
  for (const value of written) {
    const { id, text, named } = nameConcern(value)
    const isOwn = ({ owner, reason }: Concern) => owner === entry.role && (named || reason === text)
    const raised: Concern = {
      id: freeId(byId, numbers, id, entry.role, isOwn),
      owner: entry.role,
      reason: text,
      status: 'open',
      raisedAt: entry.number,
      on: live.entry,
      answer: null,
      endedAt: null,
    }
    const known = byId.get(raised.id)
    byId.set(
      raised.id,
      known === undefined ? raised : { ...raised, raisedAt: known.raisedAt, answer: known.answer },
    )
  }
  return { ...state, concerns: [...byId.values()] }
}

/** A reason without an id gets one from its first words, so that it can be answered by name. */
function nameConcern(written: string): {
  readonly id: string
  readonly text: string
  readonly named: boolean
} {
  const read = readIdAndText(written)
  if (read !== null && (read.text !== '' || !/\s/.test(written)))
    return { id: read.id, text: read.text || read.id, named: true }
  const words = written.toLowerCase().match(/[a-z0-9]+/g) ?? ['concern']
  return { id: cutId(words.slice(0, 4).join('-')), text: written, named: false }
}

/**
 * Reviews are sealed from each other, so two roles may choose one id: the later one gets its owner's name added. Two
 * reasons of one role that begin with the same words are two concerns: the later one gets a number.
 */
function freeId(
  byId: ReadonlyMap<string, Concern>,
  numbers: Map<string, number>,
  id: string,
  owner: string,
  isOwn: (known: Concern) => boolean,
): string {
  const free = (wanted: string) => {
    const known = byId.get(wanted)
    return known === undefined || isOwn(known)
  }
  if (free(id)) return id
  const name = `-${(owner.toLowerCase().match(/[a-z0-9]+/g) ?? []).join('-')}`
  const suffix = byId.get(id)?.owner === owner ? '' : name
  let wanted = cutId(id, suffix)
  // Numbers given before in this entry are not tried again: a flood of like reasons must not take for ever.
  for (let next = numbers.get(wanted) ?? 2; !free(wanted); next += 1) {
    numbers.set(cutId(id, suffix), next + 1)
    wanted = cutId(id, `${suffix}-${next}`)
  }
  return wanted
}

/** The author of the live proposal says that, and how, its text meets a concern. */
export function answerConcerns(state: State, entry: Entry, note: Note): State {
  const written = fieldAll(entry, 'Resolves')
  if (written.length === 0) return state
  if (liveProposal(state)?.entry !== entry.number) {
    note(
      'resolves-elsewhere',
      `#${entry.number} resolves concerns but is no live proposal: only a proposal can answer them`,
    )
    return state
  }
  const answers = new Map(
    written.map(value => readIdAndText(value) ?? { id: value, text: '' }).map(({ id, text }) => [id, text]),
  )
  for (const id of answers.keys()) {
    if (!state.concerns.some(concern => concern.id === id && isOpen(concern))) {
      note('concern-unknown', `#${entry.number} resolves ${id}, which is no open concern`)
    }
  }
  return {
    ...state,
    concerns: state.concerns.map(concern => {
      const how = answers.get(concern.id)
      if (how === undefined || !isOpen(concern)) return concern
      return { ...concern, status: 'answered', answer: { entry: entry.number, how } }
    }),
  }
}

export function withdrawConcerns(state: State, entry: Entry, note: Note): State {
  const written = fieldAll(entry, 'Withdraws')
  if (written.length === 0) return state
  const byId = new Map(state.concerns.map(concern => [concern.id, concern]))
  // Its owner may go on using the id it chose, though another had it before.
  const isOwn = ({ owner }: Concern) => owner === entry.role
  const ids = new Set(
    written.map(value => freeId(byId, new Map(), readIdAndText(value)?.id ?? value, entry.role, isOwn)),
  )
  for (const id of ids) {
    const concern = byId.get(id)
    if (concern === undefined || !isOwn(concern) || !isOpen(concern)) {
      note('concern-not-own', `#${entry.number} withdraws ${id}, which is no open concern of ${entry.role}`)
    }
  }
  return end(state, entry, concern => ids.has(concern.id), 'withdrawn')
}

/** An AGREE closes what its author had raised on earlier revisions; what it raised on this one it must withdraw. */
export function closeConcernsBy(state: State, entry: Entry, on: number): State {
  return end(state, entry, concern => concern.on < on, 'closed')
}

function end(
  state: State,
  entry: Entry,
  which: (concern: Concern) => boolean,
  status: 'closed' | 'withdrawn',
): State {
  const concerns = state.concerns.map(concern =>
    concern.owner === entry.role && isOpen(concern) && which(concern)
      ? { ...concern, status, endedAt: entry.number }
      : concern,
  )
  return { ...state, concerns }
}
