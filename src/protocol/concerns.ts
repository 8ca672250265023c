/** open → answered → closed or withdrawn; docs/protocol.md, section 2, "Concerns". */
import { type Entry, fieldAll } from '../log/entry.ts'
import { type Ledger, note, votable, writable } from './ledger.ts'
import { cutId, readIdAndText, type VerdictField } from './refs.ts'
import type { Concern, Facts } from './state.ts'

/** An answered concern still waits for its owner. */
export function isOpen({ status }: Pick<Concern, 'status'>): boolean {
  return status === 'open' || status === 'answered'
}

/** Those that stand in the way of a decision on the live proposal; what is about its implementations does not. */
export function openConcerns({
  concerns,
  blocking,
  proposals,
}: Pick<Facts, 'concerns' | 'blocking' | 'proposals'>): readonly Concern[] {
  const live = proposals.at(-1)?.entry ?? 0
  const places = Object.values(blocking).flat()
  return places
    .toSorted((left, right) => left - right)
    .flatMap(at => {
      const concern = concerns[at]
      return concern !== undefined && concern.on <= live ? [concern] : []
    })
}

/** The field `Concern`, by somebody with a voice or by a guest. @param on the text it is about */
export function raiseConcerns(ledger: Ledger, entry: Entry, on: number, kind: 'named' | 'heard'): void {
  ledger.numbered.clear()
  const given = new Set<string>()
  for (const written of new Set(fieldAll(entry, 'Concern'))) {
    const { id, text, named } = nameConcern(written)
    given.add(raise(ledger, entry, { id, text, named, on, kind }, given))
  }
}

/** An objection that names no concern is one, so that it is not forgotten with the text it was about. */
export function raiseImplied(ledger: Ledger, entry: Entry, on: number, ground: string): void {
  const text = ground.trim() || `${entry.role} objects and gives no reason`
  raise(ledger, entry, { ...nameConcern(text), text, named: false, on, kind: 'implied' }, NONE)
}

interface Raised {
  readonly id: string
  readonly text: string
  /** The author chose the id. */
  readonly named: boolean
  readonly on: number
  readonly kind: Concern['kind']
}

const NONE: ReadonlySet<string> = new Set()

/**
 * @param given the ids of this entry so far: none of them is a second concern's
 * @returns its id
 */
function raise(ledger: Ledger, entry: Entry, raised: Raised, given: ReadonlySet<string>): string {
  const { id, text, named, on, kind } = raised
  const at = named ? null : sameAt(ledger, entry.role, raised)
  const free = ledger.concerns[at ?? -1]?.id ?? freeId(ledger, entry, raised, given)
  if (named && free !== id)
    note(
      ledger,
      entry,
      'concern-id-taken',
      `${id} in #${entry.number} is the id of another concern: this one is ${free}`,
    )
  const position = at ?? positionOf(ledger, free)
  const known = ledger.concerns[position ?? -1]
  if (known !== undefined && !isOpen(known) && known.endedAt !== entry.number)
    note(
      ledger,
      entry,
      'concern-reopened',
      `#${entry.number} raises ${free} again, which was ${known.status} in #${known.endedAt}`,
    )
  // Whoever raises it anew about an implementation has not settled it for the text.
  const live = ledger.proposals.at(-1)?.entry ?? 0
  const stays = known !== undefined && isOpen(known) && known.on <= live && on > live
  put(ledger, position, {
    id: free,
    owner: entry.role,
    reason: text,
    kind: known?.kind === 'named' ? 'named' : kind,
    status: 'open',
    raisedAt: known?.raisedAt ?? entry.number,
    on: stays ? known.on : on,
    answer: known?.answer ?? null,
    endedAt: null,
  })
  return free
}

const LOOKED_BACK = 64

/** Who says the same again, without an id, means the same concern; and one objection is one concern, however often. */
function sameAt({ concerns, blocking }: Ledger, role: string, { text, kind, on }: Raised): number | null {
  const own = blocking[role]?.slice(-LOOKED_BACK) ?? []
  const same = own.find(at => {
    const known = concerns[at]
    return known?.reason === text || (kind === 'implied' && known?.kind === 'implied' && known.on === on)
  })
  return same ?? null
}

/** A reason without an id gets one from its first words, so that it can be answered by name. */
function nameConcern(written: string): Pick<Raised, 'id' | 'text' | 'named'> {
  const read = readIdAndText(written)
  if (read !== null && (read.text !== '' || !/\s/.test(written)))
    return { id: read.id, text: read.text || read.id, named: true }
  const words = written
    .slice(0, 200)
    .toLowerCase()
    .match(/[a-z0-9]+/g) ?? ['concern']
  return { id: cutId(words.slice(0, 4).join('-')), text: written, named: false }
}

/**
 * Reviews are sealed from each other, so two roles may choose one id: the later one gets its owner's name added. What
 * is taken even so gets the number of its entry.
 */
