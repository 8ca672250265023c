import { expect, it } from 'vitest'
import { factsOf } from '../../../src/minds/playbook/facts.ts'

const sizing = (problem: string) => factsOf(problem, '').sizing

it.each([
  [
    'It takes 20k requests a second.',
    '20k requests a second x 86,400 = 1.73 billion requests a day if held all day',
  ],
  [
    'It takes 20k requests a second.',
    '3 x 20,000 requests a second = 60,000 a second: the peak to size for, with threefold headroom',
  ],
  [
    'It takes up to 20k requests a second.',
    '20k requests a second is given as the upper end, so no factor is put on top of it',
  ],
  ['There are 3,000 uploads a day.', '3,000 uploads a day / 24 = 125 uploads an hour on average'],
  [
    'It takes 20k requests a second in 3 regions.',
    '20k requests a second / 3 regions = 6,667 requests a second in each if evenly spread; with one region lost, 10,000 in each of the others',
  ],
  [
    'It takes 20k requests a second, under 5 ms.',
    '20k requests a second x 5 ms = 100 under way at any moment',
  ],
  ['We have 2 million users.', '5 % of 2 million users = 100,000 active at once'],
  ['We have 2 million users at 400 tenants.', '2 million users / 400 tenants = 5,000 for the average one'],
  [
    'It needs 99.95 % uptime.',
    '(100 % - 99.95 %) x 30 days x 1,440 minutes = 21.6 minutes of downtime a month allowed',
  ],
  ['It gains 5 GB a day.', '5 GB a day x 365 = 1.82 TB a year'],
  [
    'It gains 5 GB a day, kept for 7 years.',
    '5 GB a day kept for 7 years = 12.8 TB, before replicas and backups',
  ],
  [
    '50,000 devices send 2 KB every 10 seconds.',
    '50,000 devices / 10 s = 5,000 messages a second, x 86,400 = 432 million messages a day',
  ],
  [
    'Payments of $2M a month go through it.',
    '$2M a month / 720 hours = $2,778 at stake in each hour of an outage',
  ],
])('%s gives: %s', (problem, line) => expect(sizing(problem)).toContain(line))

it.each([
  'Design a knitting pattern library.',
  'The budget is $2M a month.',
  'We have 12 users.',
  'The database has 2 TB of data.',
])('nothing follows from: %s', problem => expect(sizing(problem)).toEqual([]))
