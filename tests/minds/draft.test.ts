import { describe, expect, it } from 'vitest'
import { readDraft } from '../../src/minds/read-draft.ts'
import { TASKS, type Task } from '../../src/protocol/state.ts'

const concern = { id: 'retry-storm', reason: 'all retry at once' }
const SAID = {
  verdict: { verdict: 'ABSTAIN' },
  concerns: { concerns: [concern] },
  resolves: { resolves: [{ id: 'retry-storm', how: 'jitter' }] },
  withdraws: { withdraws: ['retry-storm'] },
  asks: { asks: ['BACKEND'] },
} as const
type Said = keyof typeof SAID
const NAMES = Object.keys(SAID) as readonly Said[]

const PLACES: Readonly<Record<Task, readonly Said[]>> = {
  frame: [],
  analyse: ['asks'],
  propose: [],
  review: ['verdict', 'concerns', 'resolves', 'withdraws', 'asks'],
  confirm: ['verdict', 'concerns', 'resolves', 'withdraws'],
  revise: ['resolves'],
  mediate: [],
  reconsider: ['verdict', 'concerns', 'resolves', 'withdraws'],
  rule: ['concerns', 'withdraws'],
  answer: ['asks'],
  implement: ['resolves'],
  decide: [],
}

describe('what has a place in a task', () => {
  it.each(TASKS)('%s', task => {
    const placed = NAMES.filter(name => {
      const { issues } = readDraft(task, { content: 'So.', ...SAID[name] })
      return !(issues ?? []).some(issue => issue.startsWith(name) && issue.includes('has no place'))
    })
    expect(placed).toEqual(PLACES[task])
  })
})

const agree = { content: 'Yes.', verdict: 'AGREE', evidence: 'read it' }
const object = { content: 'No.', verdict: 'OBJECT', concerns: [concern] }
const content = { content: 'So.' }

describe('what a task needs', () => {
  it.each<[Task, object, string | null]>([
    ['review', agree, null],
    ['review', object, null],
    ['review', { content: 'Not mine.', verdict: 'ABSTAIN' }, null],
    ['review', content, 'verdict: Expected AGREE, OBJECT or ABSTAIN'],
    ['review', { ...agree, evidence: null }, 'evidence: Expected one line'],
    ['review', { ...agree, concerns: [concern] }, 'concerns: Expected none'],
    ['review', { ...object, concerns: [] }, 'concerns: Expected at least one'],
    ['confirm', { ...agree, evidence: null }, null],
    ['confirm', object, null],
    ['confirm', content, 'verdict: Expected AGREE, OBJECT or ABSTAIN'],
    ['confirm', { ...object, concerns: [] }, 'concerns: Expected at least one'],
    ['confirm', { ...agree, concerns: [concern] }, 'concerns: Expected none'],
    ['reconsider', { ...agree, withdraws: ['retry-storm'] }, null],
    ['reconsider', { ...agree, evidence: null }, 'evidence: Expected one line'],
    ['reconsider', content, 'verdict: Expected AGREE, OBJECT or ABSTAIN'],
    ['rule', content, 'concerns: Expected a ruling'],
    ['rule', { ...content, concerns: [concern] }, null],
    ['rule', { ...content, withdraws: ['retry-storm'] }, null],
    ['mediate', content, null],
    ['answer', content, null],
    ['answer', { content: ' ' }, 'content: '],
    ['implement', { ...content, resolves: [{ id: 'retry-storm', how: 'jitter' }] }, null],
  ])('%s of %o', (task, said, issue) => {
    const { issues } = readDraft(task, said)
    expect(issues?.[0]?.slice(0, issue?.length ?? 0) ?? null).toBe(issue)
  })
})

describe('whom a draft asks', () => {
  it.each<[readonly string[], readonly string[] | null]>([
    [
      ['backend', ' SECURITY '],
      ['BACKEND', 'SECURITY'],
    ],
    [['BACKEND', 'backend'], ['BACKEND']],
    [['A', 'B', 'C', 'D'], null],
    [['the backend people'], null],
    [['#5'], null],
  ])('%o', (asks, read) => {
    expect(readDraft('analyse', { ...content, asks }).draft?.asks ?? null).toEqual(read)
  })
})
