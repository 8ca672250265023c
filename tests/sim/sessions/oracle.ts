/**
 * Who agrees to what, read from the entries once more: plainly, by docs/protocol.md alone, without a line of
 * src/protocol. What the fold says is held against it.
 */
import type { Entry, Header } from '../../../src/log/entry.ts'
import { createConcerns } from './oracle-concerns.ts'
import { isSummary } from './oracle-summaries.ts'
import { hasCondition, insists, saidIn } from './prose.ts'

export interface Ruling {
  readonly reached: boolean
  /** What may be declared, or null. */
  readonly outcome: 'CONSENSUS' | 'NO_OBJECTION' | 'MAJORITY' | 'SUPERMAJORITY' | null
  readonly live: number | null
  /** Needed, and without an agreement that counts. */
  readonly missing: readonly string[]
  /** The concerns that block, by their ids in the log. */
  readonly concerns: readonly string[]
  /** What stands in the way, for people. */
  readonly why: string
}

interface Stand {
  readonly word: string
  readonly typed: boolean
  readonly entry: number
  readonly condition: boolean
}

/** What is in the way until it is answered. */
interface Waiting {
  readonly entry: number
  readonly by: string
  readonly asks: string
  /** It leans against the text and is no verdict: the supervisor has to ask what it is. */
  readonly isUnclear: boolean
}

const PAUSE = /^paused\s+(?:budget|rounds|deadlock|stalled|interrupted|error)$/i
const MAX_ASKED = 8

