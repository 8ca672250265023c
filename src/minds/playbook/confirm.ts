/** A worker whose agreement carried a condition: was it a remark, or is it a concern? */
import type { Draft } from '../draft.ts'
import { draft } from './drafts.ts'
import { judge } from './judge.ts'
import type { Reading } from './reading.ts'
import { liveIn, ownOpen } from './standing.ts'
import { quoted } from './text.ts'

/** The rules decide anew: what they find met makes the condition a remark, what they miss makes it a concern. */
export function confirm(reading: Reading): Draft {
  const { on, role } = reading.turn
  const live = liveIn(reading)
  const given = live.verdicts[role]
  const words = given?.caveat == null ? '' : ` (${quoted(given.caveat, 80)})`
  const judged = judge(reading, live)
  if (judged.verdict !== 'AGREE')
    return draft(
      [
        `The condition in #${on}${words} is a concern: #${live.entry} does not show all that the rules of ${role} require.`,
        '',
        judged.content,
      ],
      { verdict: 'OBJECT', concerns: judged.concerns },
    )
  return draft(
    [
      `The condition in #${on}${words} was a remark: #${live.entry} may be built as it stands.`,
      '',
      judged.content,
    ],
    {
      verdict: 'AGREE',
      evidence: judged.evidence,
      // An agreement closes what was raised on earlier texts alone.
      withdraws: ownOpen(reading).flatMap(({ id, on: raisedOn }) => (raisedOn === live.entry ? [id] : [])),
    },
  )
}
