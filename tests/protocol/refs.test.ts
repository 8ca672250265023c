import { describe, expect, it } from 'vitest'
import {
  cutId,
  readIdAndText,
  readOutcomeField,
  readRange,
  readRef,
  readVerdictField,
} from '../../src/protocol/refs.ts'

it.each([
  ['#12', 12],
  ['#12, and why', 12],
  ['12', null],
  ['#', null],
  ['#12a', null],
  ['x #12', null],
  ['#-1', null],
  [`#${'1'.repeat(16)}`, null],
  ['', null],
  [undefined, null],
])('readRef(%j) is %j', (value, expected) => expect(readRef(value)).toBe(expected))

it.each([
  ['#1-#41', { from: 1, upTo: 41 }],
  ['#7-#3', { from: 7, upTo: 3 }],
  ['#1', null],
  ['#1-41', null],
  ['#1 - #41', null],
  ['#1-#41 and more', null],
  [`#1-#${'1'.repeat(16)}`, null],
  ['', null],
  [undefined, null],
])('readRange(%j) is %j', (value, expected) => expect(readRange(value)).toEqual(expected))

it.each([
  ['AGREE #12', { verdict: 'AGREE', on: 12 }],
  ['OBJECT #12', { verdict: 'OBJECT', on: 12 }],
  ['ABSTAIN #12', { verdict: 'ABSTAIN', on: 12 }],
  ['agree #12', { verdict: 'AGREE', on: 12 }],
  ['AGREE 12', { verdict: 'AGREE', on: 12 }],
  ['AGREE\t#12', { verdict: 'AGREE', on: 12 }],
  ['AGREE \t #12', { verdict: 'AGREE', on: 12 }],
  ['AGREE', null],
  ['#12', null],
  ['AGREE#12', null],
  ['AGREED #12', null],
  ['LGTM #12', null],
  ['AGREE #12 if the tests pass', null],
  ['I AGREE #12', null],
  ['AGREE #12 #13', null],
  ['AGREE #x', null],
  ['DISAGREE #12', null],
  ['', null],
])('readVerdictField(%j) is %j', (value, expected) => expect(readVerdictField(value)).toEqual(expected))

describe('an id and its text', () => {
  it.each([
    ['retry-storm: all at once', { id: 'retry-storm', text: 'all at once' }],
    ['retry-storm : all: at once', { id: 'retry-storm', text: 'all: at once' }],
    ['Retry-Storm:x', { id: 'retry-storm', text: 'x' }],
    ['retry-storm', { id: 'retry-storm', text: '' }],
    ['retry-storm:', { id: 'retry-storm', text: '' }],
    ['no id here', null],
    ['-a: b', null],
    ['a--b: c', null],
    ['a_b: c', null],
    ['', null],
  ])('%j is %j', (value, expected) => expect(readIdAndText(value)).toEqual(expected))

  it('is cut to 64 characters and stays kebab-case', () => {
    const long = `${'a'.repeat(63)}-b`
    expect(readIdAndText(`${long}: c`)).toEqual({ id: 'a'.repeat(63), text: 'c' })
    expect(cutId(long, '-backend')).toBe(`${'a'.repeat(56)}-backend`)
    expect(cutId(`${'a'.repeat(62)}--b`)).toBe('a'.repeat(62))
    expect(cutId('a', `-${'b'.repeat(70)}`)).toBe(`-${'b'.repeat(70)}`)
  })
})

it.each([
  ['CONSENSUS #12', { kind: 'CONSENSUS', on: 12 }],
  ['consensus #12', { kind: 'CONSENSUS', on: 12 }],
  ['NO_OBJECTION #12', { kind: 'NO_OBJECTION', on: 12 }],
  ['DECIDED_WITH_DISSENT #12', { kind: 'DECIDED_WITH_DISSENT', on: 12 }],
  ['CONSENSUS', { kind: 'CONSENSUS', on: null }],
  ['STOPPED', { kind: 'STOPPED', on: null }],
  [' STOPPED', { kind: 'STOPPED', on: null }],
  ['CONSENSUS \t #12 as it stands', { kind: 'CONSENSUS', on: 12 }],
  ['PAUSED budget', { kind: 'PAUSED', reason: 'budget' }],
  ['PAUSED rounds', { kind: 'PAUSED', reason: 'rounds' }],
  ['PAUSED deadlock', { kind: 'PAUSED', reason: 'deadlock' }],
  ['PAUSED stalled', { kind: 'PAUSED', reason: 'stalled' }],
  ['PAUSED interrupted', { kind: 'PAUSED', reason: 'interrupted' }],
  ['paused Error', { kind: 'PAUSED', reason: 'error' }],
  ['PAUSED', null],
  ['PAUSED for lunch', null],
  ['HALTED budget', null],
  ['AGREED #12', null],
  ['', null],
])('readOutcomeField(%j) is %j', (value, expected) => expect(readOutcomeField(value)).toEqual(expected))
