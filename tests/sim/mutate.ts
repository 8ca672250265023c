/** Bytes → other bytes, as crashes, editors, other tools and ill will make them of a log. */
import type { Random } from './random.ts'

/** The words of the grammar, whole, in halves and in spellings it does not know. */
const TOKENS: readonly Uint8Array[] = [
  '\n### [SUPERVISOR] [2026-11-21 04:10:12.004] UTC\n',
  '\n### [BACKEND] [2026-11-21 04:10:12.004] UTC\n**Type**: REVIEW\n**Verdict**: AGREE #2\n**Content**: yes\n',
  '\n### [human] [now]\n',
  '\n### [HUMAN] [2026-02-30 24:00:60.999999999] UTC',
  '\n### [',
  '###',
  '] [',
  '### [A][0000-01-01T00:00Z]',
  '\n### [1] [2]\n',
  `\n<!-- #1 ${'0'.repeat(32)} -->`,
  `\n<!-- #2 ${'f'.repeat(32)} adopted -->\n`,
  `\n<!-- #999999999999999 ${'a'.repeat(32)} -->\n`,
  `\n<!-- #${'9'.repeat(400)} ${'a'.repeat(32)} -->\n`,
  '\n<!-- #',
  '<!--',
  '-->',
  ' adopted',
  '\n**Type**: PROPOSAL\n',
  '\n**Type**: REVIEW\n',
  '\n**Content**:',
  '\n**Content**: ',
  '**:',
  ':**',
  '\n**Verdict**: OBJECT #1\n**Concern**: a-b: c\n',
  '\n**Verdict**: AGREE #99999999999999999999\n',
  '\n**Revises**: #1\n',
  '\n**Resolves**: a-b: d\n',
  '\n**Withdraws**: a-b\n',
  '\n**Outcome**: CONSENSUS #1\n',
  '\n**Outcome**: PAUSED rounds\n',
  '\n**Spend**: m in 1e308 cached -1 out 99999999999999999999 usd 1e999\n',
  '\n**__proto__**: a\n',
  '\n**constructor**: a\n',
  '---\n',
  '\n---\n',
  'synod: 1\n',
  'synod: 1e309\n',
  'workers: [A, B]\n',
  'maxRevisions: -0\n',
  '&a [*a, *a]\n',
  '!!js/function "x"\n',
  '\n# ',
  '\\',
  '\\### [',
  '\\\\<!-- #',
  '\n',
  '\n\n\n',
  '\r\n',
  '\r',
  '\t',
  ' ',
  '\0',
  '\0\0\0\0\0\0\0\0',
  '\u0085',
  '\u2028',
  '\u2029',
  '\u202e',
  '\ufeff',
  '😀',
]
  .map(token => new TextEncoder().encode(token))
  .concat([
    Uint8Array.of(0xff),
    Uint8Array.of(0xc3),
    Uint8Array.of(0xe2, 0x82),
    Uint8Array.of(0xed, 0xa0, 0x80),
    Uint8Array.of(0xf4, 0x90, 0x80, 0x80),
    Uint8Array.of(0xef, 0xbb, 0xbf),
    Uint8Array.of(0xc0, 0x8a),
  ])

const NUMBERS = ['0', '-1', '1', '65536', '2147483648', '4294967296', '9007199254740993', '1e400', 'NaN']
const BYTES = [
  0x00, 0x0a, 0x0d, 0x20, 0x21, 0x23, 0x2a, 0x2d, 0x3a, 0x3c, 0x3e, 0x5b, 0x5c, 0x5d, 0x7f, 0x80, 0xff,
]
const MAX = 80 * 1024

type Mutation = (bytes: Uint8Array, random: Random, other: Uint8Array) => Uint8Array

