import { EXIT, SynodError } from '../../errors.ts'
import { due } from '../../protocol/due.ts'
import { foldLog } from '../../protocol/fold.ts'
import { safeJson } from '../../views/safe.ts'
import { statusReport } from '../../views/status.ts'
import { renderStatus } from '../../views/status-text.ts'
import { findSession } from '../find.ts'
import { type Io, styleOf, widthOf, write } from '../io.ts'
import { readOptions, statusOptions } from '../options.ts'

export async function status(io: Io, session: string | undefined, raw: unknown): Promise<number> {
  const { dir, json, at } = readOptions(statusOptions, raw)
  const { path, log } = findSession(dir, session)
  const upTo = at ?? log.entries.length
  if (upTo > log.entries.length) {
    throw new SynodError(
      'SYN_ENTRY_NOT_FOUND',
      `${path} has ${log.entries.length} entries: there is no #${upTo}`,
    )
  }
  const state = foldLog(log, { upTo })
  // What is wrong with entries that are not looked at yet is not part of that moment.
  const then = { ...log, notices: log.notices.filter(({ entry }) => entry === null || entry <= upTo) }
  const report = statusReport(then, state, { path }, due(state))
  const text = json
    ? `${safeJson(report, 2)}\n`
    : renderStatus(report, state, { style: styleOf(io.stdout, io.env), width: widthOf(io.stdout) })
  await write(io.stdout, text)
  return EXIT.ok
}
