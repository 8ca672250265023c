import { EXIT, SynodError } from '../../errors.ts'
import { due } from '../../protocol/due.ts'
import { foldFile } from '../../session/fold-file.ts'
import { safeJson } from '../../views/safe.ts'
import { statusReport } from '../../views/status.ts'
import { renderStatus } from '../../views/status-text.ts'
import { findReadable } from '../find.ts'
import { type Io, styleOf, widthOf, write } from '../io.ts'
import { missingNotice } from '../missing.ts'
import { readOptions, statusOptions } from '../options.ts'
import { shellWord } from '../shell.ts'

export async function status(io: Io, session: string | undefined, raw: unknown): Promise<number> {
  const { dir, json, at } = readOptions(statusOptions, raw)
  const path = findReadable(dir, session)
  const { frame, state } = foldFile(path, at === undefined ? {} : { upTo: at })
  if (at !== undefined && at > state.entries) {
    throw new SynodError('SYN_ENTRY_NOT_FOUND', `${path} has ${state.entries} entries: there is no #${at}`)
  }
  // What is wrong with entries that are not looked at yet is not part of that moment.
  const notices = frame.notices.filter(({ entry }) => entry === null || entry <= state.entries)
  const missing = await missingNotice(path)
  const name = shellWord(path)
  const report = statusReport(
    { ...frame, notices: [...missing, ...notices] },
    state,
    { path, name },
    due(state),
  )
  const text = json
    ? `${safeJson(report, 2)}\n`
    : renderStatus(report, state, { style: styleOf(io.stdout, io.env), width: widthOf(io.stdout) })
  await write(io.stdout, text)
  return EXIT.ok
}
