/** What was read of definition files: one line a file, made as soon as it is read. */
import type { AgentReading, McpServer } from '../agents/definition.ts'
import { hideSecrets } from '../agents/hide-secrets.ts'
import { count } from './durations.ts'
import { safeText } from './safe.ts'
import type { RenderOptions, Style } from './style.ts'
import { cutTo, padEnd, wrap } from './width.ts'

/** A line of `synod agents check --json`, in this order. What is unknown is null. */
export interface CheckedFile {
  readonly path: string
  readonly ok: boolean
  readonly dialect: string | null
  readonly role: string | null
  readonly name: string | null
  readonly description: string | null
  readonly tools: readonly string[] | null
  readonly disallowedTools: readonly string[] | null
  readonly model: string | null
  readonly color: string | null
  /** With `***` for what is or may be a secret. */
  readonly mcpServers: Readonly<Record<string, McpServer | null>> | null
  readonly recovered: readonly string[]
  readonly warnings: readonly string[]
  readonly errors: readonly string[]
}

/**
 * @param path as it is shown
 * @param remarks warnings that are not about the file alone
 */
export function checkedFile(
  { definition, dialect, name, recovered, warnings, errors }: AgentReading,
  path: string,
  remarks: readonly string[] = [],
): CheckedFile {
  return {
    path,
    ok: definition !== null,
    dialect,
    role: definition?.role ?? null,
    name,
    description: definition?.description ?? null,
    tools: definition?.tools ?? null,
    disallowedTools: definition?.disallowedTools ?? null,
    model: definition?.model ?? null,
    color: definition?.color ?? null,
    mcpServers: definition === null ? null : withoutSecrets(definition.mcpServers),
    recovered,
    warnings: [...warnings, ...remarks],
    errors,
  }
}

export function withoutSecrets(
  servers: Readonly<Record<string, McpServer | null>>,
): Readonly<Record<string, McpServer | null>> {
  // Without a prototype: a server may be called anything.
  const hidden: Record<string, McpServer | null> = Object.create(null)
  for (const [name, server] of Object.entries(servers)) hidden[name] = server && hideSecrets(server)
  return hidden
}

/** A path that led to no file that could be read. */
export function checkedProblem(path: string, message: string): CheckedFile {
  const nothing = { path, definition: null, dialect: null, name: null, recovered: [], warnings: [] }
  return checkedFile({ ...nothing, errors: [message] }, path)
}

/** What could be said of the file, or that it could not: whatever one does, the others have their line. */
export function checkedOr(path: string, check: () => CheckedFile): CheckedFile {
  try {
    return check()
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return checkedProblem(path, `cannot be read (${why}): report it, with the file`)
  }
}

type Standing = 'ok' | 'recovered' | 'warning' | 'error'

/** The worst that is to be said of it. */
function standingOf({ ok, recovered, warnings }: CheckedFile): Standing {
  if (!ok) return 'error'
  if (warnings.length > 0) return 'warning'
  return recovered.length > 0 ? 'recovered' : 'ok'
}

const SIGNS: Readonly<
  Record<Standing, { readonly sign: string; readonly paint: (style: Style) => Style['good'] }>
> = {
  ok: { sign: '✓', paint: style => style.good },
  recovered: { sign: '~', paint: style => style.good },
  warning: { sign: '!', paint: style => style.warn },
  error: { sign: '✗', paint: style => style.bad },
}

/** Known before the first file is read: nobody waits for the last one to see where the columns stand. */
const WIDTHS = { standing: 11, role: 20, dialect: 12 } as const
/** Of what is said of a file, below its line. */
const INDENT = 15
const LONGEST = 2000

export function checkHeader({ style }: Pick<RenderOptions, 'style'>): string {
  return `${style.dim(columns('', 'role', 'dialect', 'path'))}\n`
}

/** One line, and below it what was recovered, warned of and refused. Ends in a newline. */
export function renderChecked(file: CheckedFile, { style, width }: RenderOptions): string {
  const standing = standingOf(file)
  const { sign, paint } = SIGNS[standing]
  // Painted before it is padded, blanks would be counted as colour.
  const head = `${paint(style)(`${sign} ${standing}`)}${' '.repeat(WIDTHS.standing - standing.length - 2)}`
  const rest = columns('', file.role ?? '-', file.dialect ?? '-', safeText(file.path)).slice(WIDTHS.standing)
  const notes = [
    ...note('recovered', file.recovered, style.dim),
    ...note('warning', file.warnings, style.warn),
    ...note('error', file.errors, style.bad),
  ]
  return [head + rest, ...notes, ''].join('\n')

  function note(label: string, lines: readonly string[], paint: Style['good']): readonly string[] {
    return lines.flatMap(line => {
      const [first = '', ...more] = wrap(cutTo(safeText(line), LONGEST), Math.max(20, width - INDENT))
      const hanging = more.map(text => `${' '.repeat(INDENT)}${text}`)
      return [`    ${paint(label)}${' '.repeat(INDENT - 4 - label.length)}${first}`, ...hanging]
    })
  }
}

function columns(standing: string, role: string, dialect: string, path: string): string {
  const start = [
    padEnd(standing, WIDTHS.standing),
    padEnd(safeText(role), WIDTHS.role),
    padEnd(dialect, WIDTHS.dialect),
  ]
  return [...start, path].join('  ')
}

export interface CheckTally {
  readonly files: number
  readonly ok: number
  readonly recovered: number
  readonly warned: number
  /** Files that are no definitions by their names. */
  readonly left: number
}

export function tallied(tally: CheckTally, { ok, recovered, warnings }: CheckedFile): CheckTally {
  return {
    ...tally,
    files: tally.files + 1,
    ok: tally.ok + (ok ? 1 : 0),
    recovered: tally.recovered + (recovered.length > 0 ? 1 : 0),
    warned: tally.warned + (warnings.length > 0 ? 1 : 0),
  }
}

/** `4,990 of 5,000 can be seated; 431 recovered; 10 cannot` */
export function renderTally(
  { files, ok, recovered, warned, left }: CheckTally,
  { style }: RenderOptions,
): string {
  const facts = [
    ...(recovered > 0 ? [`${grouped(recovered)} recovered`] : []),
    ...(warned > 0 ? [`${grouped(warned)} with warnings`] : []),
    ...(files > ok ? [`${grouped(files - ok)} cannot`] : []),
    ...(left > 0 ? [`${count(left, 'file')} left out as no definition by name`] : []),
  ]
  const paint = files > ok ? style.bad : style.good
  return `${paint([`${grouped(ok)} of ${grouped(files)} can be seated`, ...facts].join('; '))}\n`
}

function grouped(amount: number): string {
  return amount.toLocaleString('en-US')
}