/** @param entries of a session that is not over */
export function ruling(header: Header, entries: readonly Entry[]): Ruling {
  const needed = [...new Set([...header.workers, ...header.external, ...header.with])]
  const voices = new Set([...needed, 'HUMAN', ...header.veto])
  const isRun = (role: string) =>
    (role === 'SUPERVISOR' || header.workers.includes(role)) && !header.external.includes(role)
  let live: number | null = null
  const texts: number[] = []
  let paused = false
  let stands = new Map<string, Stand>()
  /** Each author's implementations of the live text, the latest last. */
  let parts = new Map<string, readonly number[]>()
  const concerns = createConcerns(() => ({ live, parts }))
  let questions: readonly Waiting[] = []
  let asked = new Map<string, number>()

  for (const entry of entries) {
    if (entry.sealed && !entry.verified) return none('a sealed entry was changed')
    if (isRun(entry.role) && (!entry.sealed || entry.adopted)) continue
    if (entry.role === 'SUPERVISOR') supervise(entry)
    else if (voices.has(entry.role)) speak(entry)
    else if (live !== null) {
      concerns.withdraw(entry)
      concerns.raiseNamed(entry, live, true)
    }
  }
  return verdict()

  function none(why: string): Ruling {
    return { reached: false, outcome: null, live, missing: needed, concerns: [], why }
  }

  function supervise(entry: Entry): void {
    // A summary says again what was said, and changes nothing of it.
    if (isSummary(entry)) return
    askAndAnswer(entry)
    const outcomes = new Set(entry.fields['Outcome'] ?? [])
    if (outcomes.size > 0) {
      if (outcomes.size === 1 && [...outcomes].every(written => PAUSE.test(written.trim()))) paused = true
      return
    }
    if (entry.type === 'PROPOSAL') propose(entry)
    if (entry.type !== 'ANALYSIS' || !paused) return
    paused = false
    asked = new Map()
  }

  function speak(entry: Entry): void {
    const isAsked = questions.some(({ asks, by }) => asks === entry.role && by !== 'SUPERVISOR')
    askAndAnswer(entry)
    if (entry.type === 'PROPOSAL') {
      propose(entry)
      concerns.withdraw(entry)
      return
    }
    if (entry.type === 'IMPLEMENTATION' && live !== null)
      parts.set(entry.role, [...(parts.get(entry.role) ?? []), entry.number])
    const given = typedVerdict(entry)
    const isConfirmed = given !== null && given.on === live && give(entry, given)
    if (given !== null) settle(entry.role)
    concerns.withdraw(entry)
    if (given !== null && given.word !== 'OBJECT')
      concerns.close(entry.role, given.on, given.word === 'AGREE')
    const on = given?.on ?? live
    if (on !== null) {
      concerns.raiseNamed(entry, on, false)
      const isImplied = given?.word === 'OBJECT' && (entry.fields['Concern'] ?? []).length === 0
      if (isImplied || (isConfirmed && insists(entry.content)))
        concerns.raiseImplied(entry, on, entry.content.split('\n')[0] ?? '')
    }
    const isProse = !isRun(entry.role) && entry.type !== 'IMPLEMENTATION'
    if (isProse && (entry.fields['Verdict'] ?? []).length === 0) speakFreely(entry, isAsked)
  }

  /** @returns whether its author confirms by it what it had agreed to on a condition */
  function give(entry: Entry, { word }: { readonly word: string }): boolean {
    const before = stands.get(entry.role)
    const isAgreement = word === 'AGREE'
    const confirms =
      isAgreement && before?.condition === true && numberOf(entry.fields['Re']?.[0]) === before.entry
    const { says, about } = saidIn(entry.content)
    const isAgainstItself = says === 'objects' || (says === 'agree' && about !== null && about !== live)
    const doubts = hasCondition(entry.content) || isAgainstItself
    const condition = isAgreement && !confirms && doubts
    stands.set(entry.role, { word, typed: true, entry: entry.number, condition })
    return confirms
  }

  function speakFreely(entry: Entry, isAsked: boolean): void {
    const { says, about, ground } = saidIn(entry.content)
    if (says === 'nothing') return
    const objects = live !== null && says === 'objects' && (about === null || about === live)
    // After a typed verdict nothing counts but an outright objection.
    if (stands.get(entry.role)?.typed === true && !objects) return
    if (says === 'agree' && live !== null && isMeant(entry, about, isAsked)) {
      stands.set(entry.role, { word: 'AGREE', typed: false, entry: entry.number, condition: false })
      settle(entry.role)
      concerns.close(entry.role, live, true)
      return
    }
    // An agreement in prose does not outlast prose that is unclear.
    stands.delete(entry.role)
    if (objects && live !== null && ground !== undefined && (entry.fields['Concern'] ?? []).length === 0)
      concerns.raiseImplied(entry, live, ground)
    if (says === 'objects' || says === 'against') doubt(entry)
  }

  /** Whoever leans against the text is asked what it means. */
  function doubt({ number, role }: Pick<Entry, 'number' | 'role'>): void {
    questions = [...questions, { entry: number, by: role, asks: 'SUPERVISOR', isUnclear: true }]
  }

  function settle(role: string): void {
    questions = questions.filter(({ by, isUnclear }) => by !== role || !isUnclear)
  }

  /** Whether a sentence of agreement can be about nothing but the live text. */
  function isMeant({ fields }: Entry, about: number | null, isAsked: boolean): boolean {
    const seen = numberOf(fields['Seen']?.[0])
    const re = fields['Re']?.[0]
    if (re !== undefined && numberOf(re) !== live) return false
    if (seen !== null && seen < (live ?? 0)) return false
    if (Object.keys(fields).some(name => !['To', 'Re', 'Seen', 'Spend'].includes(name))) return false
    return about === null ? texts.length === 1 && !isAsked && fields['To'] === undefined : about === live
  }

  function propose(entry: Entry): void {
    live = entry.number
    texts.push(entry.number)
    parts = new Map()
    const own = { word: 'AGREE', typed: true, entry: entry.number, condition: false }
    stands = new Map([[entry.role, own]])
  }

  /** On the live text, or on somebody's latest implementation of it. */
  function typedVerdict(entry: Entry): { readonly word: string; readonly on: number } | null {
    const written = entry.fields['Verdict'] ?? []
    if (written.length === 0) return null
    const read = written.map(value => /^(agree|object|abstain)[ \t]+#?(\d{1,15})$/i.exec(value))
    const said = new Set(read.map(match => (match === null ? '' : `${match[1]?.toUpperCase()} ${match[2]}`)))
    const [word = '', number = ''] = said.size === 1 ? ([...said][0] ?? '').split(' ') : []
    const on = Number(number)
    const isText = on === live || [...parts.values()].some(made => made.at(-1) === on)
    if (word !== '' && isText) {
      const seen = numberOf(entry.fields['Seen']?.[0])
      return seen !== null && seen < on ? null : { word, on }
    }
    // What was said before does not stand beside what nobody can read, nor beside an objection to no text at all.
    const isNone = word === '' || (word === 'OBJECT' && !texts.includes(on))
    if (!isNone || live === null) return null
    stands.delete(entry.role)
    if (!isRun(entry.role) && written.some(value => /object/i.test(value))) doubt(entry)
    return null
  }

  function askAndAnswer(entry: Entry): void {
    const about = numberOf(entry.fields['Re']?.[0])
    questions = questions.filter(
      ({ entry: asking, asks }) => asks !== entry.role || (isRun(entry.role) && asking !== about),
    )
    for (const written of new Set(entry.fields['Asks'] ?? [])) {
      const asks = written.trim().toUpperCase()
      const count = asked.get(entry.role) ?? 0
      if ((asks !== 'SUPERVISOR' && !voices.has(asks)) || asks === entry.role || count >= MAX_ASKED) continue
      asked.set(entry.role, count + 1)
      questions = [...questions, { entry: entry.number, by: entry.role, asks, isUnclear: false }]
    }
  }

  function verdict(): Ruling {
    if (live === null) return none('there is no proposal')
    const agreeing = needed.filter(role => {
      const stand = stands.get(role)
      return stand?.word === 'AGREE' && !stand.condition
    })
    const missing = needed.filter(role => !agreeing.includes(role))
    const open = concerns.blocking()
    const objecting = [...stands].filter(([, { word }]) => word === 'OBJECT').map(([role]) => role)
    const conditional = needed.filter(role => stands.get(role)?.condition === true)
    const why = [
      ...missing.map(role => `${role} does not agree`),
      ...objecting.map(role => `${role} objects`),
      ...open.map(id => `${id} is open`),
      ...conditional.map(role => `${role} has to confirm`),
      ...questions.map(({ entry, asks }) => `${asks} has not answered #${entry}`),
    ].join('; ')
    const isPending = questions.length > 0 || conditional.length > 0
    const isClear = objecting.length === 0 && open.length === 0
    const reached = !isPending && isClear && missing.length === 0
    const vetoed = header.veto.some(role => objecting.includes(role) || concerns.owners().includes(role))
    // People whose agreement is needed have to agree under any policy.
    const lacking = header.with.some(role => missing.includes(role))
    const tally = { agreeing: agreeing.length, all: needed.length, spoken: stands, isClear }
    const outcome = reached ? 'CONSENSUS' : isPending || vetoed || lacking ? null : byPolicy(tally)
    return { reached, outcome, live, missing, concerns: open, why }
  }

  function byPolicy(tally: {
    readonly agreeing: number
    readonly all: number
    readonly spoken: ReadonlyMap<string, Stand>
    readonly isClear: boolean
  }): Ruling['outcome'] {
    const { agreeing, all, spoken, isClear } = tally
    const heard = needed.filter(role => spoken.has(role)).length
    if (header.policy === 'majority') return agreeing / all > 0.5 ? 'MAJORITY' : null
    if (header.policy === 'consent')
      return isClear && agreeing > 0 && heard / all > 0.5 ? 'NO_OBJECTION' : null
    const share = /^supermajority(?::(\d+)\/(\d+))?$/.exec(header.policy)
    if (share === null) return null
    return agreeing * Number(share[2] ?? 3) >= Number(share[1] ?? 2) * all ? 'SUPERMAJORITY' : null
  }
}

function numberOf(written: string | undefined): number | null {
  const digits = /^#(\d+)/.exec(written ?? '')?.[1]
  return digits === undefined ? null : Number(digits)
}
