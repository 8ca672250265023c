// node writer.mjs BUILD LOG NAME COUNT SEED: appends, and says each id once it is sure to be there:
//   a ID          acknowledged
//   e ID CODE …   refused
//   n CODE        something was mended
// What was said is in the pipe when the call returns, so that no kill can take it back.
import { writeSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { anySize, makeContent } from './content.mjs'
import { load } from './load.mjs'
import { randomOf } from './random.mjs'

const [build, path, name, count, seed] = process.argv.slice(2)
const random = randomOf(Number(seed), name)
const { FileLog } = await load(build, 'log/file-log.js')
const say = line => writeSync(1, `${line}\n`)

// Nobody outlives who started it.
process.stdin.on('end', () => process.exit(0)).resume()

const durability = random.pick(['entry', 'entry', 'interval', 'none'])
const log = new FileLog(path, { durability, onNotice: ({ code }) => say(`n ${code}`) })
const role = random.pick(['ARCHITECT', 'BACKEND', 'SECURITY'])

let left = Number(count)
for (let at = 1; left > 0; at += 1) {
  const id = `${name}-${at}`
  const content = makeContent(id, anySize(random), random)
  try {
    await log.append({ role, type: 'ANALYSIS', fields: {}, content })
    say(`a ${id}`)
    left -= 1
  } catch (error) {
    say(`e ${id} ${error.code ?? error.name} ${String(error.message).replaceAll('\n', ' ')}`)
    if (error.code === 'SYN_LOG_DAMAGED') process.exit(6)
    await sleep(20)
  }
  if (random.chance(0.1)) await sleep(random.whole(1, 20))
}
process.exit(0)
