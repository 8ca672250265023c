/** A session that nobody works yet, and the commands by which its roles join it. */
import type { Roster } from '../agents/roster.ts'
import { EXIT } from '../errors.ts'
import { foldLog } from '../protocol/fold.ts'
import { readLog } from '../session/places.ts'
import { everyRole } from '../session/run.ts'
import { headerEvent, resultEvent } from '../views/events.ts'
import { safeJson, safeText } from '../views/safe.ts'
import { type Io, styleOf, write } from './io.ts'
import type { WorkOptions } from './options.ts'
import { joinCommand, workFlags } from './shell.ts'

/** The commands alone are the result: whoever starts the processes by a program can take them from stdout. */
export async function showOpened(
  io: Io,
  options: WorkOptions,
  path: string,
  roster: Roster,
): Promise<number> {
  const log = readLog(path)
  if (options.json) {
    const ending = { log: path, parsed: log, state: foldLog(log), exit: EXIT.ok, decision: null, error: null }
    await write(io.stdout, `${safeJson(headerEvent(log, path))}\n${safeJson(resultEvent(ending))}\n`)
    return EXIT.ok
  }
  const title = styleOf(io.stderr, io.env).bold(safeText(log.title))
  await write(
    io.stderr,
    `${title}\nlog   ${safeText(path)}\nNobody works it yet. In a terminal for each role:\n\n`,
  )
  const flags = workFlags(options)
  await write(
    io.stdout,
    everyRole(roster, log.header)
      .map(role => `${joinCommand(path, role, flags)}\n`)
      .join(''),
  )
  return EXIT.ok
}
