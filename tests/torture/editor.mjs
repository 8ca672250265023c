// node editor.mjs LOG NAME SEED PAUSE: one person at an editor, one save at a time:
//   o NAME ID KEPT    done; KEPT is `text` when something with the id was left in the file, else `nothing`
//   k ID MS           that text is behind a seal now
//   l ID              it is not, after a long while
import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { randomOf } from './random.mjs'
import { copyOf, SAVES } from './saves.mjs'

const [path, name, seed, pause] = process.argv.slice(2)
const random = randomOf(Number(seed), name)
const say = line => writeSync(1, `${line}\n`)
/** How much of the end of the log is searched for the text, in bytes, and how long, in milliseconds. */
const END = 16 * 1024 * 1024
const LONG = 20_000

let stopped = false
process.stdin
  .on('end', () => {
    stopped = true
  })
  .resume()

for (let at = 1; !stopped; at += 1) {
  await sleep(random.whole(1, Number(pause)))
  const older = copyOf(path)
  await sleep(random.whole(1, Number(pause)))
  if (stopped) break
  if (older === null || older.length === 0) continue
  const save = random.pick(Object.keys(SAVES))
  const id = `${name}-${at}`
  let kept = false
  try {
    kept = await SAVES[save]({ path, older, id, random })
  } catch (error) {
    // The log may be gone at the moment: then there is nothing to edit.
    if (error.code !== 'ENOENT') throw error
    continue
  }
  say(`o ${save.replaceAll(' ', '_')} ${id} ${kept ? 'text' : 'nothing'}`)
  if (kept) await untilSealed(id)
}
process.exit(0)

/** A save of this editor over its own unsealed text would be its own loss, not the log's. @param {string} id */
async function untilSealed(id) {
  const begun = performance.now()
  while (!stopped) {
    if (isSealed(id)) return say(`k ${id} ${Math.round(performance.now() - begun)}`)
    if (performance.now() - begun > LONG) return say(`l ${id}`)
    await sleep(20)
  }
}

/** @param {string} id */
function isSealed(id) {
  let file = null
  try {
    file = openSync(path, 'r')
    const { size } = fstatSync(file)
    const bytes = Buffer.alloc(Math.min(size, END))
    const text = bytes
      .subarray(0, readSync(file, bytes, 0, bytes.length, size - bytes.length))
      .toString('latin1')
    const found = text.indexOf(id)
    return found >= 0 && /\n<!-- #\d+ [0-9a-f]{32}(?: adopted)? -->/.test(text.slice(found))
  } catch (error) {
    if (error.code === 'ENOENT') return false
    throw error
  } finally {
    if (file !== null) closeSync(file)
  }
}
