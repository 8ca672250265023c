/** A mind that plays its part in a deliberation the way a model might: by the rules, and as its temper has it. */
import type { Draft } from '../../../src/minds/draft.ts'
import type { Turn } from '../../../src/minds/mind.ts'
import type { Concern } from '../../../src/protocol/state.ts'
import type { Random } from '../random.ts'
import type { Temper } from './scenario.ts'

/** Few, so that two roles choose the same. */
const CONCERN_IDS = ['retry-storm', 'cache-size', 'no-limit', 'key-leak', 'cold-start', 'slow-path'] as const
const REASONS = [
  'clients that are limited at once retry at once',
  'nobody says how much is kept',
  'a key in the log is a key that is lost',
  'the first request after a restart takes seconds',
] as const
const SENTENCES = [
  'A token bucket per key stands in front of every service and refills by the second.',
  'The gateway answers 429 with the time after which it is worth asking again.',
  'Every limit has a number, an owner and a day on which it is looked at anew.',
  'Counters live in memory and are written behind, so that a restart forgets a second.',
  'Keys are hashed before they reach a log, and the salt changes every month.',
  'A canary takes one request in a hundred for a day before all of them go there.',
  'The cache holds ten thousand entries and drops the one that was asked for last.',
  'Whoever is over the limit is told so by mail once, and not again before a week.',
] as const

export function emptyDraft(content: string): Draft {
  return { content, verdict: null, evidence: null, concerns: [], resolves: [], withdraws: [], asks: [] }
}

/** A text that is long enough to be told from another. */
export function designText(random: Random): string {
  const first = random.below(SENTENCES.length)
  const step = random.pick([1, 3, 5, 7])
  const lines = Array.from(
    { length: 3 + random.below(4) },
    (_, at) => SENTENCES[(first + at * step) % SENTENCES.length] ?? '',
  )
  return `Design ${random.below(1e9)}.\n\n${lines.join('\n')}\n\nLimit: ${random.below(1e6)} a second.`
}

export function draftFor(random: Random, turn: Turn, temper: Temper): Draft {
  const { role, task, on, state } = turn
  const open = state.concerns.filter(({ status, kind }) => kind !== 'heard' && isOpen(status))
  const own = open.filter(({ owner }) => owner === role)
  const content = `${role} ${task} ${on ?? ''} ${random.below(1e9)}.`
  switch (task) {
    case 'frame':
    case 'mediate':
    case 'summarise':
    case 'decide':
      return emptyDraft(content)
    case 'analyse':
      return { ...emptyDraft(content), asks: random.once(12) ? [someone(random, turn)] : [] }
    case 'answer':
      return { ...emptyDraft(content), asks: random.once(10) ? [someone(random, turn)] : [] }
    case 'propose':
      return emptyDraft(designText(random))
    case 'revise':
    case 'implement': {
      const resolves = open.filter(() => !random.once(5)).map(({ id }) => ({ id, how: 'the text says how' }))
      return { ...emptyDraft(task === 'revise' ? designText(random) : content), resolves }
    }
    case 'review':
    case 'confirm':
    case 'reconsider':
      return judged(random, turn, { temper, own, content })
    case 'rule': {
      const upheld = own.filter(() => random.once(2))
      const concerns = upheld.map(({ id }) => ({ id, reason: 'the 429 names a time' }))
      const withdraws = own.filter(concern => !upheld.includes(concern)).map(({ id }) => id)
      return { ...emptyDraft(content), concerns, withdraws }
    }
  }
}

interface Judging {
  readonly temper: Temper
  readonly own: readonly Concern[]
  readonly content: string
}

function judged(random: Random, { task, on, state, role }: Turn, { temper, own, content }: Judging): Draft {
  const live = state.proposals.at(-1)
  const reluctance = temper.objects - 2 * ((live?.revision ?? 1) - 1) - (task === 'reconsider' ? 2 : 0)
  if (temper.never || random.below(10) < reluctance) {
    const kept = own.filter(() => !random.once(3)).map(({ id, reason }) => ({ id, reason }))
    const fresh = kept.length > 0 && !random.once(4) ? [] : [newConcern(random)]
    return { ...emptyDraft(content), verdict: 'OBJECT', concerns: [...kept, ...fresh] }
  }
  if (random.once(25)) return { ...emptyDraft(content), verdict: 'ABSTAIN' }
  const target = task === 'confirm' ? live?.entry : on
  const withdraws = own.filter(concern => concern.on === target && !random.once(8)).map(({ id }) => id)
  const asks = task === 'review' && random.once(40) ? ['HUMAN'] : []
  return {
    ...emptyDraft(content),
    verdict: 'AGREE',
    evidence: `${role} has read #${target}`,
    withdraws,
    asks,
  }
}

export function newConcern(random: Random): Draft['concerns'][number] {
  return { id: random.pick(CONCERN_IDS), reason: random.pick(REASONS) }
}

function someone(random: Random, { panel, role }: Turn): string {
  const roles = [...panel.map(seat => seat.role), 'HUMAN'].filter(other => other !== role)
  return random.pick(roles)
}

function isOpen(status: Concern['status']): boolean {
  return status === 'open' || status === 'answered'
}
