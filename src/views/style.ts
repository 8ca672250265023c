/** Colour, decided once for a stream. Roles are always named too: colour alone never says anything. */
import { roleCode } from './colors.ts'

export interface Style {
  readonly color: boolean
  readonly bold: (text: string) => string
  readonly dim: (text: string) => string
  readonly good: (text: string) => string
  readonly bad: (text: string) => string
  readonly warn: (text: string) => string
  /** `text` (by default the role's name) in the role's colour. */
  readonly role: (role: string, text?: string) => string
}

/** What every page of text is made with. */
export interface RenderOptions {
  readonly style: Style
  /** Columns to keep to; `Infinity` where nobody wraps. */
  readonly width: number
}

export interface StyleOptions {
  readonly color: boolean
  /** Colours by role, as definitions write them: `orange`, `#60A5FA`; null or unreadable ones fall back. */
  readonly roles?: Readonly<Record<string, string | null>>
}

export function createStyle(options: StyleOptions): Style {
  const paint = (open: string, close: string) => (text: string) =>
    options.color && text !== '' ? `\x1b[${open}m${text}\x1b[${close}m` : text
  return {
    color: options.color,
    bold: paint('1', '22'),
    dim: paint('2', '22'),
    good: paint('32', '39'),
    bad: paint('31', '39'),
    warn: paint('33', '39'),
    role: (role, text = role) => paint(roleCode(role, options.roles?.[role] ?? null), '39')(text),
  }
}

export interface StreamFacts {
  readonly isTTY: boolean
  readonly env: Readonly<Record<string, string | undefined>>
  /** `--color` or `--no-color`, when one was given. */
  readonly flag?: boolean | undefined
}

/** The flag, then FORCE_COLOR, then what asks for plain output, then whether a person looks at it. */
export function wantsColor({ isTTY, env, flag }: StreamFacts): boolean {
  if (flag !== undefined) return flag
  if (env['FORCE_COLOR'] !== undefined) return env['FORCE_COLOR'] === '' || isOn(env['FORCE_COLOR'])
  return isTTY && !asksForPlain(env)
}

/** Whether a footer may be redrawn in place, which needs a terminal and nobody who asked for plain lines. */
export function wantsFooter({ isTTY, env }: StreamFacts): boolean {
  return isTTY && !asksForPlain(env)
}

function asksForPlain(env: StreamFacts['env']): boolean {
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return true
  return env['TERM'] === 'dumb' || isOn(env['CI']) || isOn(env['ACCESSIBLE'])
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && !['', '0', 'false', 'no'].includes(value.toLowerCase())
}
