import { EXIT } from '../../errors.ts'
import type { Entry } from '../../log/entry.ts'
import { FileLog } from '../../log/file-log.ts'
import { LogStream } from '../../log/stream.ts'
import { verifyFile } from '../../log/verify-file.ts'
import { initialState, step } from '../../protocol/fold.ts'
import { safeText } from '../../views/safe.ts'
import { exitOf } from '../exit.ts'
import { findReadable } from '../find.ts'
import { type Io, write } from '../io.ts'
import { readOptions, watchOptions } from '../options.ts'
import { createShow } from '../show.ts'

/** Prints what is there and then what comes, until the session has a closing outcome. Holds no more than an entry. */
export async function watch(io: Io, session: string | undefined, raw: unknown): Promise<number> {
  const options = readOptions(watchOptions, raw)
  const path = findReadable(options.dir, session)
  const first = options.tail === undefined ? (options.from ?? 1) : verifyFile(path).entries - options.tail + 1
  const show = createShow(io, options)
  const leave = new AbortController()
  let interrupted: number | null = null
  const off = io.onSignal(name => {
    interrupted = name === 'SIGTERM' ? EXIT.terminated : EXIT.interrupted
    leave.abort()
  })
  io.stdout.on('error', () => leave.abort())
  try {
    const stream = new LogStream(path)
    const there = stream.entries()
    let entry = there.next().value
    let state = initialState(stream.frame.header)
    const take = async (taken: Entry) => {
      state = step(state, taken)
      if (taken.number >= first) await show.entry(taken, state)
    }
    const isOver = () => state.outcome !== null && state.outcome.kind !== 'PAUSED'
    await show.header(stream.frame, path)
    // What has no seal may still be in the making, unless nobody waits for it.
    for (; entry && !leave.signal.aborted; entry = there.next().value) {
      if (options.follow && !entry.sealed && !isOver()) break
      await take(entry)
    }
    if (options.follow && !isOver()) {
      const onNotice = ({ message }: { readonly message: string }) =>
        void write(io.stderr, `synod: ${safeText(message)}\n`)
      const tail = new FileLog(path).tail({ after: state.entries, signal: leave.signal, onNotice })
      for await (const next of tail) {
        // An entry without a seal that its author changed comes again: it was counted the first time.
        if (next.number > state.entries) await take(next)
        else if (next.number >= first) await show.entry(next, state)
        if (isOver()) break
      }
    }
    await show.end(stream.frame, state)
    if (interrupted !== null) return interrupted
    return options.exitStatus ? exitOf({ state, error: null }) : EXIT.ok
  } finally {
    off()
  }
}
