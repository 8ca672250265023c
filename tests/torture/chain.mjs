/** The seal chain of a log, computed from its definition and from nothing in src: two that agree are rarely both wrong. */
import { createHash } from 'node:crypto'

const NEWLINE = 0x0a
const HEADING = /^(?:\uFEFF)?###[ \t]*\[[^\]]*\][ \t]*\[[^\]]*\]/
const SEAL = /^<!-- #(\d+) ([0-9a-f]{32})( adopted)? -->/

/** @param {Buffer} bytes @returns {{ seals: number, broken: number | null }} the first seal that is not the right one */
export function chainOf(bytes) {
  let hash = ''
  let from = 0
  let seals = 0
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(NEWLINE, start)
    const end = newline < 0 ? bytes.length : newline
    const first = bytes[start]
    if (hash === '' && first === 0x23 && HEADING.test(bytes.toString('utf8', start, end))) {
      hash = digest([bytes.subarray(0, start)])
      from = start
    }
    const seal = first === 0x3c ? SEAL.exec(bytes.toString('latin1', start, end)) : null
    if (seal !== null && hash !== '') {
      const [spelled, number, written, adopted = ''] = seal
      seals += 1
      if (written !== digest([hash, bytes.subarray(from, start), adopted]))
        return { seals, broken: Number(number) }
      hash = written
      from = start + spelled.length
    }
    start = end + 1
  }
  return { seals, broken: null }
}

/** @param {readonly (string | Uint8Array)[]} parts */
function digest(parts) {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex').slice(0, 32)
}
