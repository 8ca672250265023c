// node fold-worker.mjs LOG: told `write ENTRIES` it writes the log of a session that long; told `fold RUNS` it reads it
// back and folds it, in a process that has done nothing else; told `hostile`, it folds logs that are made to take long.
import { readFileSync, writeFileSync } from 'node:fs'
import { foldLog, parseLog, step } from '../../../dist/index.js'
import { sha256 } from '../../../dist/log/digest.js'
import { writePreamble } from '../../../dist/log/header.js'
import { LogReader } from '../../../dist/log/reader.js'
import { writeEntry } from '../../../dist/log/write.js'
import { header } from './header.mjs'
import { hostileLogs } from './hostile-logs.mjs'
import { now, say, told } from './lines.mjs'
import { drafts } from './session-log.mjs'

const WORKERS = ['ARCHITECT', 'BACKEND', 'FRONTEND', 'SECURITY']
/** An entry of it takes a kilobyte with its fields and its seal. */
const CONTENT = 720
const STEPS = 500

function write(path, entries) {
  const reader = new LogReader(sha256)
  const written = []
  const add = bytes => {
    reader.push(bytes)
    written.push(bytes)
  }
  const preamble = { header: header(WORKERS), title: 'Bench', problem: 'How fast is the fold?' }
  add(new TextEncoder().encode(writePreamble(preamble)))
  const source = drafts(WORKERS, CONTENT)
  for (let at = 0; at < entries; at += 1)
    add(reader.seal(writeEntry(source.next().value, new Date(at * 1000).toISOString())).bytes)
  writeFileSync(path, Buffer.concat(written))
  say({ entries, bytes: written.reduce((sum, { length }) => sum + length, 0) })
}

function timed(work) {
  const [begin, used] = [now(), process.cpuUsage()]
  const result = work()
  const clock = now() - begin
  const { user, system } = process.cpuUsage(used)
  return { result, clock, processor: (user + system) / 1000 }
}

function fold(path, runs) {
  const bytes = readFileSync(path)
  const times = []
  for (let run = 0; run < runs; run += 1) {
    const parsed = timed(() => parseLog(bytes))
    const folded = timed(() => foldLog(parsed.result))
    if (folded.result.entries !== parsed.result.entries.length) throw new Error('Not all was folded')
    times.push({
      parse: { clock: parsed.clock, processor: parsed.processor },
      fold: { clock: folded.clock, processor: folded.processor },
    })
  }
  const log = parseLog(bytes)
  const before = foldLog(log, { upTo: log.entries.length - 1 })
  const last = log.entries.at(-1)
  const steps = Array.from({ length: STEPS }, () => timed(() => step(before, last)).clock)
  say({ times, steps, most: process.resourceUsage().maxRSS * 1024 })
}

function hostile() {
  say(
    hostileLogs().map(([name, text]) => {
      const { result, clock } = timed(() => foldLog(parseLog(text)))
      return { name, bytes: Buffer.byteLength(text), entries: result.entries, clock, phase: result.phase }
    }),
  )
}

for await (const line of told) {
  const [command, count] = line.split(' ')
  if (command === 'write') write(process.argv[2], Number(count))
  else if (command === 'fold') fold(process.argv[2], Number(count))
  else hostile()
}
