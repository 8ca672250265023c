// node reader.mjs BUILD LOG KIND: tails the log and says what it saw, in the order it saw it:
//   r NUMBER SEAL DIGEST MS   an entry; SEAL: sealed, broken (sealed, and another seal would be right) or open
//   n CODE                    something is missing, or was mended
//   d CODE MESSAGE            the guard gave up
// KIND: `follows` forgets what it gave out, `holds` has the whole log in memory, `guards` looks after it as well.
import { createHash } from 'node:crypto'
import { writeSync } from 'node:fs'
import { load } from './load.mjs'

const [build, path, kind] = process.argv.slice(2)
const { FileLog } = await load(build, 'log/file-log.js')
const say = line => writeSync(1, `${line}\n`)
const stop = new AbortController()
process.stdin.on('end', () => process.exit(0)).resume()

const onNotice = ({ code }) => say(`n ${code}`)
const log = new FileLog(path, { onNotice })
if (kind !== 'follows') await log.read()
if (kind === 'guards') {
  log
    .guard(stop.signal)
    .catch(error => say(`d ${error.code ?? error.name} ${String(error.message).replaceAll('\n', ' ')}`))
}
for await (const { number, role, sealed, verified, content } of log.tail({ onNotice })) {
  const digest = createHash('sha256').update(`${role}\n${content}`).digest('hex').slice(0, 16)
  const seal = sealed ? (verified ? 'sealed' : 'broken') : 'open'
  say(`r ${number} ${seal} ${digest} ${Date.now()}`)
}
