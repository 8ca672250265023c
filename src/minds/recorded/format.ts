/**
 * What a recording is: a folder with
 *   recording.json                  which session, and how its log ended
 *   0001-SUPERVISOR-frame.json      one file an answer, in the order they came
 *   texts/SHA256.txt                what many prompts have in common, each once
 *   log.md                          the log as it ended
 */
import { z } from 'zod'
import { type Spend, TASKS, type Task, VERDICTS } from '../../protocol/state.ts'
import type { Draft } from '../draft.ts'

export const RECORDING_VERSION = 1
export const MANIFEST = 'recording.json'
export const RECORDED_LOG = 'log.md'
export const TEXTS = 'texts'

const sha = z.string().regex(/^[0-9a-f]{64}$/, 'Expected a SHA-256 in hexadecimal')
const count = z.int().min(0)
const spend = z
  .array(z.strictObject({ model: z.string(), input: count, cached: count, output: count, usd: z.number() }))
  .readonly()
const texts = z.array(z.string()).readonly()

/** As it was given: nothing is trimmed, for the log must come out the same. */
const draft = z.strictObject({
  content: z.string(),
  verdict: z.enum(VERDICTS).nullable(),
  evidence: z.string().nullable(),
  concerns: z.array(z.strictObject({ id: z.string(), reason: z.string() })).readonly(),
  resolves: z.array(z.strictObject({ id: z.string(), how: z.string() })).readonly(),
  withdraws: texts,
  asks: texts,
})

export interface Manifest {
  readonly version: typeof RECORDING_VERSION
  readonly session: string
  readonly created: string
  readonly title: string
  readonly mind: string
  /** How often the session was run so far. */
  readonly runs: number
  /** Null while a run is under way, and after one that was killed. */
  readonly ended: { readonly entries: number; readonly answers: number; readonly sha256: string } | null
}

export const manifestSchema: z.ZodType<Manifest> = z.strictObject({
  version: z.literal(RECORDING_VERSION, `Expected version ${RECORDING_VERSION}, which this Synod plays`),
  session: z.string().min(1),
  created: z.string().min(1),
  title: z.string(),
  mind: z.string(),
  runs: z.int().min(1),
  ended: z.strictObject({ entries: count, answers: count, sha256: sha }).nullable(),
})

/** Label and SHA-256 of a block of the prompt. */
export type BlockPrint = readonly [string, string]

export interface AnswerFile {
  readonly role: string
  readonly task: Task
  readonly on: number | null
  readonly mind: string
  /** The last entry the turn could see. */
  readonly seen: number
  /** How many entries the log had when the answer came, as far as this process knew. */
  readonly logged: number
  readonly prompt: {
    readonly system: string
    /** The blocks before the particular part: so many as the answer before had, then these. */
    readonly blocks: { readonly keep: number; readonly add: readonly BlockPrint[] }
    readonly particular: string
    /** What the definition says besides: the text of a playbook, tools, a model. */
    readonly definition: string
  }
  readonly answer: { readonly draft: Draft; readonly spend: readonly Spend[] } | null
  readonly error: {
    /** Null for an error that is none of Synod's. */
    readonly code: string | null
    readonly message: string
    readonly spend: readonly Spend[]
    /** The turn was stopped, by whoever ran the session or because its time was up. */
    readonly stopped: boolean
  } | null
}

export const answerSchema: z.ZodType<AnswerFile> = z.strictObject({
  role: z.string(),
  task: z.enum(TASKS),
  on: z.int().nullable(),
  mind: z.string(),
  seen: count,
  logged: count,
  prompt: z.strictObject({
    system: sha,
    blocks: z.strictObject({
      keep: count,
      add: z.array(z.tuple([z.string(), sha]).readonly()).readonly(),
    }),
    particular: z.string(),
    definition: sha,
  }),
  answer: z.strictObject({ draft, spend }).nullable(),
  error: z
    .strictObject({ code: z.string().nullable(), message: z.string(), spend, stopped: z.boolean() })
    .nullable(),
})

export const ANSWER_NAME: RegExp = /^(\d{4,9})-[A-Z][A-Z0-9_-]*-[a-z]+\.json$/

/** `0007-BACKEND-review.json` */
export function answerName(number: number, { role, task }: Pick<AnswerFile, 'role' | 'task'>): string {
  return `${String(number).padStart(4, '0')}-${role}-${task}.json`
}
