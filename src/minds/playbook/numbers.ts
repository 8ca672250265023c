/** Figures as people write them ↔ numbers. */

const WORDS: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  'a hundred': 100,
  'a thousand': 1_000,
  'a million': 1_000_000,
  'half a million': 500_000,
  'a dozen': 12,
}

const FACTORS: Readonly<Record<string, number>> = {
  k: 1e3,
  thousand: 1e3,
  hundred: 100,
  m: 1e6,
  mn: 1e6,
  mio: 1e6,
  million: 1e6,
  b: 1e9,
  bn: 1e9,
  billion: 1e9,
  trillion: 1e12,
}

const DIGITS = String.raw`\d{1,3}(?:[,'’ \u00a0\u202f]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:[.,]\d+)?`
const FACTOR = String.raw`(?:\s?(?:k|K|M|m(?=\s\p{L}{3})|mn|mio|bn|B)(?![\p{L}\p{N}])|\s(?:hundred|thousand|million|billion|trillion)(?![\p{L}]))?`
const WORD = Object.keys(WORDS)
  .sort((a, b) => b.length - a.length)
  .join('|')

/** The source of a pattern for a number, a range or a number word. Has no groups that capture. */
export const NUMBER: string = `(?<![\\p{L}\\p{N}.,/#_-])(?:(?:${DIGITS})${FACTOR}(?:\\s?(?:-|–|to)\\s?(?:${DIGITS})${FACTOR})?\\+?|(?:${WORD})(?:\\s(?:hundred|thousand|million|billion))?(?![\\p{L}-]))`

const ONE = new RegExp(`^(?:(${DIGITS})|(${WORD}))\\s?(\\p{L}+)?$`, 'iu')

/** `20k` → 20000, `1.5 million`, `2,000`, `99,95`, `three`; of a range its upper end; null when it is no number. */
export function quantityOf(written: string): number | null {
  const upper = written
    .trim()
    .replace(/\+$/, '')
    .split(/\s?(?:–|(?<=[\d\p{L}])-(?=\d)|\bto\b)\s?/u)
    .at(-1)
  const match = ONE.exec((upper ?? '').trim())
  if (match === null) return null
  const base = match[1] === undefined ? WORDS[(match[2] ?? '').toLowerCase()] : plain(match[1])
  const factor = match[3] === undefined ? 1 : FACTORS[match[3].toLowerCase()]
  return base === undefined || factor === undefined ? null : base * factor
}

function plain(digits: string): number {
  const bare = digits.replace(/['’\s]/g, '')
  if (/^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(bare)) return Number(bare.replace(/,/g, ''))
  return Number(bare.replace(',', '.'))
}

/** `1.73 billion`, `6,667`, `0.35`: three figures that count, more only below a million. */
export function figure(value: number): string {
  for (const [limit, word] of [
    [1e12, 'trillion'],
    [1e9, 'billion'],
    [1e6, 'million'],
  ] as const) {
    if (value >= limit * 0.9995) return `${short(value / limit)} ${word}`
  }
  if (value >= 100) return String(Math.round(value)).replace(/\B(?=(?:\d{3})+$)/g, ',')
  return short(value)
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)))
}

const SIZES = ['bytes', 'KB', 'MB', 'GB', 'TB', 'PB', 'EB'] as const

/** `1.83 TB`, in powers of 1,000. */
export function bytes(value: number): string {
  let [amount, step] = [value, 0]
  while (amount >= 999.5 && step < SIZES.length - 1) {
    amount /= 1_000
    step += 1
  }
  return `${short(amount)} ${SIZES[step]}`
}

export const BYTES_OF: Readonly<Record<string, number>> = {
  b: 1,
  byte: 1,
  bytes: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  pb: 1e15,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
  tib: 1024 ** 4,
  pib: 1024 ** 5,
  kilobyte: 1e3,
  megabyte: 1e6,
  gigabyte: 1e9,
  terabyte: 1e12,
  petabyte: 1e15,
}

export const SECONDS_OF: Readonly<Record<string, number>> = {
  ms: 0.001,
  millisecond: 0.001,
  s: 1,
  sec: 1,
  second: 1,
  min: 60,
  minute: 60,
  h: 3_600,
  hr: 3_600,
  hour: 3_600,
  day: 86_400,
  week: 604_800,
  month: 2_592_000,
  year: 31_536_000,
}
