// Many processes on one log, killed and faulted, and a person at an editor: is anything lost? See options.mjs.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { haveStrace } from './faults.mjs'
import { HELP, readOptions } from './options.mjs'
import { randomOf } from './random.mjs'
import { tortureOneLog } from './round.mjs'
import { createTally, table } from './tally.mjs'
import { tamperWith } from './tamper.mjs'

const options = readOptions(process.argv.slice(2))
if (options.help) {
  console.log(HELP)
  process.exit(0)
}
// Those who are started end with this process: exit, so that they are told.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130))

const faults = options.faults && haveStrace()
const root = options.folder ?? mkdtempSync(join(tmpdir(), 'synod-torture-'))
const tally = createTally()
const begun = performance.now()
const seconds = () => (performance.now() - begun) / 1000
const over = () => seconds() >= options.seconds
console.log(
  `seed ${options.seed}, ${options.writers} writers, ${options.readers} readers, ${options.seconds} s, in ${root}`,
)
if (options.faults && !faults) console.log('no strace here: no faults of the disk')

const live = setInterval(() => {
  const [acknowledged, kills, refused, saves] = ['acknowledged', 'kills', 'refused', 'editor saves'].map(
    tally.of,
  )
  console.log(
    `${seconds().toFixed(0).padStart(4)} s  log ${tally.of('logs')}  acknowledged ${acknowledged}  kills ${kills}  refused ${refused}  saves ${saves}  mended ${tally.of('mended')}`,
  )
}, 1000)

const left = Array.from({ length: options.writers }, () => options.appends ?? Number.MAX_SAFE_INTEGER)
const finished = () => (options.appends === null ? over() : left.every(count => count <= 0))
const bad = []
let last = ''
for (let nth = 1; nth === 1 || !finished(); nth += 1) {
  const folder = join(root, `${nth}`)
  const { path, problems } = await tortureOneLog({ nth, folder, options, tally, faults, over, left })
  last = path
  if (problems.length > 0) {
    bad.push(path)
    console.log(`\n${path}\n${problems.map(problem => `  ${problem}`).join('\n')}\n`)
  }
  if (options.appends !== null && problems.length > 0) break
  const kept = options.keep || problems.length > 0 || options.tamper
  if (!kept) rmSync(folder, { recursive: true, force: true })
}
const took = seconds()
clearInterval(live)

if (options.tamper && !bad.includes(last)) {
  const { noticed, problems } = await tamperWith(options.build, last, randomOf(options.seed, 'tamper'))
  console.log(`\na changed byte was noticed by ${noticed.length} guards, after ${noticed.join(' and ')} ms`)
  for (const problem of problems) console.log(`  ${problem}`)
  tally.add('problems', problems.length)
}

console.log(`\n${table(tally, took)}`)
if (bad.length === 0 && !options.keep && options.folder === undefined)
  rmSync(root, { recursive: true, force: true })
else console.log(`kept: ${bad.length > 0 ? bad.join(' ') : root}`)
if (options.json) {
  const names = [
    'acknowledged',
    'lost',
    'duplicated',
    'texts lost',
    'kills',
    'problems',
    'seen by readers',
    'refused',
    'checkpoints',
  ]
  console.log(
    JSON.stringify({ seed: options.seed, ...Object.fromEntries(names.map(name => [name, tally.of(name)])) }),
  )
}
process.exit(tally.of('problems') > 0 ? 1 : 0)