const MUTATIONS: readonly Mutation[] = [
  // A bit, or a byte, is another.
  (bytes, random) => changed(bytes, random.below(bytes.length), byte => byte ^ (1 << random.below(8))),
  (bytes, random) => changed(bytes, random.below(bytes.length), () => random.pick(BYTES)),
  (bytes, random) => changed(bytes, random.below(bytes.length), () => random.below(256)),
  // A piece is gone, there twice, somewhere else, blank, or another log's.
  (bytes, random) => spliced(bytes, piece(bytes, random), NOTHING),
  (bytes, random) => {
    const [from, to] = piece(bytes, random)
    return spliced(bytes, [to, to], bytes.subarray(from, to))
  },
  (bytes, random) => {
    const [from, to] = piece(bytes, random)
    const without = spliced(bytes, [from, to], NOTHING)
    const at = random.below(without.length + 1)
    return spliced(without, [at, at], bytes.subarray(from, to))
  },
  (bytes, random) => {
    const [from, to] = piece(bytes, random)
    return spliced(
      bytes,
      [from, to],
      new Uint8Array(to - from).fill(random.pick([0, 0x0a, 0x20, 0x23, 0xff])),
    )
  },
  (bytes, random, other) => {
    const [from, to] = piece(other, random)
    return spliced(bytes, piece(bytes, random), other.subarray(from, to))
  },
  (bytes, random, other) =>
    spliced(
      bytes,
      [random.below(bytes.length + 1), bytes.length],
      other.subarray(random.below(other.length)),
    ),
  // A line is gone, there twice, or changes places with the next.
  (bytes, random) => spliced(bytes, line(bytes, random.below(bytes.length)), NOTHING),
  (bytes, random) => {
    const [from, to] = line(bytes, random.below(bytes.length))
    return spliced(bytes, [to, to], bytes.subarray(from, to))
  },
  (bytes, random) => {
    const [from, to] = line(bytes, random.below(bytes.length))
    const [, end] = line(bytes, to)
    return spliced(bytes, [from, end], joined(bytes.subarray(to, end), bytes.subarray(from, to)))
  },
  // Cut short.
  (bytes, random) => bytes.subarray(0, random.below(bytes.length + 1)),
  (bytes, random) => bytes.subarray(random.below(bytes.length + 1)),
  // A word of the grammar is put in or over something.
  (bytes, random) => {
    const at = random.below(bytes.length + 1)
    return spliced(bytes, [at, at], random.pick(TOKENS))
  },
  (bytes, random) => {
    const token = random.pick(TOKENS)
    const at = random.below(bytes.length + 1)
    return spliced(bytes, [at, Math.min(bytes.length, at + token.length)], token)
  },
  // The next figures are others.
  (bytes, random) => {
    const from = random.below(bytes.length)
    const start = bytes.findIndex((byte, at) => at >= from && isDigit(byte))
    if (start < 0) return bytes
    let end = start
    while (isDigit(bytes[end] ?? 0)) end += 1
    return spliced(bytes, [start, end], new TextEncoder().encode(random.pick(NUMBERS)))
  },
  // Line ends of another system, everywhere or in one place.
  (bytes, random) => {
    const text = Buffer.from(bytes).toString('latin1')
    return Buffer.from(
      random.once(2) ? text.replaceAll('\n', '\r\n') : text.replace(/\n\n/, '\r\n\r\n'),
      'latin1',
    )
  },
]

/** Between one and twelve changes. */
export function mutate(bytes: Uint8Array, random: Random, other: Uint8Array): Uint8Array {
  let mutated = bytes
  for (let left = 1 + random.below(random.pick([2, 4, 12])); left > 0; left -= 1) {
    mutated = random.pick(MUTATIONS)(mutated, random, other)
    if (mutated.length > MAX) mutated = mutated.subarray(0, MAX)
  }
  return mutated
}

const NOTHING = new Uint8Array(0)

function changed(bytes: Uint8Array, at: number, change: (byte: number) => number): Uint8Array {
  if (bytes.length === 0) return bytes
  const copy = Uint8Array.from(bytes)
  copy[at] = change(copy[at] ?? 0)
  return copy
}

function piece(bytes: Uint8Array, random: Random): readonly [number, number] {
  const from = random.below(bytes.length + 1)
  return [from, Math.min(bytes.length, from + 1 + random.below(random.pick([4, 32, 256, 4096])))]
}

function line(bytes: Uint8Array, at: number): readonly [number, number] {
  const end = bytes.indexOf(0x0a, at)
  return [at === 0 ? 0 : bytes.lastIndexOf(0x0a, at - 1) + 1, end < 0 ? bytes.length : end + 1]
}

function spliced(bytes: Uint8Array, [from, to]: readonly [number, number], put: Uint8Array): Uint8Array {
  return joined(bytes.subarray(0, from), put, bytes.subarray(to))
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39
}
