import { expect, it } from 'vitest'
import type { Effort } from '../../../src/agents/definition.ts'
import { effortOf } from '../../../src/minds/anthropic/effort.ts'
import type { Task } from '../../../src/protocol/state.ts'

it.each<[Task, Effort | null, Effort | null]>([
  ['review', null, null],
  ['review', 'max', 'max'],
  ['propose', 'low', 'low'],
  ['frame', null, 'medium'],
  ['decide', null, 'low'],
  ['decide', 'max', 'xhigh'],
  ['confirm', 'medium', 'low'],
  ['answer', 'low', 'low'],
])('%s, wanted %s, is thought through with effort %s', (task, wanted, effort) => {
  expect(effortOf(task, wanted)).toBe(effort)
})
