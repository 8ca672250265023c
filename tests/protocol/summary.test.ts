import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Entry, Header } from '../../src/log/entry.ts'
import { blocked, due, isDue } from '../../src/protocol/due.ts'
import { foldLog, initialState, step } from '../../src/protocol/fold.ts'
import type { State, Task } from '../../src/protocol/state.ts'
import { tokensOf } from '../../src/protocol/summary.ts'
import { entryOf } from '../../src/workers/entry-of.ts'
import {
  agree,
  analysis,
  byHand,
  frame,
  logOf,
  OPENED,
  object,
  outcome,
  type Part,
  proposal,
  say,
  session,
} from '../support/log-builder.ts'
import { courses } from '../support/sessions.ts'

const summary = (range: string, content = 'So far.'): Part => ({
  ...frame({ Re: [range], Seen: ['#1'] }),
  content,
})
const turns = (state: State) => due(state).map(({ role, task, on }) => `${role} ${task} ${on}`)
const codes = ({ notices }: State) => notices.map(({ code }) => code)
/** 420 tokens: 1600 characters and the frame. */
const long = (role: string): Part => ({ ...analysis(role), content: 'x'.repeat(1_600) })
const LONG = [frame(), long('ARCHITECT'), long('BACKEND'), long('SECURITY')]
const TEXT = { ...proposal(), content: 'y'.repeat(400) }
const OBJECTED = [...LONG, TEXT, agree('SECURITY', 5), object('BACKEND', 5, 'x: y')]

describe('what a turn is shown', () => {
  it.each<[string, Pick<Entry, 'content' | 'fields'>, number]>([
    ['a quarter of the characters, and the frame', { content: 'x'.repeat(400), fields: {} }, 120],
    ['rounded up', { content: 'x', fields: {} }, 21],
    ['nothing but the frame', { content: '', fields: {} }, 20],
    ['the values of fields', { content: 'xxxx', fields: { Concern: ['a: bbbbb', 'c: d'], Re: ['#1'] } }, 25],
    ['not what it has cost', { content: 'xxxx', fields: { Spend: ['m in 1 cached 2 out 3 usd 0.5'] } }, 21],
    ['UTF-16 units', { content: '😀😀', fields: {} }, 21],
  ])('%s', (_, entry, tokens) => expect(tokensOf(entry)).toBe(tokens))

  it('is the sum of all entries while there is no summary, whoever wrote them', () => {
    const parts = [...LONG, byHand('BACKEND', 'Forged.'), byHand('HUMAN', 'Hm.'), outcome('STOPPED')]
    const { entries } = logOf(parts)
    const all = entries.map(tokensOf).reduce((sum, tokens) => sum + tokens, 0)
    expect(session(parts, { context: 9_000 })).toMatchObject({ contextTokens: all, freshTokens: all })
  })

  it('is not measured where the header sets no limit', () => {
    expect(session(LONG)).toMatchObject({ summary: null, contextTokens: 0, recentTokens: [] })
  })

  it('is the summary, the live text it covers, and what came after those it covers', () => {
    const parts = [...OBJECTED, byHand('HUMAN', 'w'.repeat(40)), summary('#1-#7', 'z'.repeat(80))]
    const state = session(parts, { context: 500 })
    expect(state.summary).toEqual({ entry: 9, from: 1, upTo: 7 })
    // The summary has `#1-#7` and `#1` beside its content, the text is 120, the remark 30.
    expect(state).toMatchObject({ contextTokens: 42 + 120 + 30, freshTokens: 30, liveTokens: 120 })
    expect(session([...parts, proposal()], { context: 500 })).toMatchObject({
      contextTokens: 42 + 120 + 30 + 23,
      freshTokens: 53,
      liveTokens: 23,
    })
  })

  it('of two summaries has the later one', () => {
    const state = session([...LONG, summary('#1-#4'), TEXT, summary('#1-#6', 'z'.repeat(80))], { context: 5 })
    expect(state).toMatchObject({
      summary: { entry: 7, upTo: 6 },
      contextTokens: 42 + 120,
      freshTokens: 0,
    })
  })

  it('counts all as new where more came in meanwhile than is told apart', () => {
    const crowd = Array.from({ length: 80 }, (_, at) => byHand('HUMAN', `Remark ${at}.`))
    const state = session([...LONG, ...crowd, summary('#1-#4')], { context: 500 })
    const all = logOf([...LONG, ...crowd]).entries.map(tokensOf)
    expect(state.summary).toEqual({ entry: 85, from: 1, upTo: 4 })
    expect(state.freshTokens).toBe(all.reduce((sum, tokens) => sum + tokens, 0))
  })
})

