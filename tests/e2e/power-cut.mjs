// sudo node tests/e2e/power-cut.mjs [--rounds 10] [--fs ext4|xfs] [--durability entry|interval|none] [--build DIR]
//
// A writer appends to a log on a loop-mounted image and says each number once its append has resolved. In the midst of
// it the file system is shut down without flushing anything, as a power cut does, mounted again, and compared. Then one
// more append goes to what is left. Needs root, loop devices, mkfs and xfs_io (xfsprogs). Exit 1 when `entry` lost one.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '10' },
    fs: { type: 'string', default: 'ext4' },
    durability: { type: 'string', default: 'entry' },
    build: { type: 'string', default: fileURLToPath(new URL('../../dist', import.meta.url)) },
  },
})
const { fs, durability, build } = values
const WRITER = fileURLToPath(new URL('fixtures/append.mjs', import.meta.url))
const load = name => import(pathToFileURL(join(build, 'log', name)))
const { FileLog, createLog } = await load('file-log.js')
const { parseLog } = await load('parse.js')
const { verifyFile } = await load('verify-file.js')

const header = {
  synod: 1,
  session: 'power-cut',
  created: '2026-11-21T04:10:11.120Z',
  workers: ['ARCHITECT', 'BACKEND'],
  proposer: 'ARCHITECT',
  policy: 'unanimous',
  veto: [],
  external: [],
  with: [],
  deadlock: 'pause',
  implement: false,
  maxRevisions: 3,
  mind: null,
}
const root = mkdtempSync(join(tmpdir(), 'synod-power-cut-'))
const totals = { acknowledged: 0, lost: 0, oldestLost: 0, beyond: 0, torn: 0, broken: 0, nextFailed: 0 }
try {
  for (let round = 1; round <= Number(values.rounds); round += 1) {
    const cut = await oneCut(join(root, `${round}`), 300 + Math.random() * 3000)
    for (const [name, count] of Object.entries(cut))
      totals[name] = name === 'oldestLost' ? Math.max(totals[name], count) : totals[name] + count
    console.log(`${fs} ${durability} cut ${round}`, JSON.stringify(cut))
  }
} finally {
  rmSync(root, { recursive: true, force: true })
}
console.log(`${fs} ${durability} all`, JSON.stringify(totals))
if (totals.broken > 0 || totals.nextFailed > 0 || (durability === 'entry' && totals.lost > 0))
  process.exitCode = 1

async function oneCut(at, after) {
  const [image, folder] = [`${at}.img`, at]
  mkdirSync(folder)
  execFileSync('truncate', ['-s', fs === 'xfs' ? '320M' : '128M', image])
  execFileSync(`mkfs.${fs}`, ['-q', image])
  execFileSync('mount', ['-o', 'loop', image, folder])
  try {
    const path = join(folder, 'session', 'log.md')
    createLog(path, { header, title: 'Power cut', problem: 'Is it still there?' })
    const acknowledged = await writeUntilCut(path, folder, after)
    execFileSync('umount', [folder])
    execFileSync('mount', ['-o', 'loop', image, folder])
    return await compare(path, acknowledged)
  } finally {
    spawnSync('umount', ['-l', folder])
    rmSync(image, { force: true })
  }
}

/** What the writer was told before the cut: which numbers, and how many milliseconds before it. */
async function writeUntilCut(path, folder, after) {
  const words = Array.from({ length: 20_000 }, (_, at) => `w${at + 1}`)
  const writer = spawn(process.execPath, [WRITER, build, path, durability, '500', ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const told = []
  let rest = ''
  writer.stdout.setEncoding('utf8').on('data', text => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const [, number] = /^appended (\d+)$/.exec(line) ?? []
      if (number !== undefined) told.push({ number: Number(number), at: performance.now() })
    }
  })
  const ended = new Promise(resolve => writer.on('close', resolve))
  while (told.length === 0) await sleep(5)
  await sleep(after)
  const cut = performance.now()
  execFileSync('xfs_io', ['-x', '-c', 'shutdown', folder])
  writer.kill('SIGKILL')
  await ended
  return told.map(({ number, at }) => ({ number, before: Math.max(0, Math.round(cut - at)) }))
}

async function compare(path, acknowledged) {
  const left = existsSync(path) ? parseLog(readFileSync(path)) : { entries: [], notices: [] }
  const size = existsSync(path) ? statSync(path).size : 0
  const sealed = left.entries.filter(({ verified, content }) => verified && content.startsWith('w')).length
  const next = await new FileLog(path, { durability, settle: 1 })
    .append({ role: 'SECURITY', type: 'ANALYSIS', fields: {}, content: 'next' })
    .then(
      ({ entry }) => entry.number,
      error => `${error.code} ${error.message}`,
    )
  if (typeof next === 'string') console.log('next append:', next)
  const now = existsSync(path) ? parseLog(readFileSync(path)) : { entries: [] }
  const there = new Set(
    now.entries.filter(({ verified }) => verified).map(({ content }) => content.split(' ')[0]),
  )
  const lost = acknowledged.filter(({ number }) => !there.has(`w${number}`))
  const last = acknowledged.at(-1)?.number ?? 0
  return {
    acknowledged: acknowledged.length,
    lost: lost.length,
    /** How long before the cut the oldest lost one was acknowledged, in milliseconds. */
    oldestLost: Math.max(0, ...lost.map(({ before }) => before)),
    /** Entries that were there though nobody had been told so. */
    beyond: [...there].filter(word => Number(word.slice(1)) > last).length,
    /** Whether the log had something behind its last seal, before the next append. */
    torn: size > 0 && left.entries.length > sealed ? 1 : 0,
    broken: existsSync(path) && verifyFile(path).holds ? 0 : 1,
    nextFailed: typeof next === 'string' ? 1 : 0,
  }
}
