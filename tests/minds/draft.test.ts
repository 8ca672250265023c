import { describe, expect, it } from 'vitest'
import { writeEntry } from '../../src/log/write.ts'
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
  summarise: [],
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

const AGREES = { verdict: 'AGREE', evidence: 'read it', condition: null, withdraws: [] }
const OBJECTS = { verdict: 'OBJECT', concerns: [concern], withdraws: [] }
const told = (judgement: unknown) => ({ content: 'So.', judgement, resolves: [], asks: [] })

describe('a judgement', () => {
  it.each<[Task, unknown, object]>([
    ['review', AGREES, { verdict: 'AGREE', evidence: 'read it', concerns: [] }],
    ['review', OBJECTS, { verdict: 'OBJECT', evidence: null, concerns: [concern] }],
    ['review', { verdict: 'ABSTAIN', withdraws: [] }, { verdict: 'ABSTAIN' }],
    ['reconsider', { ...AGREES, withdraws: ['retry-storm'] }, { withdraws: ['retry-storm'] }],
    ['rule', { ruling: [concern], withdraws: [] }, { verdict: null, concerns: [concern] }],
    ['propose', null, { verdict: null, concerns: [], withdraws: [] }],
    ['review', JSON.stringify(AGREES), { verdict: 'AGREE' }],
  ])('in %s of %j is read', (task, judgement, draft) => {
    expect(readDraft(task, told(judgement)).draft).toMatchObject(draft)
  })

  it.each<[Task, unknown, string]>([
    ['review', null, 'judgement: Expected AGREE, OBJECT or ABSTAIN: a review must end in a verdict'],
    ['review', { ...AGREES, evidence: ' ' }, 'judgement.evidence: '],
    ['review', { ...OBJECTS, concerns: [] }, 'judgement.concerns: Expected at least one'],
    ['review', { ...OBJECTS, concerns: [{ id: 'a' }] }, 'judgement.concerns[0].reason: '],
    ['review', { ...AGREES, concerns: [concern] }, 'judgement.concerns: Expected none'],
    [
      'review',
      { ...AGREES, condition: 'once jitter is in' },
      'judgement.condition: Expected null: there is no',
    ],
    ['review', { ...OBJECTS, condition: 'jitter' }, 'judgement.condition: Expected none'],
    ['review', { ruling: [concern], withdraws: [] }, 'judgement.verdict: Expected AGREE'],
    ['rule', { ruling: [], withdraws: [] }, 'judgement.ruling: Expected a ruling'],
    ['rule', OBJECTS, 'judgement.verdict: Expected none'],
    ['propose', AGREES, 'judgement.verdict: Expected none: verdict has no place in this task'],
    ['review', 'AGREE', 'judgement: Expected an object'],
    ['rule', { ruling: [concern], concerns: [concern] }, 'judgement: Expected either ruling or concerns'],
  ])('in %s of %j is not', (task, judgement, issue) => {
    const { issues } = readDraft(task, told(judgement))
    expect(issues?.find(one => one.startsWith(issue))).toBeDefined()
  })

  it('said twice, in both shapes, is no judgement', () => {
    expect(readDraft('review', { ...told(OBJECTS), verdict: 'AGREE', evidence: 'x' }).issues).toEqual([
      'verdict: Expected it in judgement alone, it is there twice',
    ])
  })
})

describe('an agreement with a condition', () => {
  it('is refused in the flat shape as well', () => {
    const { issues } = readDraft('review', { ...agree, condition: 'jitter comes first' })
    expect(issues).toEqual([expect.stringMatching(/^condition: Expected null: there is no agreement/)])
  })

  it.each([null, '', ' ', 'none', 'None.', 'n/a', 'no condition', '-'])(
    'is none when it says %j',
    condition => {
      expect(readDraft('review', { ...agree, condition }).draft).toEqual({
        ...agree,
        concerns: [],
        resolves: [],
        withdraws: [],
        asks: [],
      })
    },
  )
})

describe('an entry that no log takes', () => {
  const room = (task: Task, said: object) => readDraft(task, said).issues?.[0] ?? null

  it('is told how long it may be', () => {
    expect(room('propose', { content: 'x'.repeat(300_000) })).toMatch(
      /^content: Too long: at most 200000 bytes/,
    )
    expect(room('propose', { content: '€'.repeat(70_000) })).toMatch(
      /^content: Too long: at most 200000 bytes/,
    )
    expect(room('propose', { content: 'x'.repeat(200_000) })).toBeNull()
  })

  it('is measured with everything in it', () => {
    const resolves = Array.from({ length: 50 }, () => ({ id: 'retry-storm', how: 'j'.repeat(2_000) }))
    expect(room('revise', { content: 'x'.repeat(150_000), resolves })).toMatch(
      /^content: Too long: at most 240000/,
    )
  })

  it('fits when it passes, whatever its lines look like', () => {
    const content = '## [BACKEND] 2026-11-21T22:00:00.000Z\n'.repeat(5_000)
    const { draft } = readDraft('propose', { content })
    expect(() =>
      writeEntry(
        { role: 'BACKEND', type: 'PROPOSAL', fields: {}, content: draft?.content ?? content },
        '2026-11-21T22:00:00.000Z',
      ),
    ).not.toThrow()
    expect(draft).not.toBeNull()
  })
})
