/** One log under torture, from its making to its last check. */
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { checkLog } from './check.mjs'
import { start } from './crew.mjs'
import { anyFault } from './faults.mjs'
import { load } from './load.mjs'
import { randomOf } from './random.mjs'

/** Milliseconds: between checks; between two kills, at most; between two saves, about; without any acknowledgement. */
const CHECKPOINT = 20_000
const KILL = 1000
const SAVE = 1200
const STUCK = 30_000
/** How long readers may take to see the last entry once nothing is added any more, in milliseconds. */
const CATCH_UP = 15_000
const KINDS = ['follows', 'guards', 'holds']

/**
 * @param {{
 *   nth: number, folder: string, options: import('./options.mjs').Options, tally: import('./tally.mjs').Tally,
 *   faults: boolean, over: () => boolean, left: number[]
 * }} given `left`: how many each writer still has to have acknowledged
 * @returns {Promise<{ path: string, problems: readonly string[] }>}
 */
export async function tortureOneLog({ nth, folder, options, tally, faults, over, left }) {
  const { build, seed } = options
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'log.md')
  const random = randomOf(seed, `round ${nth}`)
  const told = { acknowledged: new Set(), refused: new Set(), texts: new Set() }
  const problems = []
  const writers = new Map()
  const readers = []
  let editor = null
  let report = null
  let [incarnations, edits, lastWord] = [0, 0, performance.now()]
  let ending = false

  const { createLog } = await load(build, 'log/file-log.js')
  const own = createLog(path, newLog(nth), { onNotice: mended })
  // The journal begins with the first append: before it, a deleted log is gone.
  await own.append({ role: 'SUPERVISOR', type: 'ANALYSIS', fields: {}, content: 'Begun.' })
  tally.add('logs')
  for (let at = 0; at < options.readers; at += 1) readers.push(startReader(at))
  while (problems.length === 0 && !done()) {
    await tortureAWhile()
    await check()
    if (existsSync(path) && statSync(path).size > options.rotate) break
  }
  for (const { child } of readers) child.kill()
  await Promise.all(readers.map(({ child }) => child.ended))
  await own.close()
  count()
  if (problems.length > 0) keepSights()
  return { path, problems }

  /** What each reader was given stands nowhere else. */
  function keepSights() {
    for (const { name, seen } of readers) {
      const lines = seen.map(({ number, seal, digest, time }) => `${time} #${number} ${seal} ${digest}\n`)
      writeFileSync(join(folder, `${name}.txt`), lines.join(''))
    }
  }

  function done() {
    return options.appends === null ? over() : left.every(count => count <= 0)
  }

  function mended({ code }) {
    tally.addKind('mended', code)
  }

  async function tortureAWhile() {
    ending = false
    lastWord = performance.now()
    for (let slot = 0; slot < options.writers; slot += 1) startWriter(slot)
    if (options.editor && !over()) startEditor()
    const until = performance.now() + CHECKPOINT
    // Once nobody is killed any more, who still has to append is left alone.
    while (problems.length === 0 && (performance.now() < until || over()) && !done()) {
      await sleep(random.whole(10, KILL))
      if (over()) editor?.stop()
      else killSomebody()
      if (existsSync(path) && statSync(path).size > options.rotate) break
      if (performance.now() - lastWord > STUCK)
        problems.push(`nothing was acknowledged for ${STUCK / 1000} s`)
    }
    ending = true
    editor?.stop()
    await editor?.ended
    editor = null
    const last = [...writers.values()]
    for (const { child } of last) child.kill()
    await Promise.all(last.map(({ child }) => child.ended))
  }

  function killSomebody() {
    const all = [...writers.values()]
    const busy = all.filter(({ acked }) => acked > 0)
    // Mostly one that has written, and while others write: on a slow machine the run would be all beginnings.
    const some = busy.length > options.writers / 2 ? busy : random.chance(0.1) ? all : []
    if (some.length === 0) return
    tally.add('kills')
    random.pick(some).child.kill()
  }

  function startWriter(slot) {
    if (left[slot] <= 0) return
    incarnations += 1
    const name = `w${slot}.${incarnations}`
    const fault =
      faults && !over() && slot < options.writers / 4 && random.chance(0.7) ? anyFault(path, random) : null
    if (fault !== null) tally.addKind('faulted writers', fault.name)
    const writer = { acked: 0 }
    writer.child = start(
      'writer.mjs',
      [build, path, name, String(left[slot]), String(seed)],
      ([word, id, ...rest], line) => {
        if (word === 'a') {
          told.acknowledged.add(id)
          tally.add('acknowledged')
          writer.acked += 1
          left[slot] -= 1
          lastWord = performance.now()
        } else if (word === 'n') mended({ code: id })
        else if (word === 'e') {
          told.refused.add(id)
          const writing = line.includes('keeps writing') ? ' (others write)' : ''
          tally.addKind('refused', `${fault === null ? 'no fault: ' : ''}${rest[0]}${writing}`)
          if (rest[0] === 'SYN_LOG_DAMAGED' || fault === null) unexpected(line)
        }
      },
      fault?.command,
    )
    writers.set(slot, writer)
    void writer.child.ended.then(({ code, signal, stderr }) => {
      if (writers.get(slot) === writer) writers.delete(slot)
      const killed = signal === 'SIGKILL' || code === 137
      if (!killed && code !== 0)
        problems.push(`${name} ended with ${code ?? signal}: ${stderr.slice(0, 2000)}`)
      if (!ending) startWriter(slot)
    })
  }

  /** A writer that met no fault of the disk was refused. */
  function unexpected(line) {
    const quiet = /SYN_LOG_LOCKED|SYN_SESSION_NOT_FOUND/.test(line)
    if (!quiet) problems.push(`refused without a fault: ${line}`)
  }

  function startEditor() {
    edits += 1
    const args = [path, `edit${nth}.${edits}`, String(seed), String(SAVE)]
    editor = start('editor.mjs', args, ([word, first, second, third], line) => {
      if (word === 'o') {
        tally.addKind('editor saves', first.replaceAll('_', ' '))
        if (third === 'text') {
          told.texts.add(second)
          tally.add('texts by hand')
        }
      } else if (word === 'l') problems.push(`a text by hand is not sealed after a long while: ${line}`)
    })
    void editor.ended.then(({ code, stderr }) => {
      if (code !== 0) problems.push(`the editor ended with ${code}: ${stderr.slice(0, 2000)}`)
    })
  }

  function startReader(at) {
    const kind = KINDS[at % KINDS.length]
    const reader = { name: `reader ${at} (${kind})`, seen: [], last: 0 }
    reader.child = start('reader.mjs', [build, path, kind], ([word, ...rest], line) => {
      if (word === 'r') {
        const [number, seal, digest, time] = rest
        reader.seen.push({ number: Number(number), seal, digest, time })
        reader.last = Number(number)
        tally.add('seen by readers')
      } else if (word === 'n') mended({ code: rest[0] })
      else if (word === 'd') problems.push(`${reader.name}: ${line}`)
    })
    void reader.child.ended.then(({ code, signal, stderr }) => {
      if (signal !== 'SIGKILL') problems.push(`${reader.name} ended with ${code}: ${stderr.slice(0, 2000)}`)
    })
    return reader
  }

  async function check() {
    tally.add('checkpoints')
    let last = 0
    try {
      const draft = { role: 'SUPERVISOR', type: 'ANALYSIS', fields: {}, content: 'Checkpoint.' }
      const { entry } = await own.append(draft)
      last = entry.number
    } catch (error) {
      problems.push(`the next append was refused: ${error.code} ${error.message}`)
    }
    const deadline = performance.now() + CATCH_UP
    while (readers.some(reader => reader.last !== last) && performance.now() < deadline) await sleep(10)
    if (!existsSync(path)) {
      problems.push('the log is gone')
      return
    }
    report = await checkLog(build, path, { ...told, readers })
    const { lost, duplicated, lostTexts, waiting } = report
    problems.push(...report.problems.slice(0, 20))
    for (const [what, ids] of Object.entries({ lost, duplicated, lostTexts, waiting }))
      if (ids.length > 0) problems.push(`${ids.length} ${what}: ${ids.slice(0, 10).join(' ')}`)
  }

  /** What the last check of this log said; each check is of all of it. */
  function count() {
    if (report === null) return
    tally.add('lost', report.lost.length)
    tally.add('waiting for a repair', report.waiting.length)
    tally.add('duplicated', report.duplicated.length)
    tally.add('texts lost', report.lostTexts.length)
    tally.add('unacknowledged but present', report.unacknowledged)
    tally.add('refused but present', report.refusedButThere.length)
    tally.add('torn and fenced', report.fenced)
    tally.add('bytes', report.bytes)
    tally.add('problems', problems.length)
  }
}

function newLog(nth) {
  return {
    header: {
      synod: 1,
      session: `torture-${nth}`,
      created: new Date().toISOString(),
      workers: ['ARCHITECT', 'BACKEND', 'SECURITY'],
      proposer: 'ARCHITECT',
      policy: 'unanimous',
      veto: [],
      external: [],
      with: [],
      deadlock: 'pause',
      implement: false,
      maxRevisions: 3,
      mind: null,
    },
    title: 'A log under torture',
    problem: 'Lose nothing.',
  }
}
