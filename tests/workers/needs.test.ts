import { expect, it } from 'vitest'
import type { Header } from '../../src/log/entry.ts'
import { askWords, commandLine, commandsFor, neededFromOutside, turnWords } from '../../src/workers/needs.ts'
import {
  agree,
  byHand,
  frame,
  OPENED,
  object,
  outcome,
  type Part,
  say,
  session,
} from '../support/log-builder.ts'

const AGREED: readonly Part[] = [...OPENED, agree('BACKEND', 5), agree('SECURITY', 5)]

it.each<[string, readonly Part[], Partial<Header> | null, string]>([
  [
    'a review',
    AGREED,
    { with: ['HUMAN'] },
    'HUMAN is asked to review #5: synod say s --agree 5, or --object 5 --concern "id: why"',
  ],
  [
    'the same in a pause',
    [...AGREED, outcome('PAUSED stalled')],
    { with: ['HUMAN'] },
    'HUMAN is asked to review #5: synod say s --agree 5, or --object 5 --concern "id: why"',
  ],
  [
    'a confirmation',
    [...AGREED, say('LEGAL', { Verdict: ['AGREE #5'] }, 'Fine, but only if keys are hashed.')],
    { external: ['LEGAL'] },
    'LEGAL is asked to confirm #8: synod say s --as LEGAL --re 8 --agree 5, or --re 8 --object 5 --concern "id: why"',
  ],
  [
    'an answer',
    [...OPENED, say('BACKEND', { Asks: ['HUMAN'], Re: ['#5'] })],
    {},
    'HUMAN is asked to answer #6: synod say s --re 6 "..."',
  ],
  [
    'a second thought',
    [...AGREED, object('HUMAN', 5, 'a: why'), frame({ Re: ['#5'] })],
    { maxRevisions: 0 },
    'HUMAN is asked to reconsider #5: synod say s --agree 5, or --object 5 --concern "id: why"',
  ],
  [
    'an answer in a log without a header',
    [...OPENED, say('BACKEND', { Asks: ['HUMAN'] })],
    null,
    'HUMAN is asked to answer #6: synod say s --re 6 "..."',
  ],
  [
    'a text of its own',
    [
      ...OPENED.slice(0, 4),
      byHand('HUMAN', 'My text.').replace('ANALYSIS', 'PROPOSAL'),
      ...['ARCHITECT', 'BACKEND', 'SECURITY'].map(role => object(role, 5, 'a: why')),
    ],
    {},
    'HUMAN is asked to revise #5: append a PROPOSAL entry with Revises: #5 to the log',
  ],
])('asks for %s with the command that gives it', (_, parts, header, line) => {
  const state = session(parts, header)
  expect(neededFromOutside(state).map(turn => `${askWords(turn)}: ${commandLine(turn, state, 's')}`)).toEqual(
    [line],
  )
})

it('asks for the verdict before the answer to a question: whatever is written answers it', () => {
  const state = session([...AGREED, frame({ Re: ['#5'], Asks: ['HUMAN'] })], { with: ['HUMAN'] })
  expect(neededFromOutside(state).map(turn => commandLine(turn, state, 's'))).toEqual([
    'synod say s --agree 5, or --object 5 --concern "id: why"',
  ])
})

it('gives each way whole, to be copied', () => {
  const state = session(AGREED, { with: ['HUMAN'] })
  expect(neededFromOutside(state).flatMap(turn => commandsFor(turn, state, 's'))).toEqual([
    'synod say s --agree 5',
    'synod say s --object 5 --concern "id: why"',
  ])
})

it('says what is to be done to no one entry', () => {
  expect(turnWords({ task: 'summarise', on: null })).toBe('sum up the log')
})

it('needs nobody for what the engine runs, nor after the end', () => {
  expect(neededFromOutside(session(OPENED))).toEqual([])
  expect(neededFromOutside(session([...AGREED, outcome('STOPPED')], { with: ['HUMAN'] }))).toEqual([])
})
