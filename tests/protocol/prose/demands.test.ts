import { describe, expect, it } from 'vitest'
import { demandIn } from '../../../src/protocol/prose/demands.ts'

describe('a label asks for something', () => {
  it.each([
    'nit',
    'nits',
    'nitpick',
    'nitpicks',
    'minor',
    'todo',
    'to do',
    'caveat',
    'caveats',
    'condition',
    'conditions',
    'reservation',
    'reservations',
    'proviso',
    'provisos',
    'suggestion',
    'suggestions',
    'remark',
    'remarks',
    'open point',
    'open points',
    'follow-up',
    'follow-ups',
    'followup',
    'remaining',
    'outstanding',
    'left',
    'missing',
    'request',
    'requests',
    'wish',
    'wishes',
    'small nit',
    'minor remark',
    'one caveat',
  ])('%s:', label => {
    expect(demandIn(`${label}: the name`)).toBe(`${label}:`)
    expect(demandIn(`${label} : the name`)).toBe(`${label} :`)
    expect(demandIn(`what they wrote under ${label}: the name`)).toBeNull()
  })
})

describe('a sentence asks for something', () => {
  it.each([
    ['make sure it is fast', 'make sure'],
    ['but please, make sure it is fast', 'but please, make sure'],
    ['and also be sure to log it', 'and also be sure to'],
    ["so, don't forget the keys", "so, don't forget"],
    ['remember to log it', 'remember to'],
    ['the limit should be lowered', 'should be lowered'],
    ['it is still missing', 'is still missing'],
    ['i hope the limit is lower', 'i hope the limit'],
    ['needs work', 'needs work'],
    ['still needs a limit', 'still needs'],
    ['also needs no-cache', 'also needs no-cache'],
    ['needs nothingness', 'needs nothingness'],
    ['can we lower it?', 'can we lower it?'],
    ['ok, could you lower it?', 'ok, could you lower it?'],
    ['agreed but would the author lower it?', 'agreed but would the author lower it?'],
    ['just please make sure it is fast', 'just please make sure'],
  ])('%j by %j', (sentence, words) => expect(demandIn(sentence)).toBe(words))

  it('in no more than 80 of its characters', () => {
    const words = (length: number) => `please fix ${'x'.repeat(length - 22)} beforehand`
    expect(demandIn(words(80))).toBe(words(80))
    expect(demandIn(words(81))).toBe(`${words(81).slice(0, 79)}…`)
  })

  it.each([
    'needs no change',
    'needs nothing',
    'needs none of it',
    'what it needs is there',
    'can we lower it',
    'the limit is low',
    'it makes sure of that',
    'we are not missing anything',
    '',
  ])('%j does not', sentence => expect(demandIn(sentence)).toBeNull())
})