describe('a summary', () => {
  it('frames nothing, answers nothing and lifts no pause', () => {
    expect(session([summary('#1-#0'), summary('#1-#1')])).toMatchObject({ framework: null })
    const asked = [byHand('HUMAN', 'How many?'), ...LONG]
    expect(session([...asked, summary('#1-#5')]).questions).toMatchObject([{ entry: 1, answeredIn: null }])
    const paused = [...LONG, outcome('PAUSED budget')]
    expect(session([...paused, summary('#1-#5')])).toMatchObject({
      outcome: { kind: 'PAUSED' },
      summary: { entry: 6 },
    })
    expect(session([...paused, frame()]).outcome).toBeNull()
  })

  it('may say what the one before said', () => {
    const text = 'One bucket a key holds 100 tokens and is filled at 10 a second. '.repeat(4)
    const parts = [...LONG, summary('#1-#4', text), byHand('HUMAN', 'Good.'), summary('#1-#6', text)]
    expect(codes(session(parts))).toEqual([])
  })

  it('mediates nothing, also where the live text is #1', () => {
    const parts = [proposal(), agree('SECURITY', 1), object('BACKEND', 1, 'x: y'), summary('#1-#3')]
    const state = session(parts, { maxRevisions: 0 })
    expect(state).toMatchObject({ mediation: null, summary: { entry: 4 } })
    expect(turns(state)).toEqual(['SUPERVISOR mediate 1'])
  })

  it.each<[string, readonly Part[]]>([
    ['that does not begin with #1', [...LONG, summary('#2-#4')]],
    ['that covers itself', [...LONG, summary('#1-#5')]],
    ['that covers what is not there', [...LONG, summary('#1-#9')]],
    ['that covers nothing', [...LONG, summary('#1-#0')]],
    ['that leaves out the summary before', [...LONG, summary('#1-#4'), summary('#1-#4')]],
  ])('%s is noticed and stands for nothing', (_, parts) => {
    const state = session(parts, { context: 100 })
    const before = session(parts.slice(0, -1), { context: 100 })
    expect(codes(state)).toContain('summary-range')
    expect(state.summary).toEqual(before.summary)
    expect(state.contextTokens).toBeGreaterThan(before.contextTokens)
  })

  it.each<[string, Part]>([
    ['written by hand', byHand('SUPERVISOR', 'So far.', { Re: ['#1-#3'] })],
    ['by a worker', { ...analysis('BACKEND'), fields: { Re: ['#1-#3'] } }],
    ['that is a review', say('SUPERVISOR', { Re: ['#1-#3'] })],
    ['about one entry', frame({ Re: ['#4'] })],
  ])('is none: %s', (_, part) => {
    expect(session([...LONG, part, say('HUMAN')]).summary).toBeNull()
  })
})

