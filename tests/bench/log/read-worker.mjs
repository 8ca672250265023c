// node read-worker.mjs SMALL: told `RUNS LOG` it reads that log as often in each way, and says how many milliseconds each
// took, by the clock and of the processor. The small log is what it warms up on.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parseLog } from '../../../dist/log/parse.js'
import { verifyFile } from '../../../dist/log/verify-file.js'
import { now, say, told } from './lines.mjs'

const WARM_UP = 5

function hash(path) {
  const bytes = readFileSync(path)
  return timed(() => createHash('sha256').update(bytes).digest())
}

function verify(path) {
  return timed(() => {
    if (!verifyFile(path).holds) throw new Error(`${path} does not verify`)
  })
}

function parse(path) {
  const bytes = readFileSync(path)
  return timed(() => {
    const { entries } = parseLog(bytes)
    if (entries.at(-1)?.verified !== true) throw new Error(`${path} does not verify`)
  })
}

function timed(work) {
  const [begin, used] = [now(), process.cpuUsage()]
  work()
  const clock = now() - begin
  const { user, system } = process.cpuUsage(used)
  return { clock, processor: (user + system) / 1000 }
}

function times(runs, path) {
  const result = { hash: [], verify: [], parse: [] }
  for (let run = 0; run < runs; run += 1) {
    result.hash.push(hash(path))
    result.verify.push(verify(path))
    result.parse.push(parse(path))
  }
  return result
}

times(WARM_UP, process.argv[2])
for await (const line of told) {
  const [runs, path] = [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]
  say(times(Number(runs), path))
}
