import { EXIT, SynodError } from '../../errors.ts'
import { type Damage, firstChange, quote } from '../../log/damage.ts'
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
  const done = await repairSession(path, { choice }).catch(async (error: unknown) => {
    if (json && error instanceof SynodError) {
      const { code, message, details } = error
      const damage = code === 'SYN_LOG_DAMAGED' ? details : null
      await write(
        io.stdout,
        `${safeJson({ schema: 1, log: path, choice, error: { code, message }, damage })}\n`,
      )
    }
    throw error
  })
  const text = json
    ? safeJson({ schema: 1, log: path, choice, ...done })
    : said(path, done, choice).join('\n')
  await write(io.stdout, `${text}\n`)
  return EXIT.ok
}

function said(
  path: string,
  { mended, damage, kept, byHand }: Repair,
  choice: string | null,
): readonly string[] {
  if (damage !== null) return decided(damage, choice, kept, byHand)
  if (mended !== null) return [safeText(mended.message)]
  return [`nothing to repair: ${safeText(path)} is as it was written`]
}

function decided(
  { entry, role, was, is }: Damage,
  choice: string | null,
  kept: string | null,
  byHand: readonly number[],
): readonly string[] {
  const whose = role === '' ? `#${entry}` : `#${entry} [${role}]`
  const from = firstChange(was ?? '', is ?? '')
  const shown = [`sealed    ${quote(was ?? '', from)}`, `found     ${quote(is ?? '', from)}`]
  const numbers = byHand.map(number => `#${number}`).join(', ')
  return [
    choice === 'restore'
      ? `restored: ${whose} and what follows are again what was sealed; what was written by hand stands behind`
      : `accepted: the log is sealed anew as it is. By hand from now on, and nobody's agreement: ${numbers || 'none'}`,
    ...(was === null ? [] : shown),
    `before    ${safeText(kept ?? '')}`,
  ]
}