describe('summarising is due', () => {
  type Row = readonly [string, readonly Part[], readonly string[], Partial<Header>?]
  const rows: readonly Row[] = [
    ['before a proposal', LONG, ['SUPERVISOR summarise null']],
    ['before a revision', OBJECTED, ['SUPERVISOR summarise null']],
    ['before a mediation', OBJECTED, ['SUPERVISOR summarise null'], { maxRevisions: 0 }],
    [
      'before the first parts',
      [...LONG, TEXT, agree('SECURITY', 5), agree('BACKEND', 5)],
      ['SUPERVISOR summarise null'],
      { implement: true },
    ],
    ['not without a limit', LONG, ['ARCHITECT propose null'], { context: 5_000 }],
    ['not before all have analysed', LONG.slice(0, 3), ['SECURITY analyse null']],
    ['not while a text is reviewed', OBJECTED.slice(0, 6), ['BACKEND review 5']],
    [
      'not while an agreement is confirmed',
      [...LONG, TEXT, agree('SECURITY', 5), say('BACKEND', { Verdict: ['AGREE #5'] }, 'Yes, but only if 2.')],
      ['BACKEND confirm 7'],
    ],
    [
      'not before a decision',
      [...LONG, TEXT, agree('SECURITY', 5), agree('BACKEND', 5)],
      ['SUPERVISOR decide 5'],
    ],
    [
      'not while a mediation is taken up',
      [...OBJECTED, frame({ Re: ['#5'] })],
      ['BACKEND reconsider 5'],
      { maxRevisions: 0 },
    ],
    [
      'nor by the revision after it',
      [...OBJECTED, frame({ Re: ['#5'] }), object('BACKEND', 5, 'x: y')],
      ['ARCHITECT revise 5'],
      { maxRevisions: 0 },
    ],
    [
      'not between the parts',
      [
        ...[...LONG, TEXT, agree('SECURITY', 5), agree('BACKEND', 5)],
        { ...say('BACKEND', { Re: ['#5'] }), type: 'IMPLEMENTATION' as const },
      ],
      ['ARCHITECT implement 5', 'SECURITY implement 5'],
      { implement: true },
    ],
    [
      'not where the live text is most of it',
      [...OPENED.slice(0, 4), { ...proposal(), content: 'y'.repeat(6_000) }, ...OBJECTED.slice(5)],
      ['ARCHITECT revise 5'],
    ],
    ['not before what was asked is answered', [...LONG, byHand('HUMAN', 'Why?')], ['SUPERVISOR answer 5']],
    [
      'not while nobody of the engine is next',
      [
        ...LONG,
        byHand('HUMAN', 'My text.').replace('ANALYSIS', 'PROPOSAL'),
        agree('ARCHITECT', 5),
        ...OBJECTED.slice(5),
      ],
      ['HUMAN revise 5'],
    ],
  ]
  it.each(rows.map(row => [row[0], row] as const))('%s', (_, [, parts, expected, header]) => {
    expect(turns(session(parts, { context: 1_000, ...header }))).toEqual(expected)
  })

  it('for all that is there, with the phase of what waits, and is no standstill', () => {
    const state = session(OBJECTED, { context: 1_000 })
    expect(due(state)).toEqual([{ role: 'SUPERVISOR', task: 'summarise', on: null, horizon: 7 }])
    expect([state.phase, blocked(state)]).toEqual(['revision', null])
  })

  it('only where a summary would cover half of the limit', () => {
    // 25 + 3 * 420, and the last one of 420.
    expect(turns(session([...LONG, summary('#1-#3')], { context: 841 }))).toEqual(['ARCHITECT propose null'])
    const huge = summary('#1-#3', 'z'.repeat(9_000))
    expect(turns(session([...LONG, huge], { context: 841 }))).toEqual(['ARCHITECT propose null'])
    expect(turns(session([...LONG, huge], { context: 840 }))).toEqual(['SUPERVISOR summarise null'])
  })

  it('while people are asked all the same', () => {
    const state = session(OBJECTED, { context: 1_000, with: ['HUMAN'] })
    expect(turns(state)).toEqual(['SUPERVISOR summarise null', 'HUMAN review 5'])
  })

  it('after what the roles of the engine are asked, and not after what people are', () => {
    const asked = (...roles: readonly string[]) =>
      turns(session([...OBJECTED, byHand('HUMAN', 'And?', { To: roles })], { context: 1_000 }))
    expect(asked('BACKEND')).toEqual(['BACKEND answer 8'])
    expect(asked()).toEqual(['SUPERVISOR answer 8'])
    const back = session([...OBJECTED, say('BACKEND', { Asks: ['HUMAN'] })], { context: 1_000 })
    expect(turns(back)).toEqual(['HUMAN answer 8', 'SUPERVISOR summarise null'])
  })

  it('and takes what was thought meanwhile, also when somebody is asked something', () => {
    const is = (state: State, role: string, task: Task, on: number | null) => isDue(state, { role, task, on })
    const state = session(OBJECTED, { context: 1_000 })
    expect(is(state, 'SUPERVISOR', 'summarise', null)).toBe(true)
    expect(is(state, 'ARCHITECT', 'revise', 5)).toBe(true)
    const asked = session([...OBJECTED, byHand('HUMAN', 'And?', { To: ['BACKEND'] })], { context: 1_000 })
    expect(is(asked, 'SUPERVISOR', 'summarise', null)).toBe(true)
    const revised = session([...OBJECTED, proposal({ Revises: ['#5'] })], { context: 1_000 })
    expect(is(revised, 'SUPERVISOR', 'summarise', null)).toBe(false)
    const done = session([...OBJECTED, summary('#1-#7')], { context: 1_000 })
    expect(is(done, 'SUPERVISOR', 'summarise', null)).toBe(false)
    const paused = session([...OBJECTED, outcome('PAUSED budget')], { context: 1_000 })
    expect(is(paused, 'SUPERVISOR', 'summarise', null)).toBe(false)
  })
})

