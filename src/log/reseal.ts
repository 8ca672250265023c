/** Seals a log anew that was changed by hand, without making anybody the author of what they did not write. */
import { concat, decode } from './bytes.ts'
import { sha256 } from './digest.ts'
import { FrameReader, type FrameSink, SILENT } from './frames.ts'
import type { Seal } from './grammar.ts'
import { escapeFraming } from './text.ts'

export interface FrameText {
  readonly number: number
  /** Byte offsets: of the heading, and after the seal or the text. */
  readonly start: number
  readonly end: number
  /** From the heading up to the seal. */
  readonly bytes: Uint8Array
  readonly text: string
  readonly seal: Seal | null
  readonly verified: boolean
}

export interface Frames {
  readonly all: readonly FrameText[]
  /** The sealed ones before the first that does not hold. */
  readonly sound: readonly FrameText[]
  /** Byte offsets: where the first heading is, and after the last seal. */
  readonly first: number
  readonly sealedEnd: number
}

export function framesOf(bytes: Uint8Array): Frames {
  const all: FrameText[] = []
  let broken: number | null = null
  const sink: FrameSink = {
    preamble() {},
    frame({ number, start, end, seal, verified }) {
      const own = bytes.subarray(start, end - (seal?.length ?? 0))
      all.push({ number, start, end, seal, verified, bytes: own, text: decode(own) })
    },
    adopted() {},
    notice({ code }) {
      if (code === 'seal-broken') broken ??= all.length
    },
  }
  const frames = new FrameReader(sha256, sink)
  const ended = bytes.at(-1) === 0x0a ? bytes : concat(bytes, Uint8Array.of(0x0a))
  frames.push(ended)
  const sealedEnd = frames.sealed.end
  frames.preview(new Uint8Array(0), sink)
  const sound = all.slice(0, broken ?? all.length)
  const lastSealed = sound.findLastIndex(({ seal }) => seal !== null)
  return { all, sound: sound.slice(0, lastSealed + 1), first: all[0]?.start ?? bytes.length, sealedEnd }
}

/**
 * The same log with a chain that holds. An entry stays its author's when it is the one that was sealed under its number:
 * verdicts name numbers, and a text that moved to another one is not what they were given on. Beyond what `written`
 * has, the seal is believed. Any other stands as written by hand, to be adopted by the next append, and is nobody's
 * agreement.
 *
 * @param written what the journal has, by number
 */
export function resealed(
  bytes: Uint8Array,
  written: ReadonlyMap<number, FrameText>,
): { readonly bytes: Uint8Array; readonly byHand: readonly number[] } {
  const { all, first } = framesOf(bytes)
  const chain = new FrameReader(sha256, SILENT)
  const pieces: Uint8Array[] = []
  const byHand: number[] = []
  const add = (piece: Uint8Array) => {
    chain.push(piece)
    pieces.push(piece)
  }
  const encode = (text: string) => new TextEncoder().encode(text)
  add(bytes.subarray(0, first))
  let end = first
  for (const frame of all) {
    stray(bytes.subarray(end, frame.start))
    const sealed = written.get(frame.number)
    const same =
      sealed === undefined ? frame.verified : sealed.seal?.adopted === false && sealed.text === frame.text
    const own = frame.seal?.adopted === false && same
    if (!own && frame.seal?.adopted === false) byHand.push(frame.number)
    if (own) add(chain.seal(frame.text).bytes)
    else add(Buffer.concat([encode('\n'), frame.bytes, encode('\n')]))
    end = frame.end
  }
  stray(bytes.subarray(end))
  return { bytes: Buffer.concat(pieces), byHand }

  /** Text between entries is kept; a seal that stands alone in it must not be taken for one. */
  function stray(between: Uint8Array): void {
    const text = decode(between)
    if (text.trim() !== '') add(encode(`\n${escapeFraming(text.trim())}\n`))
  }
}
