/** The colour of a role: as its definition says, else one that is always the same for the same name. */

const NAMED: Readonly<Record<string, string>> = {
  red: '31',
  green: '32',
  yellow: '33',
  blue: '34',
  magenta: '35',
  purple: '35',
  violet: '35',
  cyan: '36',
  teal: '38;5;37',
  orange: '38;5;208',
  pink: '38;5;205',
  brown: '38;5;137',
  gray: '38;5;245',
  grey: '38;5;245',
}

/** Readable on light and dark backgrounds, and none of them red, which means an objection. */
const FALLBACK = [
  '34',
  '36',
  '35',
  '38;5;208',
  '38;5;37',
  '38;5;133',
  '38;5;68',
  '38;5;137',
  '38;5;71',
  '38;5;168',
]

/** The factor under which the names of the built-in panel fall on different colours. */
const SPREAD = 17

/** The parameters of the SGR sequence that starts the role's colour. */
export function roleCode(role: string, color: string | null): string {
  const written = color?.trim().toLowerCase() ?? ''
  return (Object.hasOwn(NAMED, written) ? NAMED[written] : hexCode(written)) ?? fallbackCode(role)
}

/** The nearest colour of the 6x6x6 cube, which every terminal knows; null when it is no hex colour. */
function hexCode(written: string): string | null {
  const digits = /^#?(?:([0-9a-f]{6})|([0-9a-f]{3}))$/.exec(written)
  if (digits === null) return null
  const full = digits[1] ?? [...(digits[2] ?? '')].map(digit => digit + digit).join('')
  const [red, green, blue] = [0, 2, 4].map(at => cubeLevel(Number.parseInt(full.slice(at, at + 2), 16)))
  return `38;5;${16 + 36 * (red ?? 0) + 6 * (green ?? 0) + (blue ?? 0)}`
}

/** The cube's levels are 0, 95, 135, 175, 215 and 255. */
function cubeLevel(value: number): number {
  return value < 48 ? 0 : value < 115 ? 1 : Math.round((value - 55) / 40)
}

function fallbackCode(role: string): string {
  let hash = 0
  for (const letter of role) hash = (hash * SPREAD + (letter.codePointAt(0) ?? 0)) % 1_000_003
  return FALLBACK[hash % FALLBACK.length] ?? '36'
}
