import { describe, expect, it } from 'vitest'
import { bytes, figure, quantityOf } from '../../../src/minds/playbook/numbers.ts'

describe('a written quantity', () => {
  it.each([
    ['20k', 20_000],
    ['2,000', 2_000],
    ['1.5 million', 1_500_000],
    ['99,95', 99.95],
    ['20 000', 20_000],
    ['3M', 3_000_000],
    ['10 to 20', 20],
    ['3-5', 5],
    ['three', 3],
    ['half a million', 500_000],
    ['60+', 60],
  ])('%s is %d', (written, value) => expect(quantityOf(written)).toBe(value))

  it.each(['many', '', 'v2', 'k'])('"%s" is none', written => expect(quantityOf(written)).toBeNull())
})

it.each([
  [1_728_000_000, '1.73 billion'],
  [60_000, '60,000'],
  [6_666.7, '6,667'],
  [57.87, '57.9'],
  [0.0347, '0.0347'],
  [999_999, '1 million'],
])('%d is shown as %s', (value, shown) => expect(figure(value)).toBe(shown))

it.each([
  [2_190_000_000_000_000, '2.19 PB'],
  [6e12, '6 TB'],
  [2_000, '2 KB'],
  [999_999, '1 MB'],
])('%d bytes are shown as %s', (value, shown) => expect(bytes(value)).toBe(shown))
