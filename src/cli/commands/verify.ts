import { EXIT } from '../../errors.ts'
import { checkLog, type LogCheck } from '../../log/check.ts'
import { safeJson, safeText } from '../../views/safe.ts'
import type { Style } from '../../views/style.ts'
import { findPath } from '../find.ts'
import { type Io, styleOf, write } from '../io.ts'
import { folderOptions, readOptions } from '../options.ts'

/** A log of any size is checked as a stream: its seals, and its journal where there is one. */
export async function verify(io: Io, session: string | undefined, raw: unknown): Promise<number> {
  const { dir, json } = readOptions(folderOptions, raw)
  const path = findPath(dir, session)
  const check = await checkLog(path)
  const text = json
    ? safeJson({ schema: 1, log: path, ...check })
    : said(check, styleOf(io.stdout, io.env)).join('\n')
  await write(io.stdout, `${text}\n`)
  return check.holds ? EXIT.ok : EXIT.log
}

function said({ holds, entries, unsealed, firstBroken, journal }: LogCheck, style: Style): readonly string[] {
  // A seal may stand where its heading was destroyed.
  const whose = firstBroken?.role ? ` [${firstBroken.role}]` : ''
  const lines = [
    holds
      ? `${style.good('holds')}: ${entries - unsealed} of ${entries} entries are sealed and as they were written`
      : `${style.bad('broken')} at #${firstBroken?.number}${whose}: ${safeText(firstBroken?.message ?? '')}`,
  ]
  if (unsealed > 0) lines.push(`${unsealed} written by hand and not sealed yet`)
  if (journal === 'has-more') lines.push('The journal has them: synod repair puts them back')
  if (!holds && journal === 'differs') {
    lines.push(
      'synod repair --restore puts back what was sealed, synod repair --accept keeps what is there now',
    )
  }
  if (journal === 'none') lines.push('There is no journal: what was cut off at the end cannot be seen')
  return lines
}
