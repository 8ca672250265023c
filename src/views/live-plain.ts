/** What of a worker's doings is worth a line where nothing can be drawn again. */
import type { WorkerEvent } from '../workers/events.ts'
import { turnWords } from '../workers/needs.ts'
import { safeText } from './safe.ts'

/** `thinks: review #6`, `is asked to review #6: synod say …`, `retries: 429 in 12 s`, `waits: the session is paused`, `failed: …`; null for what the next entry shows anyway. */
export function plainWorker({ state, task, on, detail, error }: WorkerEvent): string | null {
  const turn = task === null ? '' : `${task}${on === null ? '' : ` #${on}`}`
  const why = safeText(detail || (error?.message ?? ''))
  if (state === 'thinking') return `thinks: ${turn}`
  if (state === 'needs-you' && task !== null) return `is asked to ${turnWords({ task, on })}: ${why}`
  if (state === 'waiting' && why !== '') return `waits: ${why}`
  if (state === 'retrying') return ['retries', why || turn].filter(Boolean).join(': ')
  if (state === 'failed') return ['failed', why || turn].filter(Boolean).join(': ')
  return null
}
