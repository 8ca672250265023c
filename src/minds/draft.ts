/** What a mind may say in a turn. The engine adds who, when, which number: no mind is believed about those. */
import { z } from 'zod'
import { ROLE_PATTERN } from '../log/entry.ts'
import { type Task, VERDICTS } from '../protocol/state.ts'

/** A log takes entries of 256 KiB: what is longer must come back to its author, not fail when it is appended. */
const MOST_CONTENT_BYTES = 200_000
const MOST_BYTES = 240_000

const line = z.string().trim().min(1).max(2_000)
/** Said by those who have none and must say something. */
const NO_CONDITION = /^(?:none|null|no|n\/?a|no conditions?|-+)?\.?$/i
const id = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Expected a kebab-case id such as retry-storm')
  .max(64)
const role = z
  .string()
  .trim()
  .toUpperCase()
  .regex(ROLE_PATTERN, 'Expected the name of a role such as BACKEND')

export interface Draft {
  readonly content: string
  readonly verdict: (typeof VERDICTS)[number] | null
  readonly evidence: string | null
  readonly concerns: readonly { readonly id: string; readonly reason: string }[]
  readonly resolves: readonly { readonly id: string; readonly how: string }[]
  readonly withdraws: readonly string[]
  /** Roles the entry asks something; the question stands in its content. */
  readonly asks: readonly string[]
}

const anyDraft = z.strictObject({
  content: z
    .string()
    .trim()
    .min(1, 'Expected the text of the entry: it is empty')
    .refine(text => Buffer.byteLength(text) <= MOST_CONTENT_BYTES, {
      error: `Too long: at most ${MOST_CONTENT_BYTES} bytes of text go into one entry; keep what decides and leave out the rest`,
    }),
  verdict: z
    .enum(VERDICTS)
    .nullish()
    .transform(v => v ?? null),
  evidence: line.nullish().transform(v => v ?? null),
  condition: z
    .string()
    .trim()
    .nullish()
    .transform(v => (v == null || NO_CONDITION.test(v) ? null : v)),
  concerns: z
    .array(z.strictObject({ id, reason: line }))
    .max(12)
    .nullish()
    .transform(v => v ?? []),
  resolves: z
    .array(z.strictObject({ id, how: line }))
    .max(200)
    .nullish()
    .transform(v => v ?? []),
  withdraws: z
    .array(id)
    .max(200)
    .nullish()
    .transform(v => v ?? []),
  asks: z
    .array(role)
    .max(3)
    .nullish()
    .transform(v => [...new Set(v ?? [])]),
})

type Read = z.output<typeof anyDraft>
type Said = 'verdict' | 'concerns' | 'resolves' | 'withdraws' | 'asks'

type Check = (draft: Read, context: z.RefinementCtx) => void

function reading(keys: readonly Said[], check: Check = () => {}): z.ZodType<Draft> {
  return anyDraft
    .superRefine((draft, context) => {
      // JSON writes what a log has to escape in two bytes as well: what fits as JSON fits as an entry.
      if (Buffer.byteLength(JSON.stringify(draft)) > MOST_BYTES)
        lacking(context, 'content', `Too long: at most ${MOST_BYTES} bytes in all go into one entry`)
      unconditional(draft, context)
      for (const key of keys) {
        const value = draft[key]
        if (value !== null && value.length > 0)
          lacking(context, key, `Expected none: ${key} has no place in this task`)
      }
      check(draft, context)
    })
    .transform(({ condition: _, ...draft }) => draft)
}

/** Only a judgement gives verdicts, raises or withdraws; only a text resolves. What else is said so is refused. */
function without(...keys: readonly Said[]): z.ZodType<Draft> {
  return reading(keys)
}

/** What has to change before somebody agrees is a concern, or it is a remark: as an agreement it is neither. */
function unconditional({ verdict, condition }: Read, context: z.RefinementCtx): void {
  if (condition === null) return
  if (verdict === 'AGREE')
    lacking(
      context,
      'condition',
      'Expected null: there is no agreement with a condition. If the text must not be built before this has changed, OBJECT and name it as a concern; if it may be, AGREE without it',
    )
  else lacking(context, 'condition', 'Expected none: condition has no place here')
}

function lacking(context: z.RefinementCtx, path: keyof Read, message: string): void {
  context.addIssue({ code: 'custom', path: [path], message })
}

/** What a judgement must have besides: a verdict, and for each kind of verdict its ground. */
function judging(draft: Read, context: z.RefinementCtx): void {
  const { verdict, evidence, concerns } = draft
  if (verdict === null)
    lacking(context, 'verdict', 'Expected AGREE, OBJECT or ABSTAIN: a review must end in a verdict')
  if (verdict === 'AGREE' && concerns.length > 0)
    lacking(context, 'concerns', 'Expected none: AGREE cannot raise a concern; use OBJECT, or leave it out')
  if (verdict === 'OBJECT' && concerns.length === 0)
    lacking(context, 'concerns', 'Expected at least one: OBJECT must name a concern with its reason')
  if (verdict === 'AGREE' && evidence === null)
    lacking(context, 'evidence', 'Expected one line on what was checked: AGREE needs evidence')
}

/** Whoever confirms has given its evidence with the agreement that is in question. */
function confirming(draft: Read, context: z.RefinementCtx): void {
  judging({ ...draft, evidence: draft.evidence ?? 'given before' }, context)
}

function ruling({ concerns, withdraws }: Read, context: z.RefinementCtx): void {
  if (concerns.length + withdraws.length === 0)
    lacking(context, 'concerns', 'Expected a ruling: name each own open concern here or in withdraws')
}

/** The shape of a draft for each task; validated at this boundary and trusted from here on. */
export const DRAFT_OF: Readonly<Record<Task, z.ZodType<Draft>>> = {
  frame: without('verdict', 'concerns', 'resolves', 'withdraws', 'asks'),
  analyse: without('verdict', 'concerns', 'resolves', 'withdraws'),
  propose: without('verdict', 'concerns', 'resolves', 'withdraws', 'asks'),
  review: reading([], judging),
  confirm: reading(['asks'], confirming),
  revise: without('verdict', 'concerns', 'withdraws', 'asks'),
  mediate: without('verdict', 'concerns', 'resolves', 'withdraws', 'asks'),
  reconsider: reading(['asks'], judging),
  rule: reading(['verdict', 'resolves', 'asks'], ruling),
  answer: without('verdict', 'concerns', 'resolves', 'withdraws'),
  summarise: without('verdict', 'concerns', 'resolves', 'withdraws', 'asks'),
  implement: without('verdict', 'concerns', 'withdraws', 'asks'),
  decide: without('verdict', 'concerns', 'resolves', 'withdraws', 'asks'),
}
