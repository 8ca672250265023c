import { EXIT, SynodError } from '../../errors.ts'
import { foldFile } from '../../session/fold-file.ts'
import { readableLog, tracePathOf } from '../../session/places.ts'
import { type EntrySpend, entriesOf, spendOfEntry } from '../../session/trace/entries.ts'
import type { TraceLine } from '../../session/trace/line.ts'
import { readTrace } from '../../session/trace/read.ts'
import { safeJson, safeText } from '../../views/safe.ts'
import { faultLines, renderTrace, type TraceFaults } from '../../views/trace.ts'
import { isFree, type TracedCall } from '../../views/trace-report.ts'
import { readModels } from '../config.ts'
import { findPath } from '../find.ts'
import { type Io, type OutputStream, styleOf, widthOf, write } from '../io.ts'
import { readOptions, type TraceOptions, traceOptions } from '../options.ts'

/** The calls a session has made, by its trace: every one that was paid for, also those that left no entry. */
export async function trace(io: Io, session: string | undefined, raw: unknown): Promise<number> {
  const options = readOptions(traceOptions, raw)
  const log = findPath(options.dir, session)
  const path = tracePathOf(log)
  await (options.json ? passOn(io, path, options) : show(io, path, log, options))
  return EXIT.ok
}

/** One line a call, checked, with what this version does not know still in it. */
async function passOn(io: Io, path: string, options: TraceOptions): Promise<void> {
  const { tail } = options
  const last: string[] = []
  const faults = await read(path, options, async line => {
    const json = safeJson(line)
    if (tail === undefined) return write(io.stdout, `${json}\n`)
    last.push(json)
    if (last.length > tail) last.shift()
  })
  for (const json of last) await write(io.stdout, `${json}\n`)
  for (const fault of faultLines(faults)) await write(io.stderr, `note  ${fault}\n`)
}

async function show(io: Io, path: string, log: string, options: TraceOptions): Promise<void> {
  const models = readModels(io.cwd)
  const lines: Untold[] = []
  const faults = await read(path, options, line => {
    lines.push(withoutBody(line))
  })
  const spent = spentByLog(log, options)
  const entries = entriesOf(lines, spent.entries)
  const page = {
    path,
    calls: lines.map(
      (line, at): TracedCall => ({
        ...line,
        entry: entries[at] ?? null,
        priced: !isFree(line) || models.hasPrice(line.model),
      }),
    ),
    tail: options.tail ?? lines.length,
    logUsd: spent.usd,
    faults,
  }
  const view = { style: styleOf(io.stdout, io.env), width: roomOn(io.stdout), ascii: wantsAscii(io) }
  await write(io.stdout, renderTrace(page, view))
  if (spent.trouble !== null) await write(io.stderr, `note  ${safeText(spent.trouble)}\n`)
}

/**
 * Calls of the roles that are wanted, one after the other, and what is wrong with the others.
 * @throws SynodError SYN_TRACE_NOT_FOUND when there is none by any role
 */
async function read(
  path: string,
  { role: roles }: TraceOptions,
  onCall: (line: TraceLine) => Promise<void> | void,
): Promise<TraceFaults> {
  const known = new Set<string>()
  const unknown = new Set<string>()
  let [foreign, withUnknown, torn] = [0, 0, false]
  for await (const item of readTrace(path)) {
    if (item.kind === 'foreign') foreign += 1
    if (item.kind === 'torn') torn = true
    if (item.kind !== 'call') continue
    known.add(item.line.role)
    if (item.unknown.length > 0) withUnknown += 1
    for (const name of item.unknown) if (unknown.size < MOST_NAMES) unknown.add(name)
    if (roles === undefined || roles.includes(item.line.role)) await onCall(item.line)
  }
  const faults = { foreign, torn, unknown: [...unknown], withUnknown }
  const wanted = roles === undefined || roles.some(role => known.has(role))
  if (known.size > 0 && wanted) return faults
  const there = known.size === 0 ? faultLines(faults) : [`there are calls by ${[...known].sort().join(', ')}`]
  const by = roles === undefined ? '' : ` by ${roles.join(', ')}`
  throw new SynodError(
    'SYN_TRACE_NOT_FOUND',
    `No call${by} is traced in ${path}${there.length === 0 ? '' : `: ${there.join('; ')}`}`,
  )
}

const MOST_NAMES = 5

type Untold = Omit<TraceLine, 'body'>

function withoutBody({ body: _, ...line }: TraceLine): Untold {
  return line
}

/** In a file, or for another program, nothing has to fit. */
function roomOn(stream: OutputStream): number {
  return stream.isTTY === true ? widthOf(stream) : Number.POSITIVE_INFINITY
}

interface Spent {
  readonly usd: number | null
  readonly entries: readonly EntrySpend[]
  /** Why the log says nothing, or null. */
  readonly trouble: string | null
}

/** A trace is there to be read also where its log is not. */
function spentByLog(path: string, { role: roles }: TraceOptions): Spent {
  const entries: EntrySpend[] = []
  try {
    const { state } = foldFile(readableLog(path).path, {
      onEntry: entry => void entries.push(spendOfEntry(entry)),
    })
    const { usd, byRole } = state.spend
    const some = roles?.reduce((sum, role) => sum + (byRole[role]?.usd ?? 0), 0)
    return { usd: some ?? usd, entries, trouble: null }
  } catch (error) {
    if (!(error instanceof SynodError)) throw error
    return { usd: null, entries: [], trouble: error.message }
  }
}

/** A terminal without pictures, or somebody who has the page read out. */
function wantsAscii({ env }: Pick<Io, 'env'>): boolean {
  return (
    env['TERM'] === 'dumb' || !['', '0', 'false', 'no', undefined].includes(env['ACCESSIBLE']?.toLowerCase())
  )
}
