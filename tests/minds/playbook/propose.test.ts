import { describe, expect, it } from 'vitest'
import { parseDesign, renderDesign } from '../../../src/minds/playbook/design.ts'
import { ARCHITECT_RULES, BACKEND_RULES, panel, RATE_LIMITER, SECURITY_RULES } from './rules.ts'
import { append, open, run } from './session.ts'

const proposed = (problem: string, agents = panel()) =>
  run(open(problem, agents), 5).entries[4]?.content ?? ''

describe('the design', () => {
  const content = proposed(RATE_LIMITER)

  it('has its parts in order and begins with a paragraph', () => {
    expect(parseDesign(content).parts.map(({ title }) => title)).toEqual([
      'Sizing',
      'Components',
      'Data flow',
      'Interfaces',
      'Failure handling',
      'Security',
      'Rollout',
      'Constraints, and where they are met',
      'Assumptions',
      'Left out, and why',
    ])
    expect(content.split('\n')[0]).toBe(
      'The rate limiter is a filter in the gateway. Each of 3 regions counts calls in its own store and tells the others every 10 s. ' +
        'What drives the design: 3 plans, 20k requests a second, 3 regions and answers within 5 ms; the sizing below follows from them by arithmetic alone. ' +
        "Of its 7 statements, 4 answer what BACKEND (#3) and SECURITY (#4) require; the others are ARCHITECT's own.",
    )
  })

  it('says of each statement where it comes from', () => {
    expect(content).toContain(
      '- The rate limiter is a filter in the gateway; nothing behind it refuses a call. (ARCHITECT: off-path)',
    )
    expect(content).toContain(
      '- A token is checked and taken in one atomic step. (BACKEND #3: limit-overrun)',
    )
    expect(content).toContain(
      '- A library in each service was left out: it counts each caller once per service. (ARCHITECT: off-path)',
    )
  })

  it('takes up every open question as an assumption', () => {
    expect(content).toContain(
      '- Who may change the limit of a customer? _Assumed_: The limit of a customer is owned by the billing plan. (SUPERVISOR #1: who-pays)',
    )
    expect(content).toContain('_Assumed_: A slow store is cut off. (BACKEND #3: slow-store)')
  })

  it('says of each constraint where it is met, or that a test has to show it', () => {
    expect(content).toContain('- "It must add at most 5 ms to a request.": no statement here says how')
    const hot = ARCHITECT_RULES.replace(
      'nothing behind it refuses a call',
      'it refuses within {latency|10 ms}',
    )
    expect(proposed(RATE_LIMITER, panel({ ARCHITECT: hot }))).toContain(
      'at most 5 ms to a request.": see `off-path` (Components).',
    )
  })

  it('finds a constraint in the reason of a statement that does not name it', () => {
    const content = proposed(`${RATE_LIMITER} Clients must not retry together.`)
    expect(content).toContain('"Clients must not retry together.": see `retry-storm` (Interfaces).')
  })

  it('reads back as it was written', () => {
    expect(renderDesign(parseDesign(content))).toBe(content)
  })
})

describe('what is asked for twice', () => {
  it('stands once with both marks when the ids are the same', () => {
    const content = proposed(
      RATE_LIMITER,
      panel({ SECURITY: SECURITY_RULES.replace('limit-evasion', 'off-path') }),
    )
    expect(content).toContain('refuses a call. (ARCHITECT: off-path; SECURITY #4: off-path)')
    expect(content).not.toContain('#### Security')
  })

  it('stands once when another statement on the same matter shows all that is looked for', () => {
    const same = BACKEND_RULES.replace(
      'meet: Data flow: A token is checked and taken in one atomic step.',
      'meet: Data flow: Each of the regions counts calls in a store of its own and tells others each minute.',
    ).replace('signs: atomic*', 'signs: count*, store*')
    expect(proposed(RATE_LIMITER, panel({ BACKEND: same }))).toContain(
      'every 10 s. (ARCHITECT: shared-counter; BACKEND #3: limit-overrun)',
    )
  })
})

it('fills the parts no design can do without, and says so, when its rules know nothing of the problem', () => {
  const content = proposed('Design a knitting pattern collection.')
  expect(content).toContain('The rules of ARCHITECT know nothing particular to a problem of this kind')
  for (const title of ['Components', 'Data flow', 'Failure handling', 'Rollout'])
    expect(content).toContain(`#### ${title}\n- `)
})

it('lets a person answer an open question in the log', () => {
  const framed = run(open(RATE_LIMITER, panel()), 1)
  const told = append(framed, {
    role: 'HUMAN',
    type: 'ANALYSIS',
    fields: {},
    content: 'It needs 99.95 % uptime. No vendor may see our keys.',
  })
  const content = run(told, 7).entries[6]?.content ?? ''
  expect(content).not.toContain('availability-goal')
  expect(content).toContain('21.6 minutes of downtime a month allowed')
  expect(content).toContain('- "No vendor may see our keys.": ')
})

it('takes its lines from what analyses by people or models ask, too', () => {
  const started = run(open(RATE_LIMITER, panel()), 1)
  const said = (role: string, content: string) => ({ role, type: 'ANALYSIS' as const, fields: {}, content })
  const analysed = ['ARCHITECT', 'BACKEND', 'SECURITY'].reduce(
    (session, role) => append(session, said(role, 'I see a risk. Do batch jobs count as calls?')),
    started,
  )
  const content = run(analysed, 5).entries[4]?.content ?? ''
  expect(content).toContain('- Do batch jobs count as calls? _Assumed_: No. (ARCHITECT #2)')
  expect(content.match(/Do batch jobs/g)).toHaveLength(1)
})
