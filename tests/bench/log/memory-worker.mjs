// node memory-worker.mjs LOG: follows the log and keeps nothing of it. Told a number it waits for that entry, and says
// what memory it has then, in bytes, and the most it had so far.
import { FileLog } from '../../../dist/log/file-log.js'
import { say, told } from './lines.mjs'

const log = new FileLog(process.argv[2])
const ended = new AbortController()
let [seen, wake] = [0, () => {}]
const following = follow()

async function follow() {
  for await (const { number } of log.tail({ signal: ended.signal })) {
    if (number !== seen + 1) throw new Error(`#${number} came after #${seen}`)
    seen = number
    wake()
  }
}

for await (const line of told) {
  while (seen < Number(line)) {
    await new Promise(resolve => {
      wake = resolve
    })
  }
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage()
  say({ seen, rss, heapUsed, arrayBuffers, most: process.resourceUsage().maxRSS * 1024 })
}
ended.abort()
await following
await log.close()
