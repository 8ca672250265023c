/** Where a session stands, in one sentence. */
import { isEngineRole, namesDeciders } from '../protocol/authority.ts'
import type { Concern, State } from '../protocol/state.ts'
import { agrees } from '../protocol/verdicts.ts'
import { safeText } from './safe.ts'

/** `3/4 agree on #12 (revision 2), 1 concern open: retry-storm (BACKEND)`. What is only heard is not counted. */
export function meter(state: State): string {
  const live = state.proposals.at(-1)
  if (live === undefined) return beforeProposal(state)
  const agreeing = state.deciders.filter(role => agrees(live.verdicts[role])).length
  const tally = `${agreeing}/${state.deciders.length} agree on #${live.entry} (revision ${live.revision})`
  const counted = state.concerns.filter(({ kind }) => kind !== 'heard')
  const open = named(counted, 'open')
  const answered = named(counted, 'answered')
  const concerns = [
    ...(open === null
      ? []
      : [`${open.count === 1 ? '1 concern' : `${open.count} concerns`} open: ${open.names}`]),
    ...(answered === null ? [] : [`${answered.count} answered and not yet closed: ${answered.names}`]),
  ]
  return [tally, ...(concerns.length === 0 ? ['no concern open'] : concerns)].join(', ')
}

function beforeProposal(state: State): string {
  if (state.framework === null) return 'no proposal yet: the problem is not framed'
  // People and external roles need not.
  const all = state.deciders.filter(role => isEngineRole(state, role) || !namesDeciders(state.header))
  const analysed = all.filter(role => state.analyses[role] !== undefined).length
  return `no proposal yet: ${analysed}/${all.length} have analysed`
}

const NAMED = 3

function named(
  concerns: readonly Concern[],
  status: Concern['status'],
): { readonly count: number; readonly names: string } | null {
  const found = concerns.filter(concern => concern.status === status)
  if (found.length === 0) return null
  const names = found.slice(0, NAMED).map(concern => `${safeText(concern.id)} (${concern.owner})`)
  const more = found.length > NAMED ? ` and ${found.length - NAMED} more` : ''
  return { count: found.length, names: `${names.join(', ')}${more}` }
}
