/** Typed verdicts, and those read out of people's prose; docs/protocol.md, section 2, "Verdicts". */
import { type Entry, field, fieldAll } from '../log/entry.ts'
import { caveatOf } from './caveat-of.ts'
import { type Ledger, note, votable, writable } from './ledger.ts'
import { isReplaced, liveProposal } from './proposals.ts'
import { readRef, readVerdictField, type VerdictField } from './refs.ts'
import type { Proposal, Verdict } from './state.ts'

/**
 * The verdict an entry's fields give on a text that is up for one, or null when they give none that counts. A field
 * that cannot be read takes back what its author had said before: it is asked again.
 */
export function countingVerdict(ledger: Ledger, entry: Entry): VerdictField | 'unreadable' | null {
  const written = fieldAll(entry, 'Verdict')
  if (written.length === 0) return null
  const read = written.map(readVerdictField)
  const unreadable = written.find((_, index) => read[index] === null)
  if (unreadable !== undefined) {
    note(
      ledger,
      entry,
      'verdict-unreadable',
      `"${unreadable}" in #${entry.number} is no verdict: expected AGREE, OBJECT or ABSTAIN with the number of a proposal`,
    )
    return 'unreadable'
  }
  const [first] = read
  if (first === undefined || first === null) return null
  if (read.some(other => other?.verdict !== first.verdict || other.on !== first.on)) {
    note(
      ledger,
      entry,
      'verdict-contradictory',
      `#${entry.number} gives several verdicts: none of them counts until ${entry.role} gives one`,
    )
    return 'unreadable'
  }
  if (votable(ledger, first.on) !== null) return hasRead(ledger, entry, first.on) ? first : null
  if (isReplaced(ledger, first.on))
    note(
      ledger,
      entry,
      'verdict-outdated',
      `#${entry.number} is about #${first.on}, which #${liveProposal(ledger)?.entry} has replaced: it changes nothing`,
    )
  else
    note(
      ledger,
      entry,
      'verdict-unknown',
      `#${entry.number} is about #${first.on}, which is no text to give a verdict on: it changes nothing`,
    )
  // Whoever objects and mistakes the number still objects to something.
  return first.verdict === 'OBJECT' && !isReplaced(ledger, first.on) ? 'unreadable' : null
}

function hasRead(ledger: Ledger, entry: Entry, on: number): boolean {
  const seen = readRef(field(entry, 'Seen'))
  if (seen === null || seen >= on) return true
  note(
    ledger,
    entry,
    'verdict-unseen',
    `#${entry.number} is about #${on}, and its author had read up to #${seen} alone: it changes nothing`,
  )
  return false
}

export function giveVerdict(
  ledger: Ledger,
  entry: Entry,
  { verdict, on }: VerdictField,
  typed: boolean,
): void {
  const evidence = field(entry, 'Evidence') ?? null
  if (verdict === 'OBJECT' && fieldAll(entry, 'Concern').length === 0)
    note(
      ledger,
      entry,
      'objection-unnamed',
      `#${entry.number} objects to #${on} and names no concern: its text is taken for one`,
    )
  const isConfirmed = verdict === 'AGREE' && confirms(ledger, entry, on)
  setVerdict(ledger, on, entry.role, { verdict, entry: entry.number, evidence, typed, caveat: null })
  const mayHaveCaveat = verdict === 'AGREE' && typed && liveProposal(ledger)?.entry === on
  if (mayHaveCaveat && !isConfirmed) ledger.unread.set(entry.role, entry)
}

/** Asked whether its condition is a caveat or a concern, its author agrees once more. */
export function confirms(ledger: Ledger, entry: Entry, on: number): boolean {
  const about = readRef(field(entry, 'Re'))
  if (about === null || votable(ledger, on)?.verdicts[entry.role]?.entry !== about) return false
  readCaveats(ledger)
  return (votable(ledger, on)?.verdicts[entry.role]?.caveat ?? null) !== null
}

/** Looks into the agreements on the live text for conditions: of texts that were replaced nobody asks. */
export function readCaveats(ledger: Ledger): void {
  const last = ledger.proposals.length - 1
  for (const [role, entry] of ledger.unread) {
    const live = ledger.proposals[last]
    const caveat = caveatOf(entry, live?.entry ?? 0)
    const given = live?.verdicts[role]
    if (caveat === null || live === undefined || given === undefined) continue
    const verdicts = { ...live.verdicts, [role]: { ...given, caveat } }
    writable(ledger, 'proposals')[last] = { ...live, verdicts }
  }
  ledger.unread.clear()
}

export function takeBackVerdict(ledger: Ledger, on: number, role: string): void {
  setVerdict(ledger, on, role, null)
}

function setVerdict(ledger: Ledger, on: number, role: string, given: Verdict | null): void {
  if (liveProposal(ledger)?.entry === on) ledger.unread.delete(role)
  const changed = <Text extends { readonly verdicts: Readonly<Record<string, Verdict>> }>(
    text: Text,
  ): Text => {
    const { [role]: _, ...others } = text.verdicts
    return { ...text, verdicts: given === null ? others : { ...text.verdicts, [role]: given } }
  }
  const last = ledger.proposals.length - 1
  const live = ledger.proposals[last]
  if (live?.entry === on) writable(ledger, 'proposals')[last] = changed(live)
  else ledger.implementations = ledger.implementations.map(one => (one.entry === on ? changed(one) : one))
}

/** Whoever objects to a text, a decider or not. */
export function objectors({ verdicts }: Pick<Proposal, 'verdicts'>): readonly string[] {
  return Object.keys(verdicts).filter(role => verdicts[role]?.verdict === 'OBJECT')
}

/** Whether a role agrees, and without a condition that it has still to confirm. */
export function agrees(given: Verdict | undefined): boolean {
  return given?.verdict === 'AGREE' && given.caveat === null
}
