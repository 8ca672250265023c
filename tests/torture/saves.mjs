/** What people and their editors do to a log. Each is what a known program does, on an older copy of the file. */
import {
  appendFileSync,
  closeSync,
  existsSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * @typedef {object} Hand
 * @property {string} path
 * @property {Buffer} older what the log was a while ago
 * @property {string} id stands in everything that is written
 * @property {import('./random.mjs').Random} random
 */

const heading = '### [HUMAN] [2026-11-21 05:00:00.000] UTC'
/** @param {string} id */
const entry = id => `\n${heading}\n**Type**: REVIEW\n**Content**: By hand ${id}.\n`
/** @param {Hand} hand */
const edited = ({ older, id }) => Buffer.concat([older, Buffer.from(entry(id))])

/** Name → what is done; true when text with the id was left in the file. @type {Record<string, (hand: Hand) => Promise<boolean>>} */
export const SAVES = {
  /** vim, JetBrains: a new file in the place of the old one. */
  async 'renamed over'(hand) {
    const draft = `${hand.path}.${hand.id}~`
    writeFileSync(draft, edited(hand))
    renameSync(draft, hand.path)
    return true
  },
  /** VS Code: the same file, emptied and written, here in pieces. */
  async 'truncated and written'(hand) {
    const bytes = edited(hand)
    const file = openSync(hand.path, 'w')
    const piece = hand.random.pick([4096, 65_536, bytes.length])
    for (let at = 0; at < bytes.length; at += piece)
      writeSync(file, bytes, at, Math.min(piece, bytes.length - at))
    closeSync(file)
    return true
  },
  async 'unlinked and created'(hand) {
    unlinkSync(hand.path)
    if (hand.random.chance(0.5)) await sleep(hand.random.whole(1, 30))
    // Whoever mended it meanwhile was quicker: an editor would ask.
    if (existsSync(hand.path)) return false
    writeFileSync(hand.path, edited(hand))
    return true
  },
  /** git checkout of an older version: nothing of one's own in it. */
  async 'older version checked out'({ path, older, id }) {
    writeFileSync(`${path}.${id}~`, older)
    renameSync(`${path}.${id}~`, path)
    return false
  },
  async cut({ path, random }) {
    truncateSync(path, random.whole(0, statSync(path).size))
    return false
  },
  async emptied({ path }) {
    const file = openSync(path, 'r+')
    ftruncateSync(file, 0)
    closeSync(file)
    return false
  },
  async deleted({ path }) {
    unlinkSync(path)
    return false
  },
  async 'appended by hand'({ path, id }) {
    if (!existsSync(path)) return false
    appendFileSync(path, entry(id), { flag: 'a' })
    return true
  },
  /** printf '…' >> log.md, with no newline at its end. */
  async 'half an entry'({ path, id, random }) {
    if (!existsSync(path)) return false
    const half = random.pick([
      `\n### [HUMAN] [${id}`,
      `\n${heading}\n**Type**: REV ${id}`,
      `\n${heading}\n**Content**: half a line ${id}`,
      `half a line ${id}`,
      `\n<!-- #12 ${id}`,
    ])
    appendFileSync(path, half)
    return true
  },
  async 'half, then the rest'({ path, id, random }) {
    if (!existsSync(path)) return false
    const text = entry(id)
    const half = random.whole(1, text.length - 1)
    appendFileSync(path, text.slice(0, half))
    await sleep(300)
    if (existsSync(path)) appendFileSync(path, text.slice(half))
    // Sealed in between, or restored over: what is left of it may be in two places.
    return false
  },
  async touched({ path }) {
    utimesSync(path, new Date(), new Date())
    return false
  },
}

/** @param {string} path @returns {Buffer | null} */
export function copyOf(path) {
  try {
    return readFileSync(path)
  } catch (error) {
    if (error.code === 'ENOENT') return null
    throw error
  }
}