function freeId(ledger: Ledger, entry: Entry, { id, named }: Raised, given: ReadonlySet<string>): string {
  const isFree = (wanted: string) => {
    if (given.has(wanted)) return false
    const there = concernOf(ledger, wanted)
    return there === null || (named && there.owner === entry.role)
  }
  if (isFree(id)) return id
  const suffix = concernOf(ledger, id)?.owner === entry.role ? '' : suffixOf(entry.role)
  if (isFree(cutId(id, suffix))) return cutId(id, suffix)
  // Counted within an entry alone, so that a flood of like reasons does not take for ever.
  for (let count = ledger.numbered.get(id) ?? 1; ; count += 1) {
    ledger.numbered.set(id, count + 1)
    const wanted = cutId(id, `${suffix}-${entry.number}${count === 1 ? '' : `-${count}`}`)
    if (isFree(wanted)) return wanted
  }
}

function suffixOf(owner: string): string {
  return `-${(owner.toLowerCase().match(/[a-z0-9]+/g) ?? []).join('-')}`
}

/** The author of a text says that, and how, it meets a concern. */
export function answerConcerns(ledger: Ledger, entry: Entry): void {
  const written = fieldAll(entry, 'Resolves')
  if (written.length === 0) return
  if (votable(ledger, entry.number) === null) {
    note(
      ledger,
      entry,
      'resolves-elsewhere',
      `#${entry.number} resolves concerns but is no live text: only the text itself can answer them`,
    )
    return
  }
  for (const value of written) {
    const { id, text } = readIdAndText(value) ?? { id: value, text: '' }
    const at = positionOf(ledger, id)
    const concern = at === null ? undefined : ledger.concerns[at]
    if (concern === undefined || !isOpen(concern))
      note(ledger, entry, 'concern-unknown', `#${entry.number} resolves ${id}, which is no open concern`)
    else put(ledger, at, { ...concern, status: 'answered', answer: { entry: entry.number, how: text } })
  }
}

export function withdrawConcerns(ledger: Ledger, entry: Entry): void {
  for (const value of new Set(fieldAll(entry, 'Withdraws'))) {
    const chosen = readIdAndText(value)?.id ?? value
    const isOwn = (id: string) => concernOf(ledger, id)?.owner === entry.role
    // Its owner may go on using the id it chose, though another had it before.
    const renamed = cutId(chosen, suffixOf(entry.role))
    const id = !isOwn(chosen) && isOwn(renamed) ? renamed : chosen
    const at = positionOf(ledger, id)
    const concern = at === null ? undefined : ledger.concerns[at]
    if (concern === undefined || !isOwn(id) || !isOpen(concern))
      note(
        ledger,
        entry,
        'concern-not-own',
        `#${entry.number} withdraws ${id}, which is no open concern of ${entry.role}`,
      )
    else put(ledger, at, { ...concern, status: 'withdrawn', endedAt: entry.number })
  }
}

/**
 * An AGREE closes what its author had raised on earlier versions of the text; what it named on this one it must
 * withdraw. What only its objection implied goes with the objection.
 */
export function closeConcernsBy(ledger: Ledger, entry: Entry, { verdict, on }: VerdictField): void {
  if (verdict === 'OBJECT') return
  const made = ledger.implementations.find(implementation => implementation.entry === on)
  const isEarlier = (concern: Concern) =>
    made === undefined ? concern.on < on : made.replaces.includes(concern.on)
  const status = verdict === 'AGREE' ? 'closed' : 'withdrawn'
  for (const at of ledger.blocking[entry.role] ?? []) {
    const concern = ledger.concerns[at]
    if (concern === undefined) continue
    const ends =
      concern.kind === 'implied'
        ? concern.on === on || isEarlier(concern)
        : verdict === 'AGREE' && isEarlier(concern)
    if (ends) put(ledger, at, { ...concern, status, endedAt: entry.number })
  }
}

function put(ledger: Ledger, at: number | null, concern: Concern): void {
  const position = at ?? ledger.concerns.length
  const before = ledger.concerns[position]
  writable(ledger, 'concerns')[position] = concern
  ledger.concernAt?.set(concern.id, position)
  if (blocks(concern) === (before !== undefined && blocks(before))) return
  const { owner } = concern
  const own = ledger.blocking[owner] ?? []
  if (!blocks(concern)) ledger.blocking[owner] = own.filter(one => one !== position)
  else if (own.push(position) === 1) ledger.blocking[owner] = own
}

function blocks(concern: Concern): boolean {
  return isOpen(concern) && concern.kind !== 'heard'
}

function concernOf(ledger: Ledger, id: string): Concern | null {
  const at = positionOf(ledger, id)
  return at === null ? null : (ledger.concerns[at] ?? null)
}

function positionOf({ concernAt, concerns }: Ledger, id: string): number | null {
  if (concernAt !== null) return concernAt.get(id) ?? null
  const at = concerns.findIndex(concern => concern.id === id)
  return at < 0 ? null : at
}
