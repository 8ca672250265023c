/** Whose entries count, and for what; docs/protocol.md, section 1, "Unsealed entries". */
import { type Entry, type Header, HUMAN, SUPERVISOR } from '../log/entry.ts'
import type { Facts } from './state.ts'

/** Whether a header says who decides. A log without that is not of a session the engine runs. */
export function namesDeciders(header: Header | null): header is Header {
  return header !== null && header.workers.length + header.external.length > 0
}

/** Those whose agreement a header asks for. */
export function decidersOf(header: Header | null): readonly string[] {
  if (header === null) return []
  return [...new Set([...header.workers, ...header.external, ...header.with])]
}

/** Whether the engine itself runs this role in the session, so that its entries must bear the engine's own seal. */
export function isEngineRole({ header }: Pick<Facts, 'header'>, role: string): boolean {
  if (!namesDeciders(header) || header.external.includes(role)) return false
  return role === SUPERVISOR || header.workers.includes(role)
}

/** An entry of such a role that the engine did not write, or that is no longer what it wrote. */
export function isForged(facts: Pick<Facts, 'header'>, entry: Entry): boolean {
  return !(entry.verified && !entry.adopted) && isEngineRole(facts, entry.role)
}

/** Without a header whoever writes has a seat; with one it is the header that says so. */
export function takesSeat({ header }: Pick<Facts, 'header'>, role: string): boolean {
  return !namesDeciders(header) && role !== SUPERVISOR && role !== HUMAN
}

/** Who may give verdicts, raise concerns and ask: the deciders, people, and roles with a veto. Others are heard. */
export function hasVoice(facts: Pick<Facts, 'header' | 'deciders'>, role: string): boolean {
  const { header, deciders } = facts
  return (
    role === HUMAN ||
    takesSeat(facts, role) ||
    deciders.includes(role) ||
    (header?.veto.includes(role) ?? false)
  )
}

/** Who can be asked something. */
export function hasSeat(facts: Pick<Facts, 'header' | 'deciders'>, role: string): boolean {
  return role === SUPERVISOR || hasVoice(facts, role)
}
