// node append-worker.mjs STORE sync|none PATH: says when it is ready; told a number of milliseconds it appends for as
// long, each append after the one before, and says how long each took, and how much of the processor all did.
import { now, say, told } from './lines.mjs'
import { STORES } from './stores.mjs'
import { randomFrom, textOf } from './text.mjs'

const SIZE = 2_048
const WARM_UP = 100

const [store, durability, path] = process.argv.slice(2)
const { append, close } = await STORES[store](path, durability === 'sync')
// ASCII, so that bytes are characters.
const text = textOf(SIZE, randomFrom(7)).replace(/[^\n -~]/g, '-')
const bytes = Buffer.from(`${text.slice(0, SIZE - 1).padEnd(SIZE - 1, '.')}\n`)
for (let count = 0; count < WARM_UP; count += 1) await append(bytes)
say('ready')
for await (const line of told) {
  const times = []
  const used = process.cpuUsage()
  const begin = now()
  const until = begin + Number(line)
  for (let before = begin; before < until; ) {
    await append(bytes)
    const after = now()
    times.push(after - before)
    before = after
  }
  const end = now()
  const { user, system } = process.cpuUsage(used)
  say({ begin, end, times, processor: (user + system) / 1000 })
}
await close()
