/** What the model said → a draft; and, when it is none, what it is told so that it can mend it. */
import type { Anthropic } from '@anthropic-ai/sdk'
import type { Task } from '../../protocol/state.ts'
import { type DraftReading, readDraft } from '../read-draft.ts'
import type { Heard } from './call.ts'
import { TOOL_NAME } from './tool.ts'

export function readAnswer(task: Task, { content, inputs }: Heard): DraftReading {
  const index = content.findIndex(block => block.type === 'tool_use')
  const block = content[index]
  if (block?.type !== 'tool_use')
    return wrong(inputs.size > 0 ? BROKEN : `there is no call of ${TOOL_NAME}: an answer in prose is lost`)
  if (block.name !== TOOL_NAME) return wrong(`there is no tool ${block.name.slice(0, 64)}, only ${TOOL_NAME}`)
  const written = inputs.get(index) ?? ''
  // The SDK makes do with half an object; half an entry, its verdict missing, must not pass for a whole one.
  const input = written === '' ? { read: block.input } : parse(written)
  return input === null ? wrong(BROKEN) : readDraft(task, input.read)
}

/** The answer as it was, and what was wrong with it. */
export function mending({ content }: Heard, issues: readonly string[]): readonly Anthropic.MessageParam[] {
  const kept = content.filter(block => block.type !== 'text' || block.text !== '')
  const calls = kept.filter(block => block.type === 'tool_use')
  const complaint = `Your entry was not accepted:\n${issues.map(issue => `- ${issue}`).join('\n')}\nCall ${TOOL_NAME} again, once, with the whole entry.`
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
