/** Drafts as the protocol has them, from no more than what a task says. */
import type { Draft } from '../draft.ts'

const NOTHING = {
  verdict: null,
  evidence: null,
  concerns: [],
  resolves: [],
  withdraws: [],
  asks: [],
} as const

export function draft(content: readonly string[], more: Partial<Omit<Draft, 'content'>> = {}): Draft {
  return { ...NOTHING, ...more, content: content.join('\n').trim() }
}
