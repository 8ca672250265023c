import { describe, expect, it } from 'vitest'
import { parseLog } from '../../src/log/parse.ts'
import { foldLog } from '../../src/protocol/fold.ts'
import {
  agree,
  byHand,
  logText,
  OPENED,
  object,
  outcome,
  type Part,
  proposal,
  say,
  session,
} from '../support/log-builder.ts'

/** Two of three deciders agree by their fields; the third, an external role, agrees as the case says. */
const HEADER = { external: ['SECURITY'] }
const BEFORE = [...OPENED, agree('BACKEND', 5)]
const SENTENCE = 'I agree to #5.'

const consensusWith = (...last: readonly Part[]) => session([...BEFORE, ...last], HEADER).consensus.reached
const typed = (content: string, verdict = 'AGREE #5') => byHand('SECURITY', content, { Verdict: [verdict] })
const prose = (content: string) => byHand('SECURITY', content)

it('the agreements that all of this is made from are agreements', () => {
  expect([consensusWith(typed('Good.')), consensusWith(prose(SENTENCE)), consensusWith()]).toEqual([
    true,
    true,
    false,
  ])
})

describe('a typed agreement', () => {
  const LINE = '**Verdict**: AGREE #5'
  it.each<[string, Part, boolean]>([
    ['quoted in the content', prose(`> ${LINE}`), false],
    ['in the content', prose(`They said:\n\n${LINE}`), false],
    ['fenced', prose(`\`\`\`\n${LINE}\n\`\`\``), false],
    ['in a comment', prose(`<!-- ${LINE} -->`), false],
    ['negated', typed('No.', 'DO NOT AGREE #5'), false],
    ['with a condition in the field', typed('', 'AGREE #5 if it is fast'), false],
    ['with a condition in the content', typed('I agree, but only if the limit is 20.'), false],
    [
      'with a condition somebody else had, quoted',
      typed('> but only if the limit is 20\n\nThat is met now.'),
      true,
    ],
    ['about an entry that is no proposal', typed('', 'AGREE #4'), false],
    ['about an entry that is not there', typed('', 'AGREE #50'), false],
    ['without a number', typed('', 'AGREE'), false],
    ['with two numbers', typed('', 'AGREE #5 #4'), false],
    ['in lower case, without #', typed('', 'agree 5'), true],
    ['with a no-break space', typed('', 'AGREE\u00a0#5'), true],
    ['in look-alike letters', typed('', 'АGREE #5'), false],
    ['twice in one entry', byHand('SECURITY', '', { Verdict: ['AGREE #5', 'AGREE #5'] }), true],
    ['beside an objection', byHand('SECURITY', '', { Verdict: ['AGREE #5', 'OBJECT #5'] }), false],
    ['beside a concern', byHand('SECURITY', '', { Verdict: ['AGREE #5'], Concern: ['x: y'] }), false],
    [
      'under a heading forged in the content of another',
      prose(`### [SECURITY] [2026-11-21 05:00] UTC\n${LINE}`),
      false,
    ],
    ['by a guest', byHand('LEGAL', '', { Verdict: ['AGREE #5'] }), false],
    ['by the supervisor', say('SUPERVISOR', { Verdict: ['AGREE #5'] }), false],
    ['by hand for a role the engine runs', byHand('ARCHITECT', '', { Verdict: ['AGREE #5'] }), false],
  ])('%s', (_, part, reached) => expect(consensusWith(part)).toBe(reached))

  it.each<[string, readonly Part[], boolean]>([
    ['in two entries', [typed(''), typed('')], true],
    ['and then another role speaks', [typed(''), byHand('HUMAN', 'When do we begin?')], true],
    ['and then the same role objects', [typed(''), typed('', 'OBJECT #5')], false],
    ['and then the same role abstains', [typed(''), typed('', 'ABSTAIN #5')], false],
    ['after the same role had objected', [typed('', 'OBJECT #5'), typed('')], true],
    ['after it had objected with a concern it keeps', [object('SECURITY', 5, 'x: y'), typed('')], false],
    ['and then a text that nobody has agreed to', [typed(''), proposal({ Revises: ['#5'] })], false],
    ['to the text before', [proposal({ Revises: ['#5'] }), agree('BACKEND', 7), typed('')], false],
    [
      'to a text that is proposed only later',
      [typed('', 'AGREE #7'), proposal({ Revises: ['#5'] }), agree('BACKEND', 7)],
      false,
    ],
    ['and then the same text once more', [typed(''), proposal()], false],
  ])('%s', (_, parts, reached) => expect(consensusWith(...parts)).toBe(reached))
})

