import { describe, expect, it } from 'vitest'
import { type Figure, figuresOf, isPeak } from '../../../src/minds/playbook/figures.ts'
import { proseOf } from '../../../src/minds/playbook/prose.ts'

const read = (text: string): readonly Figure[] => figuresOf(proseOf(text))
const shown = (text: string) => read(text).map(({ kind, text: words }) => `${kind}: ${words}`)

describe('a figure is read as it stands', () => {
  it.each([
    ['It takes 20k requests a second.', ['rate: 20k requests a second']],
    ['Expect 1.5 million orders per day.', ['rate: 1.5 million orders per day']],
    ['We see 500/s and 300 rps.', ['rate: 500/s', 'rate: 300 rps']],
    ['There are 10k daily orders.', ['rate: 10k daily orders']],
    ['We have 2 million daily active users.', ['users: 2 million daily active users']],
    ['It serves 400 tenants in 3 regions.', ['tenants: 400 tenants', 'places: 3 regions']],
    ['A 3-region setup.', ['places: 3 regions']],
    ['Files are up to 5 GB.', ['size: 5 GB']],
    ['It gains 5 GB a day.', ['size: 5 GB a day']],
    ['Answers in under 200 ms.', ['latency: 200 ms']],
    ['Pages load within 2 seconds.', ['latency: 2 seconds']],
    ['It needs 99.95 % uptime.', ['availability: 99.95 %']],
    ['Four nines are asked for.', ['availability: Four nines']],
    ['Keep the log for 7 years.', ['retention: 7 years']],
    ['With a 7-year retention.', ['retention: 7 years']],
    ['It moves $2M a month.', ['money: $2M a month']],
    ['The budget is 20,000 USD per month.', ['money: 20,000 USD per month']],
    ['A team of 6 engineers.', ['team: team of 6 engineers']],
    ['Devices report every 10 seconds.', ['interval: every 10 seconds']],
    ['Deploys take 50 minutes.', ['time: 50 minutes']],
    ['There are 40 legacy tables.', ['count: 40 legacy tables']],
  ])('%s', (text, figures) => expect(shown(text)).toEqual(figures))
})

describe('what is no figure of that kind', () => {
  it('takes a share of requests for no availability', () => {
    expect(shown('99.9 % of requests end within 1 s.')).toEqual(['count: 99.9 % of requests', 'latency: 1 s'])
  })

  it('takes a version for no number of things', () => {
    expect(shown('We run on Python 3 services.')).toEqual([])
  })

  it('reads nothing where nothing is counted', () => {
    expect(shown('Design a search for our shop, RFC-2119 style, see #12 and v2.1.')).toEqual([])
  })

  it('leaves code out', () => {
    expect(shown('Design it.\n```\nlimit = 20k requests a second\n```')).toEqual([])
  })
})

it('knows values and periods', () => {
  const [rate] = read('1.5 million orders per day')
  expect(rate).toMatchObject({ value: 1_500_000, noun: 'orders', per: 'day' })
})

it.each([
  ['up to 500 requests a second', true],
  ['500 requests a second at peak', true],
  ['500 requests a second', false],
  ['files (up to 2 GB each), 3,000 uploads a day', false],
])('whether "%s" is an upper end: %s', (text, peak) => {
  const rate = read(text).find(({ kind }) => kind === 'rate')
  expect(rate !== undefined && isPeak(rate)).toBe(peak)
})
