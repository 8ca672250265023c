import { describe, expect, it } from 'vitest'
import { faultIn } from '../../../src/protocol/prose/faults.ts'

describe('a sentence finds fault', () => {
  it.each([
    ['the text lacks a limit', 'the text lacks'],
    ['the limit is too high', 'is too high'],
    ['the limit is still too high', 'is still too high'],
    ['the limit is a bit too high', 'is a bit too high'],
    ['the owner is unclear', 'is unclear'],
    ['two questions about keys are still open', 'questions about keys are still open'],
    ['the keys have yet to be named', 'have yet to'],
    ['this contradicts #4', 'contradicts'],
    ['i have not read it', 'i have not read'],
    ['i am not happy with it', 'i am not happy'],
    ['i am concerned', 'i am concerned'],
    ['not yet happy', 'not yet happy'],
    ['but not acceptable', 'but not acceptable'],
    ['the only thing missing: a limit', 'the only thing missing'],
    ['one open point: the limit', 'one open point:'],
    ['the last small point is the limit', 'the last small point is'],
  ])('%j by %j', (sentence, words) => expect(faultIn(sentence)).toBe(words))
})

describe('a sentence describes the design', () => {
  it.each([
    ['a case', 'when the limit is too high, clients wait'],
    ['a case behind other words', 'clients wait where the limit is too high'],
    ['nothing', 'nothing is too high'],
    ['what was', 'the only thing missing was the limit'],
    ['what is settled', 'the only point is settled'],
    ['a number', 'the gateway counts one request'],
    ['what is right', 'the limit is high'],
  ])('with %s', (_, sentence) => expect(faultIn(sentence)).toBeNull())

  it.each([
    ['a comma ends the case', 'if a client is new, the limit is too high', 'is too high'],
    ['a colon ends it too', 'if a client is new: the limit is too high', 'is too high'],
    ['a word that only begins like one is none', 'the notification limit is too high', 'is too high'],
    ['one with a hyphen is none', 'a no-limit client is too high', 'is too high'],
    ['the second fault counts where the first is a case', 'if it is too high, it is too slow', 'is too slow'],
    [
      'a word that only ends like what was is none',
      'the only thing missing is the wasabi',
      'the only thing missing',
    ],
  ])('but %s', (_, sentence, words) => expect(faultIn(sentence)).toBe(words))
})
