/** Repairs a session's log, and says in the log what was done. */
import { firstChange, quote } from '../log/damage.ts'
import { type EntryDraft, SUPERVISOR } from '../log/entry.ts'
import { FileLog } from '../log/file-log.ts'
import { takeLease } from '../log/lease.ts'
import { type Repair, type RepairChoice, repairLog } from '../log/repair.ts'
import { foldLog } from '../protocol/fold.ts'
import type { State } from '../protocol/state.ts'

export interface RepairOptions {
  /** What to do with sealed bytes that were changed; null to be told of them. */
  readonly choice: RepairChoice | null
  /** Milliseconds since the epoch. Default: the system's clock. */
  readonly now?: () => number
}

/**
 * Mends what can be mended from the journal, and does as chosen with the rest; what was chosen stands in the log as an
 * entry by the supervisor, and a session that is not closed is paused by it.
 * @throws SynodError SYN_SESSION_RUNNING, SYN_LOG_DAMAGED when there is something to choose and nothing was chosen
 */
export async function repairSession(
  path: string,
  { choice, now = Date.now }: RepairOptions,
): Promise<Repair> {
  const lease = await takeLease(path, null, { command: 'synod repair', now })
  try {
    const repair = await repairLog(path, choice, new Date(now()))
    if (repair.damage !== null && choice !== null) {
      const log = new FileLog(path, { now })
      await log.append(noteOf(repair, choice, foldLog(await log.read())))
      await log.close()
    }
    return repair
  } finally {
    lease.release()
  }
}

function noteOf({ damage, kept, byHand }: Repair, choice: RepairChoice, { outcome }: State): EntryDraft {
  const whose = damage?.role ? `#${damage.entry} [${damage.role}]` : `#${damage?.entry}`
  const from = firstChange(damage?.was ?? '', damage?.is ?? '')
  const changed =
    damage?.was == null
      ? '.'
      : `: where ${quote(damage.was, from)} had been sealed stood ${quote(damage.is ?? '', from)}.`
  const done =
    choice === 'restore'
      ? 'What was sealed is put back.'
      : `What stands there now is kept, and the log is sealed anew. ${byHand.map(number => `#${number}`).join(', ')} ${byHand.length === 1 ? 'counts' : 'count'} as written by hand: nobody's word and nobody's agreement.`
  const open = outcome === null || outcome.kind === 'PAUSED'
  return {
    role: SUPERVISOR,
    type: 'ANALYSIS',
    fields: open ? { Outcome: ['PAUSED error'] } : {},
    content: `The log was changed by hand at ${whose}${changed}\n\n${done} The file as it was before this repair: ${kept}`,
  }
}
