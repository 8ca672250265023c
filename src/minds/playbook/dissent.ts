/** What a record says of those who did not agree, and of what stands beside the decided text. */
import { isOpen } from '../../protocol/concerns.ts'
import type { Concern, Proposal, State } from '../../protocol/state.ts'
import { agrees } from '../../protocol/verdicts.ts'
import { readReason } from './requirements.ts'
import { counted, joined, quoted } from './text.ts'

/** One sentence on the rule by which a text without everybody's agreement is decided on; null where all agree. */
export function howDecided(state: State, live: Proposal): string | null {
  const { consensus, deciders, policy } = state
  const agreeing = deciders.filter(role => agrees(live.verdicts[role]))
  const tally = `${agreeing.length} of ${deciders.length} agree to #${live.entry}`
  switch (consensus.outcome) {
    case 'CONSENSUS':
      return null
    case 'NO_OBJECTION':
      return `Nobody objected: ${tally}${others(state, live)}, which the consent policy takes for enough and which is not the agreement of all.`
    case 'MAJORITY':
      return `Decided by majority: ${tally}${others(state, live)}.`
    case 'SUPERMAJORITY':
      return `Decided by supermajority${policy.kind === 'supermajority' ? ` (at least ${policy.of[0]} in ${policy.of[1]})` : ''}: ${tally}${others(state, live)}.`
    case null:
      return `Decided with dissent by ${byWhom(state)}: ${tally}${others(state, live)}.`
  }
}

function byWhom({ header, rulings }: State): string {
  if (header?.deadlock !== 'owner') return 'SUPERVISOR, as the session provides when nobody can move any more'
  const owners = Object.entries(rulings).map(([role, entry]) => `${role} in #${entry}`)
  if (owners.length === 0) return 'SUPERVISOR, no concern being open whose owner could decide about it'
  return `the owners of the open concerns, each about its own (${joined(owners)})`
}

/** `; BACKEND objects in #6, HUMAN has not spoken` */
function others({ deciders }: State, live: Proposal): string {
  const dissenting = new Set([...deciders, ...Object.keys(live.verdicts)])
  const said = [...dissenting].flatMap(role => stanceOf(role, live, deciders) ?? [])
  return said.length === 0 ? '' : `; ${joined(said)}`
}

/** What a role does instead of agreeing; null where it agrees, or has no say and does not object. */
function stanceOf(role: string, live: Proposal, deciders: readonly string[]): string | null {
  const given = live.verdicts[role]
  if (given === undefined) return `${role} has not spoken on it`
  if (given.verdict === 'OBJECT') return `${role} objects in #${given.entry}`
  if (!deciders.includes(role) || agrees(given)) return null
  return given.verdict === 'ABSTAIN'
    ? `${role} abstains in #${given.entry}`
    : `${role} has not confirmed its agreement in #${given.entry}, which carries a condition`
}

/** With those about how the text is built: whatever is open is told. */
function openIn({ concerns }: State): readonly Concern[] {
  return concerns.filter(concern => concern.kind !== 'heard' && isOpen(concern))
}

export function raised(state: State): string {
  const all = state.concerns.filter(({ kind }) => kind !== 'heard')
  const open = openIn(state).length
  if (all.length === 0) return 'Nobody raised a concern.'
  return `${counted(all.length, 'concern')} ${all.length === 1 ? 'was' : 'were'} raised on the way, and ${open === 0 ? 'none is' : open === 1 ? '1 stays' : `${open} stay`} open.`
}

/** Concerns that came to an end. */
export function settled(state: State): readonly Concern[] {
  const open = openIn(state)
  return state.concerns.filter(concern => concern.kind !== 'heard' && !open.includes(concern))
}

/** Whose disagreement the decision leaves, in the words of whoever disagrees. */
export function dissent(state: State, live: Proposal): readonly string[] {
  const open = openIn(state)
  const roles = [...new Set([...state.deciders, ...Object.keys(live.verdicts)])]
  const silent = roles.filter(role => !open.some(({ owner }) => owner === role))
  return [
    ...open.map(concern => `- ${openLine(concern, live)}`),
    ...silent.flatMap(role => {
      const stance = stanceOf(role, live, state.deciders)
      return stance === null ? [] : [`- ${stance}, with no concern open.`]
    }),
  ]
}

function openLine({ id, owner, raisedAt, on, reason, answer }: Concern, live: Proposal): string {
  const given = live.verdicts[owner]
  const stance = given?.verdict === 'OBJECT' ? `, objects in #${given.entry}` : ''
  const claimed =
    answer === null
      ? 'no text says that it is met.'
      : `#${answer.entry} says that it is met by ${quoted(answer.how, 160)}; ${owner} has not said so.`
  return `\`${id}\` (${owner}, raised in #${raisedAt} on #${on}${stance}): ${quoted(readReason(reason).reason, 400)}; ${claimed}`
}

/** Each owner's last word on its own concerns. */
export function rulings(state: State, live: Proposal): readonly string[] {
  return Object.entries(state.rulings).flatMap(([role, entry]) => {
    const own = state.concerns.filter(({ owner, kind }) => owner === role && kind !== 'heard')
    const upheld = own.filter(concern => isOpen(concern))
    const withdrawn = own.filter(({ endedAt }) => endedAt === entry)
    return [
      ...upheld.map(
        ({ id, reason }) =>
          `- ${role} in #${entry} upholds \`${id}\`; what is built on #${live.entry} must meet it: ${quoted(reason, 600)}`,
      ),
      ...withdrawn.map(({ id }) => `- ${role} in #${entry} withdraws \`${id}\`.`),
    ]
  })
}

/** Who builds which part, and what the others say about it. */
export function built({ implementations }: State): readonly string[] {
  return implementations.map(({ author, entry, verdicts }) => {
    const said = Object.entries(verdicts).flatMap(([role, given]) =>
      role === author ? [] : [`${role} ${given.verdict} in #${given.entry}`],
    )
    return `- ${author} in #${entry}: ${said.length === 0 ? 'reviewed by nobody' : joined(said)}.`
  })
}

/** Concerns of guests: they decided nothing and are not forgotten. */
export function heard({ concerns }: State): readonly string[] {
  return concerns
    .filter(({ kind }) => kind === 'heard')
    .map(
      ({ id, owner, raisedAt, on, reason }) =>
        `- \`${id}\` (${owner}, in #${raisedAt} on #${on}): ${quoted(reason, 300)}`,
    )
}
