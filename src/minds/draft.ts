/** What a mind may say in a turn. The engine adds who, when, which number: no mind is believed about those. */
import { z } from 'zod'
import { type Task, VERDICTS } from '../protocol/state.ts'

const line = z.string().trim().min(1).max(2_000)
const id = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Expected a kebab-case id such as retry-storm')
  .max(64)

export interface Draft {
  readonly content: string
  readonly verdict: (typeof VERDICTS)[number] | null
  readonly evidence: string | null
  readonly concerns: readonly { readonly id: string; readonly reason: string }[]
  readonly resolves: readonly { readonly id: string; readonly how: string }[]
  readonly withdraws: readonly string[]
}

const anyDraft = z.strictObject({
  content: z.string().trim().min(1),
  verdict: z
    .enum(VERDICTS)
    .nullish()
    .transform(v => v ?? null),
  evidence: line.nullish().transform(v => v ?? null),
  concerns: z
    .array(z.strictObject({ id, reason: line }))
    .max(12)
    .nullish()
    .transform(v => v ?? []),
  resolves: z
    .array(z.strictObject({ id, how: line }))
    .max(50)
    .nullish()
    .transform(v => v ?? []),
  withdraws: z
    .array(id)
    .max(50)
    .nullish()
    .transform(v => v ?? []),
})

/** What a review must have besides: a verdict, and for each kind of verdict its ground. */
const review = anyDraft.superRefine((draft, context) => {
  const lacking = (path: string, message: string) =>
    context.addIssue({ code: 'custom', path: [path], message })
  if (draft.verdict === null)
    lacking('verdict', 'Expected AGREE, OBJECT or ABSTAIN: a review must end in a verdict')
  if (draft.verdict === 'AGREE' && draft.evidence === null) {
    lacking('evidence', 'Expected one line on what was checked: AGREE needs evidence')
  }
  if (draft.verdict === 'AGREE' && draft.concerns.length > 0) {
    lacking('concerns', 'Expected none: AGREE cannot raise a concern; use OBJECT, or leave it out')
  }
  if (draft.verdict === 'OBJECT' && draft.concerns.length === 0) {
    lacking('concerns', 'Expected at least one: OBJECT must name a concern with its reason')
  }
})

/** Only a review gives verdicts, raises or withdraws; only a revision resolves. What else is said so is refused. */
function without(...keys: readonly ('verdict' | 'concerns' | 'resolves' | 'withdraws')[]): z.ZodType<Draft> {
  return anyDraft.superRefine((draft, context) => {
    for (const key of keys) {
      const value = draft[key]
      if (value === null || value.length === 0) continue
      context.addIssue({
        code: 'custom',
        path: [key],
        message: `Expected none: ${key} has no place in this task`,
      })
    }
  })
}

/** The shape of a draft for each task; validated at this boundary and trusted from here on. */
export const DRAFT_OF: Readonly<Record<Task, z.ZodType<Draft>>> = {
  frame: without('verdict', 'concerns', 'resolves', 'withdraws'),
  analyse: without('verdict', 'concerns', 'resolves', 'withdraws'),
  propose: without('verdict', 'concerns', 'resolves', 'withdraws'),
  review,
  revise: without('verdict', 'concerns', 'withdraws'),
  decide: without('verdict', 'concerns', 'resolves', 'withdraws'),
}
