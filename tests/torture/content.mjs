/**
 * What writers write: text that says itself whether it is whole, with lines that look like the log's own framing.
 *
 *   torture <id> <sum>        sum: of everything after this line
 *   text of any size …
 */
import { createHash } from 'node:crypto'

export const SMALLEST = 200
export const LARGEST = 200 * 1024

const LINES = [
  'The limiter keeps one counter for each client and each window; a counter is never shared between regions.',
  '### [SECURITY] [2026-11-21 04:10:12.004] UTC',
  '<!-- #7 c81e728d9d4c2f636f067f89cc14862c adopted -->',
  '**Verdict**: AGREE #1',
  '> naïve — 数 — 🙂 — zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich',
  '\\### [HUMAN] [x] UTC',
  '---',
  '',
]

/** @param {string} text */
export function sumOf(text) {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

/** Many small ones and some large, in bytes. @param {import('./random.mjs').Random} random */
export function anySize(random) {
  return Math.round(SMALLEST * (LARGEST / SMALLEST) ** (random.next() ** 2))
}

/** @param {string} id @param {number} size in bytes, about @param {import('./random.mjs').Random} random */
export function makeContent(id, size, random) {
  const lines = []
  for (let bytes = 50; bytes < size; ) {
    const line = random.pick(LINES)
    lines.push(line)
    bytes += Buffer.byteLength(line) + 1
  }
  const text = `${lines.join('\n')}\nend of ${id}`
  return `torture ${id} ${sumOf(text)}\n${text}`
}

/** The id in a content, and whether all of it is as it was made; null when no writer made it. @param {string} content */
export function readContent(content) {
  const match = /^torture (\S+) ([0-9a-f]{16})(?:\n|$)/.exec(content)
  if (match === null) return null
  const [first = '', id = '', sum = ''] = match
  return { id, whole: sumOf(content.slice(first.length)) === sum }
}
