import { describe, expect, it } from 'vitest'
import { factsOf } from '../../../src/minds/playbook/facts.ts'

describe('constraints are quoted as they stand', () => {
  it.each([
    ['Design it: it must never lose an order.', ['it must never lose an order.']],
    ['Design it. GDPR applies. It is blue.', ['GDPR applies.']],
    ['Design it.\n\n- no downtime\n- blue\n- at most 5 ms', ['no downtime', 'at most 5 ms']],
    ['Design it.\n\n## Constraints\n- two weeks\n- blue', ['two weeks', 'blue']],
    ['We need to design a queue. Must it be fast?', []],
  ])('%s', (problem, constraints) => expect(factsOf(problem, '').constraints).toEqual(constraints))
})

describe('the goal is the sentence that asks', () => {
  it.each([
    ['We sell shoes. Design a returns portal. It must be fast.', 'Design a returns portal.'],
    ['# Returns\n\nWe sell shoes. How should we take returns?', 'How should we take returns?'],
    ['Our search is slow.', 'Our search is slow.'],
    ['### [BACKEND] Design', '[BACKEND] Design'],
  ])('%s', (problem, goal) => expect(factsOf(problem, '').goal).toBe(goal))

  it('goes over wrapped lines and stays one line', () => {
    expect(factsOf('Design a queue\nfor our\r\nshop.', '').goal).toBe('Design a queue for our shop.')
  })

  it('is short however long the problem is', () => {
    expect(factsOf(`Design ${'a very '.repeat(500)}long thing.`, '').goal.length).toBeLessThanOrEqual(400)
  })
})

it('takes in what people have said since', () => {
  const facts = factsOf('Design a queue.', '', ['It must hold 5 GB a day.'])
  expect(facts.constraints).toEqual(['It must hold 5 GB a day.'])
  expect(facts.figures.map(({ text }) => text)).toEqual(['5 GB a day'])
})
