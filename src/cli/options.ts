/** Flags as typed → values, checked once. */
import { z } from 'zod'
import { roleOf } from '../agents/identity.ts'
import { readSeatSpec } from '../agents/seat-spec.ts'
import { SynodError } from '../errors.ts'
import { DEADLOCK_RULES, type DeadlockRule } from '../log/entry.ts'
import { readPolicy } from '../protocol/policy.ts'
import { DEFAULT_FOLDER } from '../session/places.ts'

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }

const whole = (min: number, max: number) =>
  z.string().regex(/^\d+$/, 'Expected a whole number').transform(Number).pipe(z.number().min(min).max(max))
const positive = z
  .string()
  .regex(/^\d+(\.\d+)?$/, 'Expected a number')
  .transform(Number)
  .pipe(z.number().positive())
const duration = z
  .string()
  .regex(/^\d+(\.\d+)?(ms|s|m|h)$/, 'Expected a number with a unit, such as 90s, 15m or 2h')
  .transform(text => Number.parseFloat(text) * (UNITS[text.replace(/^[\d.]+/, '')] ?? 1))
const limit = duration.refine(ms => ms > 0, 'Expected more than 0')
const list = z.string().transform(text =>
  text
    .split(',')
    .map(item => item.trim())
    .filter(Boolean),
)
const roles = list.transform(items => items.map(item => item.toUpperCase()))