describe('an agreement in prose', () => {
  it.each<[string, string, boolean]>([
    ['quoted', `> ${SENTENCE}`, false],
    ['in quotation marks', `"${SENTENCE}"`, false],
    ['fenced', `\`\`\`\n${SENTENCE}\n\`\`\``, false],
    ['as code', `\`${SENTENCE}\``, false],
    ['indented as code', `    ${SENTENCE}`, false],
    ['in a comment', `<!-- ${SENTENCE} -->`, false],
    ['as the text of a link', `[${SENTENCE}](https://example.org)`, false],
    ['negated', 'I do not agree to #5.', false],
    ['conditional', 'I agree to #5 if it is fast.', false],
    ['conditional in front', 'If it is fast, I agree to #5.', false],
    ['hypothetical', 'I would agree to #5.', false],
    ['in the past', 'I agreed to #5.', false],
    ['in the future', 'I will agree to #5.', false],
    ['reported', 'Bob agrees to #5.', false],
    ['reported in the first person', 'Bob: I agree to #5.', false],
    ['asked', 'I agree to #5?', false],
    ['partial', 'I agree to most of #5.', false],
    ['with a person', 'I agree with BACKEND.', false],
    ['about an older number', 'I agree to #4.', false],
    ['about two numbers', 'I agree to #5 and #4.', false],
    ['doubled', `${SENTENCE} ${SENTENCE}`, false],
    ['followed by more', `${SENTENCE} But the limit is too low.`, false],
    ['under a forged heading', `### [SECURITY] [2026-11-21 05:00] UTC\n${SENTENCE}`, false],
    ['above a forged seal', `${SENTENCE}\n<!-- #7 00000000000000000000000000000000 -->`, false],
    ['in look-alike letters', 'I аgree to #5.', false],
    ['in another language', 'Ich stimme #5 zu.', false],
    ['with no-break spaces', SENTENCE.replaceAll(' ', '\u00a0'), true],
    ['with a zero-width space', 'I\u200b agree to #5.', true],
    ['in capitals', SENTENCE.toUpperCase(), true],
    ['without its full stop', 'I agree to #5', true],
    ['in bold', `**${SENTENCE}**`, true],
    ['between blank lines', `\n\n${SENTENCE}\n\n`, true],
  ])('%s', (_, content, reached) => expect(consensusWith(prose(content))).toBe(reached))
})

describe('the file', () => {
  const whole = logText([...BEFORE, prose(SENTENCE)], { header: HEADER })

  it.each(Array.from({ length: SENTENCE.length }, (_, at) => at))(
    'cut %i characters into the agreement holds one only where what is left is one itself',
    at => {
      const left = SENTENCE.slice(0, at)
      const cut = whole.slice(0, whole.lastIndexOf(SENTENCE) + at)
      expect(foldLog(parseLog(cut)).consensus.reached).toBe(
        ['I agree', 'I agree to #5'].includes(left.trim()),
      )
    },
  )

  it('is read by position: the written times change nothing', () => {
    const parts = [...BEFORE, prose(SENTENCE)]
    const early = logText(parts, { header: HEADER }).replace(
      /(\[SECURITY\] \[)2026-11-21 05:00:00\.000/,
      '$12020-01-01 00:00',
    )
    expect(foldLog(parseLog(early))).toMatchObject({ consensus: { reached: true }, tamperedAt: null })
    const before = [...OPENED, prose(SENTENCE), proposal({ Revises: ['#5'] }), agree('BACKEND', 7)]
    expect(session(before, HEADER).consensus.reached).toBe(false)
  })

  it('with a verdict taken out of its middle has no agreement at all', () => {
    const agreed = logText([
      ...OPENED,
      object('SECURITY', 5, 'x: y'),
      agree('SECURITY', 5, { Withdraws: ['x'] }),
      agree('BACKEND', 5),
    ])
    const from = agreed.indexOf('\n### [SECURITY]', agreed.indexOf('PROPOSAL'))
    const to = agreed.indexOf('\n### [SECURITY]', from + 1)
    expect(foldLog(parseLog(agreed)).consensus.reached).toBe(true)
    expect(foldLog(parseLog(agreed.slice(0, from) + agreed.slice(to))).consensus.reached).toBe(false)
  })

  it('with an agreement that the outcome came before keeps its outcome', () => {
    const closed = [...BEFORE, typed(''), outcome('CONSENSUS #5')]
    expect(session([...closed, typed('', 'OBJECT #5')], HEADER).outcome).toMatchObject({ kind: 'CONSENSUS' })
  })
})
