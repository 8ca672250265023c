import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { expect, it } from 'vitest'
import { SynodError } from '../../src/errors.ts'
import { sha256 } from '../../src/log/digest.ts'
import type { ParsedLog } from '../../src/log/entry.ts'
import { parseLog } from '../../src/log/parse.ts'
import { LogReader } from '../../src/log/reader.ts'
import { skimFile } from '../../src/log/skim.ts'
import { verifyLog } from '../../src/log/verify.ts'
import { writeEntry } from '../../src/log/write.ts'
import { blocked, due } from '../../src/protocol/due.ts'
import { foldLog } from '../../src/protocol/fold.ts'
import { say, timeOf } from '../support/log-builder.ts'
import { tempFolder } from '../support/temp.ts'
import { corpus } from './corpus.ts'
import { mutate } from './mutate.ts'
import { createRandom, type Random } from './random.ts'

/**
 * How many inputs, and the seed of the first: `SYNOD_FUZZ_INPUTS=1000000 SYNOD_FUZZ_SEED=5 npx vitest run tests/sim/parser-fuzz…`.
 * An input depends on its seed alone: one that failed comes again with its seed and SYNOD_FUZZ_INPUTS=1.
 */
const INPUTS = Number(process.env['SYNOD_FUZZ_INPUTS'] ?? 4_000)
const FIRST_SEED = Number(process.env['SYNOD_FUZZ_SEED'] ?? 1)
const REPORT_EVERY = 50_000

/** What one input may take of the processor: far above what any took, far below what the square of its size would. */
const limitMs = (bytes: number) => 400 + bytes / 50

const LOGS = corpus()

/** Most are a part of a log, so that changes meet its framing and not only its prose. */
function inputOf(seed: number): Uint8Array {
  const random = createRandom(seed)
  const log = random.pick(LOGS)
  const base = log.length > 8_000 && !random.once(12) ? part(log, random) : log
  return random.once(50) ? base : mutate(base, random, part(random.pick(LOGS), random))
}

/** The beginning of a log, or its beginning without what stands in the middle. */
function part(log: Uint8Array, random: Random): Uint8Array {
  const length = Math.min(log.length, 400 + random.below(6_000))
  if (random.once(2)) return log.subarray(0, length)
  return new Uint8Array(
    Buffer.concat([log.subarray(0, random.below(length)), log.subarray(log.length - length)]),
  )
}

/** Every promise of the reader, put to one input. Throws where one is broken. */
function check(bytes: Uint8Array, random: Random, file: number): void {
  const log = parseLog(bytes)
  const verification = verifyLog(log)
  const state = foldLog(log)
  due(state)
  blocked(state)
  demand(
    'numbers its entries from 1 without a gap',
    log.entries.every(({ number }, at) => number === at + 1),
  )
  demand('says nothing of entries that are not there', inBounds(log))
  demand('gives in pieces what it gives whole', isDeepStrictEqual(inPieces(bytes, random), log))
  if (random.once(4)) {
    // Opened once and never cut to nothing: both make file systems write to the disk.
    writeSync(file, bytes, 0, bytes.length, 0)
    ftruncateSync(file, bytes.length)
    const { holds, entries, unsealed, firstBroken } = skimFile(file)
    demand(
      'verifies a file as it verifies a log',
      isDeepStrictEqual({ holds, entries, unsealed, firstBroken }, verification),
    )
  }
  if (random.once(3)) demandSealable(bytes, log)
  if (random.once(4)) for (const entry of log.entries) demandRoundTrip(entry)
}

function demand(promise: string, kept: boolean): void {
  if (!kept) throw new Error(`It no longer ${promise}`)
}

function inBounds({ entries, notices }: ParsedLog): boolean {
  return notices.every(({ line, entry }) => line >= 1 && (entry === null || entry <= entries.length + 1))
}