const folder = { dir: z.string().min(1).default(DEFAULT_FOLDER) }
/** `security@cli:claude,backend@claude-haiku-5-5` → by role. */
const mindsByRole = list.transform((items, context) => {
  const minds: Record<string, string> = {}
  for (const item of items) {
    const { seat, mind } = readSeatSpec(item)
    if (seat === '' || mind === null || mind === '') {
      context.addIssue({ code: 'custom', message: `Expected ROLE@MIND or ROLE@MODEL, got "${item}"` })
      return z.NEVER
    }
    minds[roleOf(seat)] = mind
  }
  return minds
})
const json = { json: z.boolean().default(false) }
const entryNumber = whole(1, Number.MAX_SAFE_INTEGER)
/** `6`, and also `#6`, as every view writes it. */
const entryRef = z
  .string()
  .transform(text => text.replace(/^#/, ''))
  .pipe(entryNumber)

const work = {
  agents: z.array(z.string()).default([]),
  mind: z.string().default('auto'),
  minds: mindsByRole.default({}),
  model: z.string().min(1).optional(),
  effort: z.enum(['low', 'medium', 'high', 'xhigh', 'max']).optional(),
  baseUrl: z.url({ protocol: /^https?$/, error: 'Expected an http or https URL' }).optional(),
  concurrency: whole(1, 64).default(4),
  maxCost: positive.optional(),
  maxTokens: whole(1, Number.MAX_SAFE_INTEGER).optional(),
  maxEntries: whole(1, Number.MAX_SAFE_INTEGER).optional(),
  timeout: limit.optional(),
  turnTimeout: limit.optional(),
  rate: whole(1, 100_000).optional(),
  wait: duration.optional(),
  trace: z.enum(['off', 'on', 'full'], 'Expected off, on or full').default('on'),
  record: z.string().min(1).optional(),
  dryRun: z.boolean().default(false),
}

const policy = z
  .string()
  .refine(
    text => readPolicy(text) !== null,
    'Expected unanimous, consent, majority, supermajority or supermajority:3/4',
  )
const people = roles.refine(names => names.every(name => name === 'HUMAN'), 'Expected human')
const manyRoles = z.array(roles).transform(lists => lists.flat())

/** With `exactOptionalPropertyTypes`, a flag that was not given is there and undefined: `given` takes it out. */
export interface FolderOptions {
  readonly dir: string
  readonly json: boolean
}

export interface WorkOptions extends FolderOptions {
  readonly agents: readonly string[]
  readonly mind: string
  /** By role: a mind or a model of its own. */
  readonly minds: Readonly<Record<string, string>>
  readonly model?: string | undefined
  readonly effort?: 'low' | 'medium' | 'high' | 'xhigh' | 'max' | undefined
  readonly baseUrl?: string | undefined
  readonly concurrency: number
  readonly maxCost?: number | undefined
  readonly maxTokens?: number | undefined
  readonly maxEntries?: number | undefined
  /** Milliseconds. */
  readonly timeout?: number | undefined
  /** Milliseconds a turn may take, retries included. */
  readonly turnTimeout?: number | undefined
  /** Calls a minute, over all roles. */
  readonly rate?: number | undefined
  /** Milliseconds. */
  readonly wait?: number | undefined
  /** Whether calls are traced beside the log, and whether in full. */
  readonly trace: 'off' | 'on' | 'full'
  /** The folder every answer is saved in, to be played again. */
  readonly record?: string | undefined
  /** Tell what would be asked of whom, and what it may cost; send nothing. */
  readonly dryRun: boolean
}

export interface JoinOptions extends WorkOptions {
  readonly role: string
}

export interface StartOptions extends WorkOptions {
  readonly file?: string | undefined
  readonly title?: string | undefined
  readonly id?: string | undefined
  readonly log?: string | undefined
  readonly workers: readonly string[]
  /** Who frames and closes: a name or a file. */
  readonly supervisor?: string | undefined
  /** A roster by its name in synod.config.json. */
  readonly preset?: string | undefined
  readonly proposer?: string | undefined
  readonly maxRevisions?: number | undefined
  readonly policy?: string | undefined
  readonly veto?: readonly string[] | undefined
  readonly with?: readonly string[] | undefined
  readonly external: readonly string[]
  readonly deadlock?: DeadlockRule | undefined
  readonly implement: boolean
  /** Tokens of the log a turn is shown before SUPERVISOR sums it up; 0 for never. */
  readonly context?: number | undefined
  /** Nobody works yet: every role is to be joined. */
  readonly open: boolean
}

export interface StatusOptions extends FolderOptions {
  readonly at?: number | undefined
}

export interface SayOptions extends FolderOptions {
  readonly as?: string | undefined
  readonly to?: readonly string[] | undefined
  readonly re?: number | undefined
  readonly agree?: number | undefined
  readonly object?: number | undefined
  readonly abstain?: number | undefined
  readonly concern: readonly string[]
  readonly withdraw: readonly string[]
  readonly edit: boolean
}

export interface DecideOptions extends FolderOptions {
  readonly on: number
  readonly reason: string
}

export interface RepairOptions extends FolderOptions {
  readonly restore: boolean
  readonly accept: boolean
}

export interface TraceOptions extends FolderOptions {
  /** How many calls are listed, from the end. */
  readonly tail?: number | undefined
  readonly role?: readonly string[] | undefined
}

interface ShowingOptions extends FolderOptions {
  readonly from?: number | undefined
  readonly role?: readonly string[] | undefined
  readonly brief: boolean
}

export interface WatchOptions extends ShowingOptions {
  readonly tail?: number | undefined
  readonly follow: boolean
  readonly exitStatus: boolean
}

export interface ReplayOptions extends ShowingOptions {
  readonly to?: number | undefined
  readonly speed: number
  /** Seconds. */
  readonly idleCap: number
  readonly timing: boolean
}

const showing = { from: entryNumber.optional(), role: roles.optional(), brief: z.boolean().default(false) }

export const folderOptions: z.ZodType<FolderOptions> = z.object({ ...folder, ...json })

export const workOptions: z.ZodType<WorkOptions> = z.object({ ...folder, ...json, ...work })

export const joinOptions: z.ZodType<JoinOptions> = z.object({
  ...folder,
  ...json,
  ...work,
  role: z.string().trim().min(1, 'Expected a role of the session'),
})

export const startOptions: z.ZodType<StartOptions> = z.object({
  ...folder,
  ...json,
  ...work,
  file: z.string().optional(),
  title: z.string().trim().min(1).max(200).optional(),
  id: z.string().optional(),
  log: z.string().min(1).optional(),
  workers: list.default([]),
  supervisor: z.string().trim().min(1).optional(),
  preset: z.string().min(1).optional(),
  proposer: z.string().optional(),
  maxRevisions: whole(0, 1_000).optional(),
  policy: policy.optional(),
  veto: roles.optional(),
  with: people.optional(),
  external: manyRoles.default([]),
  deadlock: z.enum(DEADLOCK_RULES, 'Expected pause, supervisor or owner').optional(),
  implement: z.boolean().default(false),
  context: z
    .union(
      [z.literal('0').transform(Number), whole(4_000, 10_000_000)],
      'Expected tokens, at least 4000; or 0',
    )
    .optional(),
  open: z.boolean().default(false),
})

export const statusOptions: z.ZodType<StatusOptions> = z.object({
  ...folder,
  ...json,
  at: whole(0, Number.MAX_SAFE_INTEGER).optional(),
})

export const sayOptions: z.ZodType<SayOptions> = z.object({
  ...folder,
  ...json,
  as: z.string().trim().min(1, 'Expected an external role of the session').optional(),
  to: roles.optional(),
  re: entryRef.optional(),
  agree: entryRef.optional(),
  object: entryRef.optional(),
  abstain: entryRef.optional(),
  concern: z.array(z.string()).default([]),
  withdraw: z.array(z.string()).default([]),
  edit: z.boolean().default(false),
})

export const decideOptions: z.ZodType<DecideOptions> = z.object({
  ...folder,
  ...json,
  on: entryRef,
  reason: z.string(),
})

export const repairOptions: z.ZodType<RepairOptions> = z.object({
  ...folder,
  ...json,
  restore: z.boolean().default(false),
  accept: z.boolean().default(false),
})

export const traceOptions: z.ZodType<TraceOptions> = z.object({
  ...folder,
  ...json,
  tail: whole(0, Number.MAX_SAFE_INTEGER).optional(),
  role: roles.optional(),
})

export const watchOptions: z.ZodType<WatchOptions> = z.object({
  ...folder,
  ...json,
  ...showing,
  tail: whole(0, Number.MAX_SAFE_INTEGER).optional(),
  follow: z.boolean().default(true),
  exitStatus: z.boolean().default(false),
})

export const replayOptions: z.ZodType<ReplayOptions> = z.object({
  ...folder,
  ...json,
  ...showing,
  to: entryNumber.optional(),
  speed: positive.default(8),
  idleCap: positive.default(3),
  timing: z.boolean().default(true),
})

/** @throws SynodError SYN_USAGE naming the flag, what was expected and what was there */
export function readOptions<T>(schema: z.ZodType<T>, raw: unknown): T {
  const read = schema.safeParse(raw)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const key = String(issue?.path[0] ?? '')
  const flag = `--${key.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`
  const given = JSON.stringify((raw as Readonly<Record<string, unknown>>)[key]) ?? ''
  // What stands before an @ in an address may be a password.
  const shown = key === 'baseUrl' ? given.replace(/^".*@/, '"...@') : given
  throw new SynodError('SYN_USAGE', `${flag} ${shown}: ${issue?.message}`)
}

type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}

/** Flags that were not given are left out, so that whoever takes the options sees its own defaults. */
export function given<T extends object>(options: T): Defined<T> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Defined<T>
}
