import { describe, expect, it } from 'vitest'
import type { Entry, Fields } from '../../src/log/entry.ts'
import { foldLog } from '../../src/protocol/fold.ts'
import { createStyle } from '../../src/views/style.ts'
import { entryHeading, entryLine, renderEntry } from '../../src/views/transcript.ts'
import { type BuiltEntry, buildEntry, buildLog } from '../support/build.ts'
import { SAMPLE } from '../support/sample.ts'

const style = createStyle({ color: false })
const options = { style, width: 80 }
const sample = buildLog({ entries: SAMPLE })

function sampled(number: number): Entry {
  const entry = sample.entries[number - 1]
  if (entry === undefined) throw new Error(`The sample has no #${number}`)
  return entry
}

describe('renderEntry', () => {
  it('says who speaks, what it does and what it says', () => {
    expect(
      renderEntry(sampled(6), options),
    ).toBe(`#6 BACKEND REVIEW 2026-11-21 04:11:02 UTC [claude-sonnet-5-5]
    objects to #5
    raises retry-storm: clients that are limited at once retry at once

    Without a Retry-After header they all come back together.
`)
  })

  it('reads out a revision with its answers', () => {
    expect(renderEntry(sampled(8), options).split('\n').slice(0, 6)).toEqual([
      '#8 ARCHITECT PROPOSAL 2026-11-21 04:11:22 UTC [playbook, not a model]',
      '    revises #5',
      '    answers retry-storm: Retry-After with jitter',
      '    answers key-in-log: keys are hashed before they are logged',
      '',
      '    # Token bucket',
    ])
  })

  it('reads out an agreement with its evidence, and an outcome', () => {
    expect(renderEntry(sampled(9), options)).toContain(
      '\n    agrees to #8\n    checked: the 429 answer names Retry-After with jitter\n',
    )
    expect(renderEntry(sampled(11), options)).toContain('\n    outcome CONSENSUS #8\n')
  })

  it('wraps prose, and neither code nor tables', () => {
    const long = 'word '.repeat(12).trim()
    const entry = buildEntry({
      role: 'BACKEND',
      content: `${long}\n\n\`\`\`\n${long}\n\`\`\`\n\n| ${long} |`,
    })
    expect(renderEntry(entry, { style, width: 40 }).split('\n').slice(3)).toEqual([
      '    word word word word word word word',
      '    word word word word word',
      '',
      '    ```',
      `    ${long}`,
      '    ```',
      '',
      `    | ${long} |`,
      '',
    ])
  })

  it('folds long content only when brief, and says where the rest is', () => {
    const content = Array.from({ length: 30 }, (_, at) => `line ${at + 1}`).join('\n')
    const entry = buildEntry({ role: 'BACKEND', content })
    expect(renderEntry(entry, options)).toContain('    line 30\n')
    expect(
      renderEntry(entry, { ...options, brief: true })
        .split('\n')
        .slice(-3),
    ).toEqual([
      '    line 16',
      `    ... 14 more lines: line ${entry.line} of the log, or synod status --at 1`,
      '',
    ])
  })

  it('shows escapes instead of obeying them, wherever they come from', () => {
    const log = buildLog({
      tail: '\n### [MALLORY] [2026-11-21 05:00] UTC\n**Type**: \x1b[2JX\n**Concern**: x: \x9b31m\n**Spend**: \x1b]0;a\x07\n**Content**: \x1b[31mred\r\u202Eevil\n',
    })
    const [entry] = log.entries
    const text = entry === undefined ? '' : renderEntry(entry, options)
    expect(text).toContain('MALLORY')
    expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]/)
  })

  it('writes roles in their colour, and their names all the same', () => {
    const colored = createStyle({ color: true, roles: { BACKEND: 'blue' } })
    expect(entryHeading(sampled(6), colored)).toBe(
      '\x1b[1m#6\x1b[22m \x1b[1m\x1b[34mBACKEND\x1b[39m\x1b[22m REVIEW \x1b[2m2026-11-21 04:11:02 UTC\x1b[22m \x1b[2m[claude-sonnet-5-5]\x1b[22m',
    )
  })
})

