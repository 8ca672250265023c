import { setTimeout as sleep } from 'node:timers/promises'
import { EXIT, SynodError } from '../../errors.ts'
import type { Entry } from '../../log/entry.ts'
import { LogStream } from '../../log/stream.ts'
import { verifyFile } from '../../log/verify-file.ts'
import { initialState, step } from '../../protocol/fold.ts'
import { findReadable } from '../find.ts'
import type { Io } from '../io.ts'
import { readOptions, replayOptions } from '../options.ts'
import { createShow } from '../show.ts'

/** Plays the log in the rhythm it was written in. Off a terminal, where nobody watches, all at once. */
export async function replay(io: Io, session: string | undefined, raw: unknown): Promise<number> {
  const options = readOptions(replayOptions, raw)
  const path = findReadable(options.dir, session)
  const { entries } = verifyFile(path)
  const last = options.to ?? entries
  const first = options.from ?? 1
  if (Math.max(first, last) > Math.max(entries, 1)) {
    throw new SynodError(
      'SYN_ENTRY_NOT_FOUND',
      `${path} has ${entries} entries: there is no #${Math.max(first, last)}`,
    )
  }
  const timed = options.timing && io.stdout.isTTY === true
  const show = createShow(io, options)
  const leave = new AbortController()
  const off = io.onSignal(() => leave.abort())
  io.stdout.on('error', () => leave.abort())
  try {
    const stream = new LogStream(path)
    const there = stream.entries()
    let entry = there.next().value
    let state = initialState(stream.frame.header)
    let before: Entry | null = null
    await show.header(stream.frame, path)
    for (; entry && entry.number <= last; entry = there.next().value) {
      if (timed && before !== null && entry.number > first)
        await pause(gap(before, entry), options, leave.signal)
      if (leave.signal.aborted) return EXIT.interrupted
      state = step(state, entry)
      if (entry.number >= first) await show.entry(entry, state)
      before = entry
    }
    await show.end(stream.frame, state)
    return EXIT.ok
  } finally {
    off()
  }
}

/** Milliseconds between two entries; 0 where a time could not be read. */
function gap(before: Entry, after: Entry): number {
  if (before.time === null || after.time === null) return 0
  return Math.max(0, Date.parse(after.time) - Date.parse(before.time))
}

async function pause(
  real: number,
  { speed, idleCap }: { speed: number; idleCap: number },
  signal: AbortSignal,
): Promise<void> {
  const wait = Math.min(real / speed, idleCap * 1000)
  await sleep(wait, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error
  })
}
