import { EXIT } from '../../errors.ts'
import { decideSession } from '../../session/decide.ts'
import { readLog } from '../../session/places.ts'
import { resultEvent } from '../../views/events.ts'
import { safeJson } from '../../views/safe.ts'
import { saveDecision } from '../decision-file.ts'
import { findPath } from '../find.ts'
import { type Io, write } from '../io.ts'
import { decideOptions, readOptions } from '../options.ts'
import { withResult } from '../result.ts'
import { summary } from '../summary.ts'

/** A person closes a session; the record is written and printed as by the process that closes one in agreement. */
export function decide(io: Io, session: string, raw: unknown): Promise<number> {
  return withResult(io, raw, async () => {
    const { dir, json, on, reason } = readOptions(decideOptions, raw)
    const path = findPath(dir, session)
    const state = await decideSession(path, { on, reason })
    const decision = saveDecision(path)
    if (json) {
      const parsed = readLog(path)
      const event = resultEvent({
        log: path,
        parsed,
        state,
        exit: EXIT.ok,
        decision: decision?.path ?? null,
        error: null,
      })
      await write(io.stdout, `${safeJson(event)}\n`)
      return EXIT.ok
    }
    const result = { state, error: null, roles: [] }
    await write(io.stdout, decision?.text ?? '')
    await write(
      io.stderr,
      `${summary({ path, result, decision, joined: null, interrupted: false, resume: null }).join('\n')}\n`,
    )
    return EXIT.ok
  })
}
