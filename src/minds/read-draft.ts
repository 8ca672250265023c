/** What a mind gave as its answer → a draft, or what is wrong with it in plain words. */
import type { z } from 'zod'
import type { Task } from '../protocol/state.ts'
import { DRAFT_OF, type Draft } from './draft.ts'

export type DraftReading =
  | { readonly draft: Draft; readonly issues: null }
  | { readonly draft: null; readonly issues: readonly string[] }

const LONGEST_ISSUE = 300

export function readDraft(task: Task, answer: unknown): DraftReading {
  const read = DRAFT_OF[task].safeParse(answer)
  return read.success
    ? { draft: read.data, issues: null }
    : { draft: null, issues: read.error.issues.map(inWords) }
}

/** `concerns[0].id: Expected a kebab-case id such as retry-storm` */
function inWords({ path, message }: z.core.$ZodIssue): string {
  const where = path.reduce<string>(
    (before, step) =>
      typeof step === 'number'
        ? `${before}[${step}]`
        : before === ''
          ? String(step)
          : `${before}.${String(step)}`,
    '',
  )
  return `${where === '' ? 'the entry' : where}: ${message}`.slice(0, LONGEST_ISSUE)
}