it('a reviewer is shown no summary that has others’ reviews of its text', () => {
  const parts = [...LONG, TEXT, agree('SECURITY', 5)]
  const late = session([...parts, summary('#1-#6')], { context: 100 })
  const turn = due(late).find(({ role }) => role === 'BACKEND')
  expect(turn).toEqual({ role: 'BACKEND', task: 'review', on: 5, horizon: 5 })
  expect(foldLog(logOf([...parts, summary('#1-#6')]), { upTo: 5 }).summary).toBeNull()
})

describe('summaries come to an end', () => {
  /** Whoever is due writes; `size` says how much, and who objects how often. */
  function play(context: number, size: (nth: number) => number, rounds: number): readonly Entry[] {
    let parts: readonly Part[] = []
    for (let nth = 0; nth < 200; nth += 1) {
      const state = session(parts, { context, maxRevisions: rounds, deadlock: 'supervisor' })
      const [turn] = due(state)
      if (turn === undefined) return logOf(parts).entries
      const { task, role } = turn
      const judges = ['review', 'reconsider', 'confirm', 'rule'].includes(task)
      const objects = judges && role === 'BACKEND' && state.proposals.length <= rounds
      const draft = {
        content: `${'x'.repeat(size(nth))} ${nth}`,
        verdict: judges ? (objects ? ('OBJECT' as const) : ('AGREE' as const)) : null,
        evidence: null,
        concerns: objects ? [{ id: `c-${nth}`, reason: 'why' }] : [],
        resolves: [],
        withdraws: [],
        asks: [],
      }
      parts = [...parts, entryOf(turn, draft, [], state)]
    }
    throw new Error('It does not end')
  }

  it('whatever the limit, however long they and the others are: each covers half of it anew', () => {
    const cases = fc.record({
      context: fc.constantFrom(1, 50, 300, 2_000),
      sizes: fc.array(fc.constantFrom(1, 40, 400, 4_000), { minLength: 1, maxLength: 5 }),
      rounds: fc.integer({ min: 0, max: 4 }),
    })
    let found = 0
    fc.assert(
      fc.property(cases, ({ context, sizes, rounds }) => {
        const entries = play(context, nth => sizes[nth % sizes.length] ?? 1, rounds)
        expect(entries.at(-1)?.fields['Outcome']).toHaveLength(1)
        const sums = entries.filter(({ fields }) => fields['Re']?.[0]?.includes('-') ?? false)
        found += sums.length
        sums.forEach(({ number }, at) => {
          const before = sums[at - 1]?.number ?? 0
          const between = entries.slice(before, number - 1).map(tokensOf)
          expect(between.length).toBeGreaterThan(0)
          expect(between.reduce((sum, tokens) => sum + tokens, 0) * 2).toBeGreaterThanOrEqual(context)
        })
      }),
      { numRuns: 40 },
    )
    expect(found).toBeGreaterThan(20)
  })

  it('and one entry more gives what reading all again gives, wherever they stand', () => {
    const places = fc.array(fc.record({ at: fc.nat(20), upTo: fc.nat(20) }), { maxLength: 4 })
    fc.assert(
      fc.property(courses, places, ({ header, parts }, put) => {
        const all = [...parts]
        for (const { at, upTo } of put) all.splice(at, 0, summary(`#1-#${upTo}`))
        const log = logOf(all, { header: header === null ? null : { ...header, context: 60 } })
        let state = initialState(log.header)
        for (const [at, entry] of log.entries.entries()) {
          state = step(state, entry)
          expect(state).toEqual(foldLog(log, { upTo: at + 1 }))
        }
      }),
      { numRuns: 60 },
    )
  })
})
