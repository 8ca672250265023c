import { expect, it } from 'vitest'
import { agreedTo } from '../../../src/protocol/prose/agreement.ts'

const LONGEST = 'I hereby explicitly unconditionally agree unconditionally to proposal #123456789'

it.each<[string, number | null]>([
  ['I agree', null],
  ['I agree.', null],
  ['I agree!', null],
  ['i AGREE to #5', 5],
  ['I fully agree with this proposal.', null],
  ['I hereby explicitly agree to the proposal #12.', 12],
  ['I approve of revision #7', 7],
  ['My verdict on #9 is agree', 9],
  ['AGREE #5', 5],
  ['**I agree.**', null],
  ['**I agree**.', null],
  ['*I agree to #5!*', 5],
  ['_I agree_!', null],
  ['***I agree***', null],
  ['   I \t agree  ', null],
  [`I agree${' '.repeat(313)}`, null],
  ['I agree\u00a0to\u200b #5', 5],
  [LONGEST, 123456789],
])('%j agrees to %j', (written, on) => expect(agreedTo(written)).toBe(on))

it.each([
  ['other words', 'I agree with you'],
  ['two sentences', 'I agree. I do.'],
  ['two marks at its end', 'I agree..'],
  ['a number with a zero before it', 'I agree to #05'],
  ['a letter that only looks like one', 'I \u0430gree'],
  ['a line end', 'I agree\n'],
  ['four blanks before it, which make it code', '    I agree'],
  ['a tab before it', '\tI agree'],
  ['a blank and a tab before it', ' \tI agree'],
  ['a blank that is not seen and a tab before it', '\u200b\tI agree'],
  ['emphasis that does not end', '**I agree'],
  ['emphasis that ends in a letter', '*I agreee'],
  ['emphasis that ends otherwise', '**I agree*'],
  ['emphasis within emphasis and a mark', '*I agree.*.'],
  ['a mark within emphasis', '**I. agree**'],
  ['emphasis of nothing', '**'],
  ['more characters than a sentence of the list has', `${LONGEST.replace(' to ', ' with ')}`],
  ['more blanks than anybody writes', `I agree${' '.repeat(314)}`],
])('no sentence of the list has %s', (_, written) => expect(agreedTo(written)).toBeUndefined())
