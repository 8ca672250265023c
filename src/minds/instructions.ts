/** What to do in a turn, in one short text a task. What others wrote stands in it only where it cannot be left out. */
import { SECTIONS } from '../agents/definition.ts'
import { SUPERVISOR } from '../log/entry.ts'
import { isOpen } from '../protocol/concerns.ts'
import { liveProposal } from '../protocol/proposals.ts'
import type { State, Task } from '../protocol/state.ts'
import { inertLine } from './inert.ts'
import type { Turn } from './mind.ts'

export const INSTRUCTION: Readonly<Record<Task, (turn: Turn) => string>> = {
  frame: ({ panel }) =>
    `Frame the problem for the panel, before anyone has spoken. Write: the goal in one or two sentences; the constraints, with the numbers the problem gives; what is left open by it, with the assumption to work from; for each of ${panel.map(({ role }) => role).join(', ')} the questions this role is to answer; the definition of done, as points that can be checked on a text. Design nothing yourself.`,
  analyse: ({ role }) =>
    `Write ${role}'s own analysis, before there is a proposal. The others write theirs at the same time, unseen. Say what a good design must do in your field and why, which facts and numbers it has to start from, where it is likely to fail, and what you would decide, with the alternatives you weighed. Answer the questions the framework puts to ${role}. Leave the other fields to their owners.`,
  propose: () =>
    `Write the proposal: one whole design that stands on its own, so that somebody who reads nothing else can build it. Take up what every analysis requires, or say why not. Decide, do not list options: one choice each, with its reason and what was not chosen. Have a part for each of ${SECTIONS.join(', ')}, as far as the problem needs it, with names, numbers and limits. The others will be asked to agree to exactly this text.`,
  review: turn => (isOfPart(turn) ? reviewOfPart(turn) : reviewOfText(turn)),
  confirm: ({ on, state }) =>
    `You agreed to the proposal in #${on}, and your words carry a condition (${conditionOf(on, state)}). Until you say what it is, your agreement does not count. Read the proposal again for that point alone. If it is a remark that the text may be built without, AGREE, and say so without "if", "once" or "provided". If the text must not be built as it stands, OBJECT and name it as a concern: what goes wrong, when, and what would settle it.`,
  revise: ({ on }) =>
    `Revise proposal #${on}. Write the whole new text, not the changes: it replaces #${on}, and everybody will be asked to agree to it alone. Settle every open concern, by changing the design where it is right; name it in resolves, and say in one line what was changed and in which part. Where you are sure that a concern is wrong, say why in the text and leave it out of resolves. Keep what was agreed to, and do not trade one role's requirement against another's without saying so.`,
  mediate: ({ on }) =>
    `Revising proposal #${on} goes no further, and it is still objected to. Mediate; you have no vote, and you do not call a concern small. For each concern that is open, by its id: the concern in words its owner would accept, what #${on} says about it and where, the options there are with what each costs whom, and a recommendation that the author could write down as it stands. Where two concerns pull against each other, say so and name the choice. Ask nobody to give way: give a reason.`,
  reconsider: reconsideration,
  rule: ({ role, on }) =>
    `Nobody can move any more, and by this session's rules the owner of a concern decides about it. You decide about your own open concerns and nothing else. For each: put it into concerns under its id, in final words, as the requirement that must hold in what is built on #${on}, exact enough to be tested; or withdraw it. What ${role} writes there is recorded beside the decision and binds those who build. Give no verdict.`,
  answer: turn => (turn.role === SUPERVISOR ? answerForAll(turn) : answerOwn(turn)),
  summarise: summary,
  implement: ({ role, on, state }) =>
    `Proposal #${on} is what will be built. Say how ${role} builds its part of it, for the others to check: what you build, in which order, with the interfaces, names and numbers #${on} gives, and for each step how one sees that it is done. Refer to the parts of #${on} that each step carries out. Change nothing that was agreed, and name what belongs to others and you depend on. ${ownPart(role, state)}`,
  decide: turn =>
    `${decidedHow(turn)} Write the decision record for people who were not here: the context, the decision as #${turn.on} has it with its main points and numbers, what was considered and not chosen, which objections were raised and how the text met them, the consequences, and what to build first. Take all of it from the log and refer to its entries by number. Decide nothing new.`,
}

function reviewOfText({ role, on }: Turn): string {
  return `Review proposal #${on} for ${role}, on its own text. The other reviews are hidden from you. Go through your checklist and your analysis point by point, and find the place in #${on} that meets each; a point that is only promised or mentioned is not met. If you own concerns, say for each whether #${on} settles it. Then give your verdict on #${on}: AGREE with one line of evidence, saying what you checked and where; or OBJECT with each concern that must be settled before this is built; or ABSTAIN. To keep an open concern of yours, OBJECT and name it again under the same id. To drop one while you object to something else, name it in withdraws. AGREE closes all of yours.`
}

function reviewOfPart({ role, on, state }: Turn): string {
  const author = state.implementations.find(({ entry }) => entry === on)?.author
  return `Review #${on}, in which ${author} says how it builds its part of what was agreed, for ${role}. Compare it with the agreed text: does it carry out what that says, does it change or leave out anything, and does it fit what ${role} builds? What was agreed is not up for discussion again. Then give your verdict on #${on}: AGREE with one line of evidence, saying what you compared; or OBJECT with each deviation as a concern; or ABSTAIN where nothing in it touches your field.`
}

