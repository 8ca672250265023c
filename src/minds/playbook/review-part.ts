/** After consensus: a worker reads how another builds its part. Is what this worker asked for carried out there? */
import { SECTIONS } from '../../agents/definition.ts'
import type { Concern, Implementation } from '../../protocol/state.ts'
import type { Draft } from '../draft.ts'
import { carriesOut, concerning, type Part, partsOf } from './builds.ts'
import { draft } from './drafts.ts'
import { concernId } from './own-ids.ts'
import type { Reading } from './reading.ts'
import { readReason, renderReason } from './requirements.ts'
import { sectionFor } from './sections.ts'
import { liveIn, ownOpen } from './standing.ts'
import { cite } from './stated.ts'
import { capital, clip, counted, listed, oneLine, sentence } from './text.ts'

const MOST = 6

export function reviewPart(reading: Reading, { entry, author }: Implementation): Draft {
  const { turn } = reading
  const { role, entries, state } = turn
  const live = liveIn(reading)
  const content = entries.find(({ number }) => number === entry)?.content ?? ''
  const mine = concerning(role, live, reading)
  const own = new Set(partsOf(role, live, reading).map(({ stated }) => stated.text))
  // What nobody else asked for first is built by this role itself.
  const there = mine.filter(({ stated }) => !own.has(stated.text) && isBuiltBy(author, stated.marks))
  const missing = there.filter(({ stated }) => !carriesOut(content, stated)).slice(0, MOST)
  const raised = ownOpen(reading).filter(
    ({ on }) =>
      on !== live.entry && entries.find(({ number }) => number === on)?.role === author && on < entry,
  )
  const unmet = raised.filter(concern => !isMetIn(content, concern))
  const checked = inFigures(mine.length, there.length, { role, author, on: live.entry })
  const found = [
    ...there.filter(one => !missing.includes(one)).map(({ stated }) => `- ${cite(stated)}`),
    ...raised.filter(one => !unmet.includes(one)).map(({ id }) => `- \`${id}\`, raised on the one before`),
  ]
  if (missing.length + unmet.length === 0)
    return draft([sentence(checked), ...listed(`Carried out in #${entry}`, found)], {
      verdict: 'AGREE',
      evidence: clip(
        `#${entry} compared with #${live.entry}: ${checked}${raised.length === 0 ? '' : `; ${raised.map(({ id }) => id).join(', ')} now among its steps`}`,
        1_500,
      ),
    })
  return draft(
    [
      `${capital(checked)}; ${counted(missing.length + unmet.length, 'point')} ${missing.length + unmet.length === 1 ? 'has' : 'have'} no step in #${entry}.`,
      ...listed('Not carried out', [
        ...missing.map(part => `- \`${nameOf(part)}\`: ${cite(part.stated)}`),
        ...unmet.map(({ id, reason }) => `- \`${id}\`: ${oneLine(readReason(reason).reason, 240)}`),
      ]),
      ...listed(`Carried out in #${entry}`, found),
    ],
    {
      verdict: 'OBJECT',
      concerns: [
        ...missing.map(part => ({
          id: concernId(nameOf(part), role, state.concerns),
          reason: reasonOf(part, entry, live.entry),
        })),
        ...unmet.map(({ id, reason }) => ({ id, reason: clip(reason, 1_900) })),
      ].slice(0, 12),
    },
  )
}

function inFigures(
  mine: number,
  there: number,
  { role, author, on }: { readonly role: string; readonly author: string; readonly on: number },
): string {
  if (mine === 0) return `no statement of #${on} concerns ${role}`
  if (mine === 1)
    return `1 statement of #${on} concerns ${role}, and it is ${there === 1 ? '' : 'not '}${author}'s to build`
  const share = there === 0 ? 'none of them is' : there === 1 ? '1 of them is' : `${there} of them are`
  return `${mine} statements of #${on} concern ${role}, and ${share} ${author}'s to build`
}

/** The first mark of a statement is the role that builds it; without one it is its author. */
function isBuiltBy(author: string, marks: Part['stated']['marks']): boolean {
  return marks[0] === undefined || marks[0].role === author
}

function isMetIn(content: string, { reason }: Concern): boolean {
  const asked = readReason(reason)
  return carriesOut(content, asked.meet ?? { text: asked.reason })
}

/** Not the id that was closed: that one was about the text, this one is about how it is built. */
function nameOf({ id, stated }: Part): string {
  return `${(id ?? stated.section.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')) || 'statement'}-not-built`
}

function reasonOf({ stated }: Part, entry: number, live: number): string {
  return renderReason({
    reason: `#${entry} has no step for what #${live} says ${cite(stated, 300)}.`,
    meet: {
      section:
        SECTIONS.find(name => name.toLowerCase() === stated.section.toLowerCase()) ?? sectionFor(stated.text),
      text: stated.text,
    },
  })
}
