// node latency-reader.mjs LOG [same]: follows the log. Told a number it waits until it has seen that entry, and says of
// all it has seen when that was. With `same`, told `COUNT PAUSE`, it also appends them, through the same FileLog.
import { setTimeout as sleep } from 'node:timers/promises'
import { FileLog } from '../../../dist/log/file-log.js'
import { now, say, told } from './lines.mjs'
import { randomFrom, textOf } from './text.mjs'

const log = new FileLog(process.argv[2])
const ended = new AbortController()
const seen = []
let wake = () => {}
const following = follow()

async function follow() {
  for await (const { number } of log.tail({ signal: ended.signal })) {
    seen.push({ number, at: now() })
    wake()
  }
}

async function until(number) {
  while ((seen.at(-1)?.number ?? 0) < number) {
    await new Promise(resolve => {
      wake = resolve
    })
  }
}

async function append(count, pause) {
  const content = textOf(2_000, randomFrom(11))
  const written = []
  while (written.length < count) {
    const called = now()
    const { entry } = await log.append({ role: 'BACKEND', type: 'ANALYSIS', fields: {}, content })
    written.push({ number: entry.number, called, acknowledged: now() })
    await sleep(pause)
  }
  return written
}

for await (const line of told) {
  const [first, pause] = line.split(' ').map(Number)
  if (pause === undefined) {
    await until(first)
    say(seen)
  } else say(await append(first, pause))
}
ended.abort()
await following
await log.close()