function inPieces(bytes: Uint8Array, random: Random): ParsedLog {
  const reader = new LogReader(sha256)
  const most = random.pick([3, 40, 600, 20_000])
  for (let at = 0; at < bytes.length; ) {
    const end = Math.min(bytes.length, at + 1 + random.below(most))
    reader.push(bytes.slice(at, end))
    at = end
    // Looking must not change what is seen later.
    if (random.once(100)) void [reader.snapshot(), reader.pending, reader.sealedAtEnd]
  }
  return reader.snapshot()
}

/** An engine can append to whatever it finds, and what was there is as it was. */
function demandSealable(bytes: Uint8Array, before: ParsedLog): void {
  const reader = new LogReader(sha256)
  reader.push(bytes)
  const sealed = reader.seal(writeEntry(say('BACKEND', {}, 'Sealed.'), timeOf(0)))
  const whole = Buffer.concat([bytes, sealed.bytes])
  const after = parseLog(whole)
  const last = after.entries.at(-1)
  demand(
    'seals an entry behind anything',
    last?.content === 'Sealed.' && last.verified && last.number === sealed.number,
  )
  demand('keeps what holds', verifyLog(after).holds === verifyLog(before).holds)
  demand(
    'keeps what was said',
    isDeepStrictEqual(after.entries.slice(0, -1).map(said), before.entries.map(said)),
  )
  const { end } = reader.sealedAtEnd
  demand(
    'gives the journal every byte since the last seal',
    Buffer.compare(whole.subarray(end, end + sealed.stretch.length), sealed.stretch) === 0,
  )
}

const said = ({ number, role, time, writtenType, fields, content, line }: ParsedLog['entries'][number]) =>
  [number, role, time, writtenType, fields, content, line] as const

function demandRoundTrip({ role, type, fields, content, time }: ParsedLog['entries'][number]): void {
  let written: string
  try {
    written = writeEntry({ role, type, fields, content }, time ?? timeOf(0))
  } catch (error) {
    if (error instanceof SynodError && error.code.startsWith('SYN_ENTRY_')) return
    throw error
  }
  const [read] = parseLog(written).entries
  demand(
    'reads what it wrote',
    isDeepStrictEqual(
      [read?.role, read?.type, { ...read?.fields }, read?.content],
      [role, type, { ...fields }, content],
    ),
  )
}

it(`keeps its promises on ${INPUTS} changed logs from seed ${FIRST_SEED} on`, {
  timeout: 20_000 + INPUTS * 20,
}, () => {
  const path = join(tempFolder({ 'log.md': '' }), 'log.md')
  const file = openSync(path, 'r+')
  const begun = performance.now()
  const failed: string[] = []
  let [size, slowest, slowestSeed] = [0, 0, 0]
  for (let seed = FIRST_SEED; seed < FIRST_SEED + INPUTS && failed.length < 5; seed += 1) {
    const bytes = inputOf(seed)
    const start = process.cpuUsage()
    try {
      check(bytes, createRandom(~seed), file)
    } catch (error) {
      failed.push(
        `SYNOD_FUZZ_SEED=${seed} SYNOD_FUZZ_INPUTS=1: ${error instanceof Error ? error.message : error}`,
      )
    }
    const { user, system } = process.cpuUsage(start)
    const took = (user + system) / 1000
    size += bytes.length
    if (took > slowest) [slowest, slowestSeed] = [took, seed]
    if (took > limitMs(bytes.length))
      failed.push(`seed ${seed}: ${took.toFixed(0)} ms for ${bytes.length} bytes`)
    const done = seed - FIRST_SEED + 1
    if (done % REPORT_EVERY === 0 || done === INPUTS) {
      const seconds = (performance.now() - begun) / 1000
      process.stdout.write(
        `${done} inputs, ${(size / 1e6).toFixed(0)} MB, ${(done / seconds).toFixed(0)} inputs/s, slowest ${slowest.toFixed(1)} ms (seed ${slowestSeed})\n`,
      )
    }
  }
  closeSync(file)
  expect(failed).toEqual([])
})
