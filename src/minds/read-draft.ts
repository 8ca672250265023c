/** What a mind gave as its answer → a draft, or what is wrong with it in plain words. */
import type { z } from 'zod'
import type { Task } from '../protocol/state.ts'
import { DRAFT_OF, type Draft } from './draft.ts'

export type DraftReading =
  | { readonly draft: Draft; readonly issues: null }
  | { readonly draft: null; readonly issues: readonly string[] }

const LONGEST_ISSUE = 300
const MOST_ISSUES = 20

/**
 * Reads an answer in the shape of the tool, its verdict in `judgement`, and the flat shape of a Draft, as programs and
 * servers without strict tools write it.
 */
export function readDraft(task: Task, answer: unknown): DraftReading {
  const { flat, nested, issue } = flatten(answer)
  if (issue !== null) return { draft: null, issues: [issue] }
  const read = DRAFT_OF[task].safeParse(flat)
  return read.success
    ? { draft: read.data, issues: null }
    : { draft: null, issues: read.error.issues.slice(0, MOST_ISSUES).map(one => inWords(one, nested)) }
}

type Names = Readonly<Record<string, string>>
/** Where a field of the flat shape stands in an answer whose judgement is a verdict. */
const IN_VERDICT: Names = Object.fromEntries(
  ['verdict', 'evidence', 'condition', 'concerns', 'withdraws'].map(name => [name, `judgement.${name}`]),
)
const IN_RULING: Names = { ...IN_VERDICT, concerns: 'judgement.ruling' }
const WITHOUT: Names = { verdict: 'judgement', concerns: 'judgement', evidence: 'judgement' }

interface Flat {
  readonly flat: unknown
  readonly nested: Names
  readonly issue: string | null
}

function flatten(answer: unknown): Flat {
  if (!isRecord(answer)) return { flat: answer, nested: {}, issue: null }
  const fields = Object.fromEntries(
    Object.entries(answer).map(([name, value]) => [name, unquoted(name, value)]),
  )
  if (!Object.hasOwn(fields, 'judgement')) return { flat: fields, nested: {}, issue: null }
  const { judgement, ...rest } = fields
  if (judgement === null || judgement === undefined) return { flat: rest, nested: WITHOUT, issue: null }
  if (!isRecord(judgement))
    return { flat: rest, nested: {}, issue: 'judgement: Expected an object with your verdict, or null' }
  // Twice is once too often: which of the two was meant cannot be told.
  const twice = Object.keys(IN_VERDICT).find(name => !isNothing(rest[name]) && Object.hasOwn(judgement, name))
  if (twice !== undefined)
    return { flat: rest, nested: {}, issue: `${twice}: Expected it in judgement alone, it is there twice` }
  if (!Object.hasOwn(judgement, 'ruling'))
    return { flat: { ...rest, ...judgement }, nested: IN_VERDICT, issue: null }
  const { ruling, ...others } = judgement
  if (Object.hasOwn(others, 'concerns'))
    return { flat: rest, nested: {}, issue: 'judgement: Expected either ruling or concerns, there are both' }
  return { flat: { ...rest, ...others, concerns: ruling }, nested: IN_RULING, issue: null }
}

const STRUCTURED = ['judgement', 'concerns', 'resolves', 'withdraws', 'asks']

/** Models that are held by no grammar now and then put a list or an object into a string. */
function unquoted(name: string, value: unknown): unknown {
  if (typeof value !== 'string' || !STRUCTURED.includes(name)) return value
  try {
    const read: unknown = JSON.parse(value)
    return typeof read === 'object' ? read : value
  } catch {
    return value
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0)
}

/** `concerns[0].id: Expected a kebab-case id such as retry-storm` */
function inWords({ path, message }: z.core.$ZodIssue, nested: Names): string {
  const where = path.reduce<string>(
    (before, step) =>
      typeof step === 'number'
        ? `${before}[${step}]`
        : before === ''
          ? (nested[String(step)] ?? String(step))
          : `${before}.${String(step)}`,
    '',
  )
  return `${where === '' ? 'the entry' : where}: ${message}`.slice(0, LONGEST_ISSUE)
}
