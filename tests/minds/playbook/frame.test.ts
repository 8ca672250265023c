import { expect, it } from 'vitest'
import { panel, RATE_LIMITER } from './rules.ts'
import { open, run } from './session.ts'

const framed = (problem: string) => run(open(problem, panel()), 1).entries[0]?.content ?? ''
const part = (content: string, title: string) =>
  content.split(`#### ${title}\n`)[1]?.split('\n\n####')[0] ?? ''

it('says once, and first, who has written it', () => {
  const content = framed(RATE_LIMITER)
  expect(content).toMatch(/^Written by the playbook \(rules in the role files\), not by a language model\.\n/)
  expect(content.match(/playbook/g)).toHaveLength(1)
})

it('gives goal, figures, sizing and constraints in the words of the problem', () => {
  const content = framed(RATE_LIMITER)
  expect(part(content, 'Goal')).toBe(
    '> Design a rate limiter for our public API: 3 plans, 20k requests a second, 3 regions.',
  )
  expect(part(content, 'The problem in figures').split('\n')).toEqual([
    '- count: 3 plans',
    '- rate: 20k requests a second',
    '- places: 3 regions',
    '- time allowed: 5 ms',
  ])
  expect(part(content, 'Sizing')).toContain('3 x 20,000 requests a second = 60,000 a second')
  expect(part(content, 'Constraints, as they were given')).toBe('- "It must add at most 5 ms to a request."')
})

it('gives each seat what the rules assign to it, else what its description says', () => {
  expect(part(framed(RATE_LIMITER), 'What each role must look at').split('\n')).toEqual([
    '- **ARCHITECT**: The ARCHITECT of the panel.',
    '- **BACKEND**: What does the rate limiter add to each request? (`hot-path`)',
    '- **SECURITY**: The SECURITY of the panel.',
  ])
})

it('asks what nobody is assigned and which figures are missing, each with what holds meanwhile', () => {
  const questions = part(framed(RATE_LIMITER), 'Open questions')
  expect(questions).toContain(
    '1. `who-pays`: Who may change the limit of a customer? _Unless answered_: The limit of a customer is owned by the billing plan.',
  )
  expect(questions).toContain('2. `availability-goal`: ')
  expect(questions).not.toMatch(/peak-rate|latency-goal/)
  expect(questions.match(/^\d\. /gm)).toHaveLength(5)
})

it('ends with what has to hold for it to be done', () => {
  expect(framed(RATE_LIMITER)).toMatch(
    /#### Done when\n- The time added to each request is stated\.\n- A limit has one owner\.\n- Every worker has agreed to exactly the same text, and no concern is open\.$/,
  )
})

it('leaves out what a problem does not have', () => {
  const content = framed('Design a knitting pattern collection.')
  expect(content).not.toMatch(/figures\n|Sizing|Constraints/)
  expect(content).toContain('`peak-rate`: What peak rate must the knitting pattern collection take')
})

it('asks for no downtime and no rate of what people run for themselves', () => {
  expect(framed('Create a command line tool that renames photos.')).not.toMatch(
    /peak-rate|availability-goal|budget/,
  )
})
