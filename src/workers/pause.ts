/** The entries by which a session stops without an outcome, and goes on. */
import { type EntryDraft, type Header, SUPERVISOR } from '../log/entry.ts'
import { liveProposal } from '../protocol/proposals.ts'
import { writeSpend } from '../protocol/spend.ts'
import type { PauseReason, Spend, State } from '../protocol/state.ts'
import { askWords, commandsFor, neededFromOutside } from './needs.ts'
import { concernLines, dissentLines } from './standing.ts'

const SAYS: Readonly<Record<PauseReason, string>> = {
  budget: 'The session has reached its cap.',
  rounds: 'The rounds allowed are used up.',
  deadlock: 'Nobody can move: there is no agreement and nothing left to revise.',
  stalled: 'Nobody whom the engine runs can go on, and nothing is decided.',
  interrupted: 'The session was interrupted by whoever ran it.',
  error: 'A worker could not go on.',
}

/**
 * @param why what is missing, or what happened: one sentence without its full stop
 * @param state of the log it ends: with it, a deadlock or a wait says who is needed and which commands lead on
 */
export function pauseEntry(
  reason: PauseReason,
  why: string,
  header: Header | null,
  state: State | null = null,
): EntryDraft {
  const name = header === null ? null : header.session
  const resume = `synod resume${name === null ? '' : ` ${name}`}`
  const reports = state !== null && name !== null && (reason === 'deadlock' || reason === 'stalled')
  return {
    role: SUPERVISOR,
    type: 'ANALYSIS',
    fields: { Outcome: [`PAUSED ${reason}`] },
    content: reports
      ? report(`${SAYS[reason]} ${why}.`, reason, state, name)
      : `${SAYS[reason]} ${why}.\n\nThis is no decision. To go on from here: \`${resume}\``,
  }
}

/** What is missing, and the ways on: all that a person needs who reads nothing else. */
function report(said: string, reason: PauseReason, state: State, name: string): string {
  const live = liveProposal(state)
  const needed = neededFromOutside(state)
  const dissent = live === null || reason !== 'deadlock' ? [] : dissentLines(state, live)
  const concerns = reason === 'deadlock' ? concernLines(state) : []
  return [
    said,
    ...listed('#### Without agreement', dissent),
    ...listed('#### Concerns that are open', concerns),
    ...listed('#### Asked from outside', needed.map(askWords)),
    'This is no decision. To go on from here:',
    waysOn(state, reason, name).map(item).join('\n'),
  ].join('\n\n')
}

function waysOn(state: State, reason: PauseReason, name: string): readonly string[] {
  const live = liveProposal(state)
  const asked = neededFromOutside(state).flatMap(turn => commandsFor(turn, state, name))
  const again = reason === 'deadlock' ? ': as many rounds again' : ' goes on from there'
  return [
    ...asked.map(command => `\`${command}\``),
    ...(reason === 'deadlock'
      ? [`\`synod say ${name} "..."\`: what a person says is answered when the session is resumed`]
      : []),
    `\`synod resume ${name}\`${again}`,
    ...(live === null || reason !== 'deadlock'
      ? []
      : [
          `\`synod decide ${name} --on ${live.entry} --reason "..."\`: a person decides, the dissent recorded`,
        ]),
  ]
}

function listed(heading: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [heading, lines.map(item).join('\n')]
}

function item(line: string): string {
  return `- ${line}`
}

/** How the entry begins by which a session goes on. */
export const RESUMED = 'The session is resumed.'

/** @param changed roles that speak by another definition from here on, and by which: one line each */
export function resumeEntry(changed: readonly string[] = []): EntryDraft {
  const lines = listed('#### From here on', changed)
  return {
    role: SUPERVISOR,
    type: 'ANALYSIS',
    fields: {},
    content: [RESUMED, ...lines].join('\n\n'),
  }
}

/** What a role thought that never came into the log has cost its tokens all the same. It gives no verdict. */
export function spendEntry(role: string, why: string, spend: readonly Spend[]): EntryDraft {
  return { role, type: 'REVIEW', fields: { Spend: spend.map(writeSpend) }, content: why }
}
