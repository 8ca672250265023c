/** Holds against each state of a session with a budget what must hold for its summaries. */
import { isDeepStrictEqual } from 'node:util'
import type { Entry } from '../../../src/log/entry.ts'
import { isEngineRole } from '../../../src/protocol/authority.ts'
import { due } from '../../../src/protocol/due.ts'
import type { State } from '../../../src/protocol/state.ts'
import { isSummary, shownOf, sizeOf } from './oracle-summaries.ts'
import type { Watch } from './watch.ts'

type Found = Watch['found']

/** @param prefix the log up to the last entry that `after` has taken in */
export function checkSummaries(before: State, after: State, prefix: readonly Entry[], found: Found): void {
  if (after.outcome !== null && after.outcome.kind !== 'PAUSED') return
  const budget = after.header?.context ?? 0
  const liveAt = (number: number) => after.proposals.findLast(({ entry }) => entry < number)?.entry ?? 0
  const shown = shownOf(prefix, liveAt)
  if ((after.summary?.entry ?? null) !== shown.summary || (after.summary?.upTo ?? 0) !== shown.upTo)
    found('the last summary stands', after.entries, `${after.summary?.entry}, not ${shown.summary}`)
  if (after.contextTokens !== shown.tokens || after.freshTokens !== shown.fresh)
    found(
      'what is shown is as measured',
      after.entries,
      `${after.contextTokens} and ${after.freshTokens}, not ${shown.tokens} and ${shown.fresh}`,
    )
  checkSummaryDue(after, prefix, budget, found)
  const last = prefix.at(-1)
  if (last === undefined || !isSummary(last)) return
  const told = shownOf(prefix.slice(0, -1), liveAt)
  if (told.tokens <= budget || told.fresh * 2 < budget)
    found('summaries come to an end', after.entries, `${told.fresh} of ${told.tokens} are new, of ${budget}`)
  if (!isDeepStrictEqual(before.consensus, after.consensus) || before.outcome !== after.outcome)
    found('a summary decides nothing', after.entries, after.consensus.why)
}

/** Nobody sees in a summary what is hidden from it, and nobody is held up for one that brings nothing. */
function checkSummaryDue(state: State, prefix: readonly Entry[], budget: number, found: Found): void {
  const turns = due(state)
  const own = turns.filter(({ role }) => isEngineRole(state, role))
  if (own.every(({ task }) => task !== 'summarise')) return
  if (own.length > 1) found('a summary is waited for', state.entries, own.map(({ role }) => role).join(' '))
  const live = state.proposals.at(-1)
  const roles = state.deciders.filter(role => isEngineRole(state, role))
  const texts = live === undefined ? [] : [live]
  const silent = roles.filter(
    role => state.analyses[role] === undefined && texts.every(({ verdicts }) => verdicts[role] === undefined),
  )
  const unheard = roles.filter(role => texts.some(({ verdicts }) => verdicts[role] === undefined))
  const blind = [...(live === undefined ? silent : []), ...unheard]
  if (blind.length > 0) found('no summary of what is hidden', state.entries, blind.join(' '))
  const isNew = live !== undefined && live.entry > (state.summary?.upTo ?? 0)
  const kept = prefix.filter(({ number }) => isNew && number === live.entry)
  const fresh = state.freshTokens - kept.reduce((sum, entry) => sum + sizeOf(entry), 0)
  if (state.contextTokens <= budget || fresh * 2 < budget)
    found('a summary helps', state.entries, `${fresh} of ${state.contextTokens} are new, of ${budget}`)
}
