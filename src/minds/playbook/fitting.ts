/** Rules about services say nothing about a program that people run for themselves, and the other way round is rare. */
import type { Consideration } from '../../agents/definition.ts'

/** What has no peak, no downtime and no monthly bill, because nobody but its user runs it. */
const RUN_BY_ITS_USERS =
  /\b(?:command[- ]line|cli|sdk|client library|script|desktop|plug-?in|extension|package|compiler|parser|linter|spreadsheet)\b/i

/** Words of a mechanism that needs a server. */
const NEEDS_A_SERVER =
  /\b(?:requests?|request_id|requested|buckets?|urls?|edge|servers?|uploads?|uploading|instances?|hops?|routes?|endpoints?|tenants?|accounts?|vault|sessions?|srcset|rows?|queues?|load balanc\w*|503|429)\b/i

export function isServed(subject: string): boolean {
  return !RUN_BY_ITS_USERS.test(subject)
}

/** The rules that can hold for a thing of this kind, in their order. */
export function fitting(playbook: readonly Consideration[], subject: string): readonly Consideration[] {
  if (isServed(subject)) return playbook
  return playbook.filter(
    ({ when, meet }) => when.some(phrase => RUN_BY_ITS_USERS.test(phrase)) || !NEEDS_A_SERVER.test(meet.text),
  )
}
