/** A log file checked from end to end without reading the text of its entries, and without holding them. */
import { sha256 } from './digest.ts'
import { checkUnsealed, readPieces } from './file-bytes.ts'
import { FrameReader, type FrameSink } from './frames.ts'
import type { Verification } from './verify.ts'

export interface Skim extends Verification {
  /** Bytes of the file. */
  readonly size: number
  /** Byte offset after the last seal, and after the last one up to which all are right. 0 when there is none. */
  readonly sealedEnd: number
  readonly soundEnd: number
  /** The last seal at or before the offset that was asked for: where it ends, and the number of its entry. */
  readonly boundary: { readonly end: number; readonly number: number }
}

/** @param upTo the byte offset that `boundary` is about */
export function skimFile(file: number, upTo: number = Number.POSITIVE_INFINITY): Skim {
  let [entries, unsealed, soundEnd] = [0, 0, 0]
  let boundary = { end: 0, number: 0 }
  let complaint: Complaint | null = null
  let broken: Verification['firstBroken'] = null
  /** The first entry since the last seal: the one that a broken seal over several is about. */
  let open: { readonly number: number; readonly role: string } | null = null
  const sink: FrameSink = {
    preamble() {},
    frame({ number, heading: { role }, seal, end, verified }) {
      entries = number
      open ??= { number, role }
      const covered = seal?.adopted ? open : { number, role }
      if (complaint !== null) broken ??= { ...covered, message: complaint.message }
      unsealed += seal === null ? 1 : covered.number - number
      if (seal === null) return
      open = null
      if (!verified || broken !== null) return
      soundEnd = end
      if (end <= upTo) boundary = { end, number }
    },
    adopted() {},
    notice({ code, entry, message }) {
      if (code === 'seal-broken') complaint ??= { number: entry ?? 0, message }
    },
  }
  const frames = new FrameReader(sha256, sink)
  let last = NEWLINE
  for (const piece of readPieces(file)) {
    frames.push(piece)
    checkUnsealed(frames.unsealed)
    last = piece.at(-1) ?? last
  }
  const size = frames.offset
  // What stands in a last line without a newline counts as if it had one.
  if (last !== NEWLINE) frames.push(Uint8Array.of(NEWLINE))
  const sealedEnd = frames.sealed.end
  frames.preview(new Uint8Array(0), sink)
  const lost = complaint === null ? null : { role: '', ...(complaint as Complaint) }
  return {
    size,
    sealedEnd,
    soundEnd,
    boundary,
    holds: complaint === null,
    entries,
    unsealed,
    firstBroken: broken ?? lost,
  }
}

interface Complaint {
  readonly number: number
  readonly message: string
}

const NEWLINE = 0x0a
