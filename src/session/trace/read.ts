/** The lines of a trace → calls, a line at a time. What cannot be read as one is told, never thrown. */
import { Buffer } from 'node:buffer'
import { createReadStream } from 'node:fs'
import { z } from 'zod'
import { SynodError } from '../../errors.ts'
import { ROLE_PATTERN } from '../../log/entry.ts'
import { openIfThere } from '../../log/plain-file.ts'
import { CALL_OUTCOMES } from '../../minds/call-record.ts'
import type { TraceLine } from './line.ts'

export type TraceItem =
  /** `unknown`: the names of fields that this version does not have. They are in `line` all the same. */
  | { readonly kind: 'call'; readonly line: TraceLine; readonly unknown: readonly string[] }
  /** A line that is no call: another version's, somebody else's, or two that were written into each other. */
  | { readonly kind: 'foreign' }
  /** The last line, when it has neither an end nor a meaning. */
  | { readonly kind: 'torn' }

/** Two bodies with every quote escaped, and room. Longer lines were not written by Synod. */
const LONGEST_LINE = 5 * 1024 * 1024
const LINE_END = 10

const name = z.string().max(300)
/** Far more than can be, and little enough to be added up. */
const amount = z.number().min(0).max(1e12)
const SHAPE = {
  schema: z.literal(1),
  time: name.refine(text => Number.isFinite(Date.parse(text))),
  role: z.string().regex(ROLE_PATTERN),
  task: name,
  on: amount.nullable(),
  reason: name,
  mind: name,
  server: name,
  model: name,
  request: name,
  bytes: amount,
  prefixes: z.array(z.object({ upTo: name, hash: name, bytes: amount })).max(64),
  firstTokenMs: amount.nullable(),
  ms: amount,
  usage: z
    .object({
      input: amount,
      cacheRead: amount,
      cacheWrite5m: amount,
      cacheWrite1h: amount,
      output: amount,
    })
    .nullable(),
  usd: amount,
  outcome: z.enum(CALL_OUTCOMES),
  stopReason: name.nullable(),
  error: z.object({ code: name, message: z.string().max(10_000) }).nullable(),
  body: z.object({ request: z.unknown(), answer: z.unknown() }).optional(),
}
const LINE = z.looseObject(SHAPE)

/**
 * Every line of the file, in its order.
 * @throws SynodError SYN_TRACE_NOT_FOUND when there is no such file, SYN_LOG_NOT_A_FILE
 */
export async function* readTrace(path: string): AsyncGenerator<TraceItem> {
  const file = openIfThere(path)
  if (file === null) {
    throw new SynodError(
      'SYN_TRACE_NOT_FOUND',
      `No call is traced in ${path}: no call of this session has ended yet, or it was run with --trace off; the playbook makes none`,
    )
  }
  for await (const { text, whole } of lines(createReadStream('', { fd: file }))) {
    if (text?.trim() === '') continue
    const item = text === null ? null : readLine(text)
    if (item !== null) yield item
    else yield { kind: whole ? 'foreign' : 'torn' }
  }
}

function readLine(text: string): TraceItem | null {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return null
  }
  const read = LINE.safeParse(json)
  if (!read.success) return null
  const unknown = Object.keys(read.data).filter(key => !Object.hasOwn(SHAPE, key))
  return { kind: 'call', line: read.data, unknown }
}

/** `text` is null where the line is too long to be kept; the last one is not `whole` when it has no end. */
async function* lines(
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<{ readonly text: string | null; readonly whole: boolean }> {
  let parts: Buffer[] = []
  let length = 0
  for await (const chunk of chunks) {
    let from = 0
    for (let end = chunk.indexOf(LINE_END); end >= 0; end = chunk.indexOf(LINE_END, from)) {
      take(chunk.subarray(from, end))
      yield { text: textSoFar(), whole: true }
      parts = []
      length = 0
      from = end + 1
    }
    take(chunk.subarray(from))
  }
  if (length > 0) yield { text: textSoFar(), whole: false }

  function take(bytes: Buffer): void {
    length += bytes.length
    if (length > LONGEST_LINE) parts = []
    else parts.push(bytes)
  }
  function textSoFar(): string | null {
    return length > LONGEST_LINE ? null : Buffer.concat(parts).toString()
  }
}
