/** Is an in-place change of a sealed byte noticed by those who run on the log? */
import { closeSync, openSync, readFileSync, readSync, writeSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { start } from './crew.mjs'
import { load } from './load.mjs'

const GUARDS = 2
/** How soon each of them must have said so, and how long it is waited for at all, in milliseconds. */
const SOON = 1_000
const LONG = 5_000

/**
 * @param {string} build @param {string} path a log that holds @param {import('./random.mjs').Random} random
 * @returns {Promise<{ offset: number, noticed: number[], problems: string[] }>} after how many milliseconds each noticed
 */
export async function tamperWith(build, path, random) {
  const { FileLog } = await load(build, 'log/file-log.js')
  const { verifyFile } = await load(build, 'log/verify-file.js')
  const draft = { role: 'SUPERVISOR', type: 'ANALYSIS', fields: {}, content: 'Before it was changed.' }
  const log = new FileLog(path)
  const { entry } = await log.append(draft)
  const problems = []
  let changedAt = Number.POSITIVE_INFINITY
  const noticed = []
  const caughtUp = new Set()
  const guards = Array.from({ length: GUARDS }, (_, at) =>
    start('reader.mjs', [build, path, 'guards'], ([word, first], line) => {
      if (word === 'r' && Number(first) === entry.number) caughtUp.add(at)
      if (word !== 'd') return
      noticed.push(Math.round(performance.now() - changedAt))
      if (first !== 'SYN_LOG_DAMAGED') problems.push(`a guard gave up for another reason: ${line}`)
    }),
  )
  await until(() => caughtUp.size === GUARDS)
  // One look at the log as it is, so that what follows is no first look.
  await sleep(SOON)

  const offset = sealedByte(path, random)
  const before = exchange(path, offset, Buffer.from('#'))
  changedAt = performance.now()
  const refused = await log.append(draft).then(
    () => 'appended',
    error => error.code,
  )
  if (refused !== 'SYN_LOG_DAMAGED') problems.push(`an append on the changed log: ${refused}`)
  await until(() => noticed.length === GUARDS)
  if (noticed.length < GUARDS)
    problems.push(`${GUARDS - noticed.length} of ${GUARDS} guards did not notice within ${LONG} ms`)
  for (const late of noticed.filter(after => after > SOON))
    problems.push(`a guard noticed only after ${late} ms`)
  if (verifyFile(path).holds) problems.push('verify did not notice')

  exchange(path, offset, before)
  if (!verifyFile(path).holds) problems.push('the chain does not hold when the byte is back')
  const after = await new FileLog(path).append(draft).then(
    () => 'appended',
    error => error.code,
  )
  if (after !== 'appended') problems.push(`an append when the byte is back: ${after}`)
  for (const guard of guards) guard.kill()
  await Promise.all(guards.map(({ ended }) => ended))
  return { offset, noticed: noticed, problems }
}

/** The offset of a letter in the text of the log. @param {string} path @param {import('./random.mjs').Random} random */
function sealedByte(path, random) {
  const bytes = readFileSync(path)
  for (;;) {
    const offset = random.whole(0, bytes.lastIndexOf('<!-- #') - 1)
    const byte = bytes[offset] ?? 0
    if (byte >= 0x61 && byte <= 0x7a) return offset
  }
}

/** @param {string} path @param {number} offset @param {Uint8Array} byte */
function exchange(path, offset, byte) {
  const file = openSync(path, 'r+')
  try {
    const before = Buffer.alloc(1)
    readSync(file, before, 0, 1, offset)
    writeSync(file, byte, 0, 1, offset)
    return before
  } finally {
    closeSync(file)
  }
}

/** @param {() => boolean} holds */
async function until(holds) {
  const deadline = performance.now() + LONG
  while (!holds() && performance.now() < deadline) await sleep(5)
}