describe('entryHeading', () => {
  it.each<[string, BuiltEntry, string]>([
    [
      'the playbook',
      { role: 'BACKEND', fields: { Spend: ['playbook in 0 cached 0 out 0 usd 0'] } },
      '[playbook, not a model]',
    ],
    [
      'a model',
      { role: 'BACKEND', fields: { Spend: ['claude-opus-5-5 in 1 cached 0 out 1 usd 0.1'] } },
      '[claude-opus-5-5]',
    ],
    [
      'two models',
      {
        role: 'BACKEND',
        fields: {
          Spend: [
            'a in 1 cached 0 out 1 usd 0',
            'b in 1 cached 0 out 1 usd 0',
            'a in 1 cached 0 out 1 usd 0',
          ],
        },
      },
      '[a and b]',
    ],
    ['a person', { role: 'HUMAN' }, '[a person]'],
    ['the engine', { role: 'SUPERVISOR', fields: { Outcome: ['PAUSED budget'] } }, '[the engine]'],
    ['nobody in particular', { role: 'BACKEND' }, '[speaker not stated]'],
  ])('names %s as the speaker', (_, entry, speaker) => {
    expect(entryHeading(buildEntry(entry), style)).toContain(speaker)
  })

  it('keeps the type as the log has it', () => {
    const log = buildLog({
      tail: '\n### [BACKEND] [2026-11-21 05:00] UTC\n**Type**: THREAT_MODEL\n**Content**: x\n',
    })
    expect(log.entries.map(entry => entryHeading(entry, style))).toEqual([
      '#1 BACKEND THREAT_MODEL 2026-11-21 05:00:00 UTC [speaker not stated] (unsealed)',
    ])
  })

  it.each<[string, Partial<Entry>, string]>([
    ['adopted', { adopted: true }, '(adopted: not written by the engine)'],
    ['damaged', { verified: false }, '(damaged: the log was changed at or before this entry)'],
    ['unsealed', { sealed: false, verified: false }, '(unsealed)'],
    ['without a time', { time: null }, 'time unknown'],
  ])('says when an entry is %s', (_, change, words) => {
    expect(entryHeading({ ...sampled(6), ...change }, style)).toContain(words)
  })

  it('says when a verdict is about a text that was replaced', () => {
    expect(entryHeading(sampled(6), style, foldLog(sample))).toContain('(#5 is replaced by #8)')
    expect(entryHeading(sampled(6), style, foldLog(sample, { upTo: 6 }))).not.toContain('replaced')
  })

  it.each<[string, BuiltEntry, string]>([
    ['agreed in prose', { role: 'HUMAN', type: 'REVIEW', content: 'I agree to #5.' }, '(read as AGREE #5)'],
    [
      'agreed with a condition',
      {
        role: 'BACKEND',
        type: 'REVIEW',
        fields: { Verdict: ['AGREE #5'], Evidence: ['read'] },
        content: 'Fine, but only if the limit is per key.',
      },
      '(carries a condition: does not count before it is confirmed)',
    ],
    [
      'leaned and gave no verdict',
      { role: 'HUMAN', type: 'REVIEW', content: 'I object: it is slow.' },
      '(no clear verdict: ',
    ],
    [
      'has no seat',
      { role: 'LEGAL', type: 'REVIEW', content: 'Hm.' },
      '(has no seat: is heard and decides nothing)',
    ],
  ])('says of somebody who %s what that counts for', (_, entry, flag) => {
    const log = buildLog({ entries: [...SAMPLE.slice(0, 5), entry] })
    expect(log.entries.map(one => entryHeading(one, style, foldLog(log)))[5]).toContain(flag)
  })

  it('says when somebody else wrote for a role of the engine', () => {
    const log = buildLog({ tail: '\n### [BACKEND] [2026-11-21 05:00] UTC\n**Content**: I agree.\n' })
    const headings = log.entries.map(entry => entryHeading(entry, style, foldLog(log)))
    expect(headings.join()).toContain('(not from the engine that runs BACKEND: counts for nothing)')
  })
})

describe('entryLine', () => {
  it.each<[Fields, string]>([
    [{ Verdict: ['AGREE #5'] }, 'agrees to #5'],
    [{ Verdict: ['ABSTAIN #5'] }, 'abstains on #5'],
    [{ Verdict: ['OBJECT #5'], Concern: ['a: x', 'b: y'] }, 'objects to #5, raises a, b'],
    [{ Verdict: ['maybe'] }, 'gives a verdict nobody can read: maybe'],
    [{ Concern: ['this is all wrong'] }, 'raises a concern'],
    [{ Revises: ['#5'], Resolves: ['a: x'] }, 'revises #5, answers a'],
    [{ Withdraws: ['a'], Asks: ['BACKEND'], To: ['SECURITY'] }, 'withdraws a, asks BACKEND, to SECURITY'],
    [{ Outcome: ['PAUSED rounds'] }, 'outcome PAUSED rounds'],
    [{ Re: ['#3'] }, 'on #3'],
    [{ Re: ['#3'], Asks: ['HUMAN'] }, 'asks HUMAN, on #3'],
    [{ Re: ['#3'], Verdict: ['AGREE #3'] }, 'agrees to #3'],
  ])('says of %j: %s', (fields, words) => {
    const line = entryLine(buildEntry({ role: 'BACKEND', type: 'REVIEW', fields }), style)
    expect(line).toBe(`#1 BACKEND REVIEW 2026-11-21 04:10:12 UTC [speaker not stated] ${words}`)
  })
})
