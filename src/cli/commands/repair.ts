import { EXIT, SynodError } from '../../errors.ts'
import type { Damage } from '../../log/damage.ts'
import type { Repair } from '../../log/repair.ts'
import { locateLog } from '../../session/places.ts'
import { repairSession } from '../../session/repair.ts'
import { safeJson, safeText } from '../../views/safe.ts'
import { type Io, write } from '../io.ts'
import { readOptions, repairOptions } from '../options.ts'

/** Exit 0 when the log is in order at the end; else what is to be decided is the error. */
export async function repair(io: Io, session: string, raw: unknown): Promise<number> {
  const { dir, json, restore, accept } = readOptions(repairOptions, raw)
  if (restore && accept) {
    throw new SynodError('SYN_USAGE', '--restore and --accept exclude each other: give one of them')
  }
  const path = locateLog(dir, session)
  const choice = restore ? 'restore' : accept ? 'accept' : null
  const done = await repairSession(path, { choice })
  const text = json
    ? safeJson({ schema: 1, log: path, choice, ...done })
    : said(path, done, choice).join('\n')
  await write(io.stdout, `${text}\n`)
  return EXIT.ok
}

function said(path: string, { mended, damage, kept }: Repair, choice: string | null): readonly string[] {
  if (damage !== null) return decided(damage, choice, kept)
  if (mended !== null) return [safeText(mended.message)]
  return [`nothing to repair: ${safeText(path)} is as it was written`]
}

function decided(
  { entry, role, was, is }: Damage,
  choice: string | null,
  kept: string | null,
): readonly string[] {
  const whose = role === '' ? `#${entry}` : `#${entry} [${role}]`
  return [
    choice === 'restore'
      ? `restored: ${whose} is again what was sealed`
      : `accepted: ${whose} stays as it is, as written by hand; the log is sealed anew`,
    ...(was === null ? [] : [`was   ${safeText(was)}`, `is    ${safeText(is ?? '')}`]),
    `kept  ${safeText(kept ?? '')}`,
  ]
}
