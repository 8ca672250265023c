// node latency-writer.mjs LOG: told `COUNT PAUSE` it appends as many entries with as many milliseconds between them,
// and says of each when append was called and when it was acknowledged.
import { setTimeout as sleep } from 'node:timers/promises'
import { FileLog } from '../../../dist/log/file-log.js'
import { now, say, told } from './lines.mjs'
import { randomFrom, textOf } from './text.mjs'

const log = new FileLog(process.argv[2])
const content = textOf(2_000, randomFrom(11))
for await (const line of told) {
  const [count, pause] = line.split(' ').map(Number)
  const written = []
  while (written.length < count) {
    const called = now()
    const { entry } = await log.append({ role: 'BACKEND', type: 'ANALYSIS', fields: {}, content })
    written.push({ number: entry.number, called, acknowledged: now() })
    await sleep(pause)
  }
  say(written)
}
await log.close()
