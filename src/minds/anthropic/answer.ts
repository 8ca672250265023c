/** What the model said → a draft; and, when it is none, what it is told so that it can mend it. */
import type { Anthropic } from '@anthropic-ai/sdk'
import type { Task } from '../../protocol/state.ts'
import { readJsonAnswer } from '../json-answer.ts'
import { type DraftReading, readDraft } from '../read-draft.ts'
import type { Heard } from './call.ts'
import { TOOL_NAME } from './tool.ts'

/** How an answer may be given: by the tool alone, by the tool or as JSON in the text, or as JSON alone. */
export type AnswerForm = 'tool' | 'either' | 'json'

export interface ReadAnswerOptions {
  readonly form: AnswerForm
  /** What the model was shown: JSON that is copied from there is no answer. */
  readonly shown: () => readonly string[]
}

export function readAnswer(task: Task, heard: Heard, options: ReadAnswerOptions): DraftReading {
  const { content, inputs } = heard
  const index = content.findIndex(block => block.type === 'tool_use')
  const block = content[index]
  if (block?.type !== 'tool_use')
    return inputs.size > 0 && content.length === 0 ? wrong(BROKEN) : readText(task, heard, options)
  if (content.filter(({ type }) => type === 'tool_use').length > 1)
    return wrong(`there are several calls, and one entry is all a turn has: call ${TOOL_NAME} once`)
  if (block.name !== TOOL_NAME) return wrong(`there is no tool ${block.name.slice(0, 64)}, only ${TOOL_NAME}`)
  const written = inputs.get(index) ?? ''
  // The SDK makes do with half an object; half an entry, its verdict missing, must not pass for a whole one.
  const input = written === '' ? { read: block.input } : parse(written)
  return input === null ? wrong(BROKEN) : readDraft(task, input.read)
}

function readText(task: Task, { content }: Heard, { form, shown }: ReadAnswerOptions): DraftReading {
  if (form === 'tool') return wrong(`there is no call of ${TOOL_NAME}: an answer in prose is lost`)
  const text = content.flatMap(block => (block.type === 'text' ? [block.text] : [])).join('\n')
  const reading = readJsonAnswer(text, shown())
  if ('json' in reading) return readDraft(task, reading.json)
  return wrong(
    form === 'json'
      ? `your answer cannot be read: ${reading.issue}`
      : `there is no call of ${TOOL_NAME}, and as JSON your answer cannot be read either: ${reading.issue}`,
  )
}

const AGAIN: Readonly<Record<AnswerForm, string>> = {
  tool: `Call ${TOOL_NAME} again, once, with the whole entry.`,
  either: `Call ${TOOL_NAME} once, with the whole entry; or, if you cannot, write its input as your answer: one JSON object, the whole entry in it, and no text before or after it.`,
  json: 'Write the whole entry again as your answer: one JSON object, and no text before or after it.',
}

/** The answer as it was, and what was wrong with it. */
export function mending(
  { content }: Heard,
  issues: readonly string[],
  form: AnswerForm,
): readonly Anthropic.MessageParam[] {
  const kept = content.filter(block => block.type !== 'text' || block.text !== '')
  const calls = kept.filter(block => block.type === 'tool_use')
  const complaint = `Your entry was not accepted:\n${issues.map(issue => `- ${issue}`).join('\n')}\n${AGAIN[form]}`
  const results = calls.map(({ id }) => ({
    type: 'tool_result' as const,
    tool_use_id: id,
    is_error: true,
    content: complaint,
  }))
  return [
    ...(kept.length > 0 ? [{ role: 'assistant' as const, content: [...kept] }] : []),
    { role: 'user', content: results.length > 0 ? results : complaint },
  ]
}

const BROKEN = `the input of ${TOOL_NAME} was not whole, valid JSON`

function wrong(issue: string): DraftReading {
  return { draft: null, issues: [issue] }
}

function parse(json: string): { readonly read: unknown } | null {
  try {
    return { read: JSON.parse(json) }
  } catch {
    return null
  }
}