function reconsideration({ role, on, state }: Turn): string {
  const ids = state.concerns
    .filter(concern => concern.owner === role && concern.on === on && isOpen(concern))
    .map(({ id }) => id)
  return `Reconsider your verdict on proposal #${on}${state.mediation === null ? '' : ` in the light of the mediation in #${state.mediation}`}. The text has not changed; what may have changed is what you know. For each open concern of yours: is it met by #${on} after all, would the recommended wording meet it, or does it stand? AGREE only if ${role} would build #${on} as it stands, with one line of evidence${ids.length === 0 ? '' : `, and with ${ids.join(', ')} in withdraws: an AGREE closes only what was raised on earlier texts`}. Otherwise OBJECT and name again every concern you keep, under the same id, with the exact words that would settle it: the author revises once more. Drop the others in withdraws.`
}

function isOfPart({ on, state }: Turn): boolean {
  return state.implementations.some(({ entry }) => entry === on)
}

function conditionOf(on: number | null, state: State): string {
  const given = Object.values(liveProposal(state)?.verdicts ?? {}).find(({ entry }) => entry === on)
  return given?.caveat == null ? `see #${on}` : `"${inertLine(given.caveat)}"`
}

function answerOwn({ role, on }: Turn): string {
  return `${role} is asked something in #${on}. Answer it from what ${role} knows, to the point: the answer first, then its reason, and what it means for the design. If you do not know, say so, and name the assumption to work from. This is no review: give no verdict and raise no concern here.`
}

function answerForAll({ on, state }: Turn): string {
  const unclear = state.questions.find(({ entry, kind }) => entry === on && kind === 'unclear')
  if (unclear?.unclear != null)
    return `What ${unclear.by} wrote in #${on} leans to a verdict and is none: ${inertLine(unclear.unclear.reason)}. Ask for a clear one, in a few plain sentences: say what is unclear, and how a verdict is given, as a line of its own: "**Verdict**: AGREE #n", or "**Verdict**: OBJECT #n" with "**Concern**: id: what goes wrong, and what would settle it", where #n is the live proposal. Push in neither direction and take nothing for a verdict.`
  return `#${on} was written to the table and you answer it. Say what the log has on it, by entry number, and what will become of it: a requirement is weighed in the next text, and an objection binds when it is given as "**Verdict**: OBJECT #n" with a concern. If only one role can answer it, say so in one sentence and name that role in asks; it is asked next. Decide nothing and promise nothing for others.`
}

function summary({ entries, state }: Turn): string {
  const { header, summary: before } = state
  const live = liveProposal(state)
  const budget = Math.floor((header?.context ?? 0) / 4)
  const beside =
    live === null
      ? 'The problem is shown beside it: do not repeat it.'
      : `Shown word for word beside it are the problem, the live proposal #${live.entry} and the concerns that are open: do not repeat them.`
  const earlier =
    before === null
      ? ''
      : ` Your earlier summary in #${before.entry} is replaced by this one: take over what still matters of it.`
  return `The log has become long. Sum up #1 to #${entries.length} for colleagues who will not be shown those entries any more and go on from what you write.${earlier} Write: what was decided and why; the facts, figures and limits that were named, exactly; what each role requires; what was tried or rejected, and the reason; for each concern that has ended, who raised it and what settled it; what people asked for and were told. ${beside} Name the entry by its number behind each statement, so that it can be traced. Invent nothing, judge nothing, propose nothing, and take no side.${budget === 0 ? '' : ` Take at most ${budget} tokens, about ${Math.floor(budget * 0.7)} words; fewer are better.`}`
}

function ownPart(role: string, { implementations, concerns }: State): string {
  const before = implementations.find(({ author }) => author === role)
  if (before === undefined) return 'This is your first: resolves is empty.'
  const open = concerns.filter(({ on, status }) => on === before.entry && status === 'open')
  return `Others objected to your #${before.entry}${open.length === 0 ? '' : ` (${open.map(({ id }) => id).join(', ')})`}: write the whole again, and name in resolves what you have changed for each concern.`
}

function decidedHow({ on, state }: Turn): string {
  const { outcome } = state.consensus
  const why = inertLine(state.consensus.why)
  switch (outcome) {
    case 'CONSENSUS':
      return `Everybody has agreed to proposal #${on}.`
    case 'NO_OBJECTION':
      return `Nobody objects to proposal #${on}, which by this session's rules is enough; it is not the agreement of everybody (${why}). Say so in the first sentence.`
    case 'MAJORITY':
    case 'SUPERMAJORITY':
      return `Proposal #${on} is decided by ${outcome.toLowerCase()}: ${why}. Say so in the first sentence, with who did not agree and which concerns stay open.`
    case null:
      return `Nobody can move any more, and by this session's rules proposal #${on} is decided on although there is no agreement: ${why}. You decide on that text as it stands. Say in the first sentence that it is decided with dissent, and by what rule; then whose dissent it is, each open concern in its owner's words, and the rulings that owners have made on theirs, which bind those who build.`
  }
}
