import { EXIT } from '../../errors.ts'
import { FileLog } from '../../log/file-log.ts'
import { foldLog, step } from '../../protocol/fold.ts'
import { exitOf } from '../exit.ts'
import { findSession } from '../find.ts'
import type { Io } from '../io.ts'
import { readOptions, watchOptions } from '../options.ts'
import { createShow } from '../show.ts'

/** Prints what is there and then what comes, until the session has a closing outcome. */
export async function watch(io: Io, session: string | undefined, raw: unknown): Promise<number> {
  const options = readOptions(watchOptions, raw)
  const { path, log } = findSession(options.dir, session)
  const first = options.tail === undefined ? (options.from ?? 1) : log.entries.length - options.tail + 1
  const show = createShow(io, options)
  const leave = new AbortController()
  let interrupted: number | null = null
  const off = io.onSignal(name => {
    interrupted = name === 'SIGTERM' ? EXIT.terminated : EXIT.interrupted
    leave.abort()
  })
  io.stdout.on('error', () => leave.abort())
  try {
    let state = foldLog(log, { upTo: 0 })
    const take = async (entry: (typeof log.entries)[number]) => {
      state = step(state, entry)
      if (entry.number >= first) await show.entry(entry, state)
    }
    const isOver = () => state.outcome !== null && state.outcome.kind !== 'PAUSED'
    await show.header(log, path, foldLog(log))
    if (!options.follow) {
      for (const entry of log.entries) if (!leave.signal.aborted) await take(entry)
    } else {
      for await (const entry of new FileLog(path).tail({ signal: leave.signal })) {
        await take(entry)
        if (isOver() && state.entries >= log.entries.length) break
      }
    }
    await show.end(log, state)
    if (interrupted !== null) return interrupted
    return options.exitStatus ? exitOf(state.outcome) : EXIT.ok
  } finally {
    off()
  }
}
