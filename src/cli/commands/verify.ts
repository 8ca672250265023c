import { EXIT } from '../../errors.ts'
import { verifyLog } from '../../log/verify.ts'
import { safeJson, safeText } from '../../views/safe.ts'
import { findSession } from '../find.ts'
import { type Io, styleOf, write } from '../io.ts'
import { folderOptions, readOptions } from '../options.ts'

export async function verify(io: Io, session: string | undefined, raw: unknown): Promise<number> {
  const { dir, json } = readOptions(folderOptions, raw)
  const { path, log } = findSession(dir, session)
  const result = verifyLog(log)
  const style = styleOf(io.stdout, io.env)
  const { holds, entries, unsealed, firstBroken } = result
  // A seal may stand where its heading was destroyed.
  const whose = firstBroken?.role ? ` [${firstBroken.role}]` : ''
  const lines = [
    holds
      ? `${style.good('holds')}: ${entries - unsealed} of ${entries} entries are sealed and as they were written`
      : `${style.bad('broken')} at #${firstBroken?.number}${whose}: ${safeText(firstBroken?.message ?? '')}`,
  ]
  if (unsealed > 0) lines.push(`${unsealed} written by hand and not sealed yet`)
  await write(
    io.stdout,
    json ? `${safeJson({ schema: 1, log: path, ...result })}\n` : `${lines.join('\n')}\n`,
  )
  return holds ? EXIT.ok : EXIT.log
}
