/** The built-in panel's own rules, as the playbook uses them. */
import { describe, expect, it } from 'vitest'
import { normalise } from '../../../src/agents/phrases.ts'
import { seatRoster } from '../../../src/agents/roster.ts'
import { builtInPanel } from '../../../src/agents/sources.ts'
import { factsOf } from '../../../src/minds/playbook/facts.ts'
import { fill } from '../../../src/minds/playbook/fill.ts'
import { absentIn } from '../../../src/minds/playbook/signs.ts'
import { likeness } from '../../../src/minds/playbook/words.ts'
import { caveatIn } from '../../../src/protocol/prose/caveat.ts'
import { open, run } from './session.ts'

const BARE = factsOf('Design an index.', '')
const FULL = factsOf(
  'Design a ledger: 20k requests a second, 2 million users, 400 tenants, 3 regions, files of 5 GB, under 50 ms, 99.95 % uptime, kept for 7 years, $2M a month.',
  '',
)
const panel = builtInPanel()

describe.each(panel.map(agent => ({ role: agent.role, agent })))('$role', ({ agent }) => {
  it.each([
    ['no figures', BARE],
    ['every figure', FULL],
  ])('shows its own signs for a problem with %s', (_, facts) => {
    const lacking = agent.playbook.filter(
      ({ meet, signs }) => absentIn(fill(meet.text, facts), signs).length > 0,
    )
    expect(lacking.map(({ id }) => id)).toEqual([])
  })

  it.each([
    ['no figures', BARE],
    ['every figure', FULL],
  ])('reads as prose for a problem with %s', (_, facts) => {
    const texts = agent.playbook.flatMap(({ ask, require, because, meet, instead }) =>
      [ask, require, because, meet.text, instead ?? 'None.'].map(text => fill(text, facts)),
    )
    const odd = texts.filter(
      text =>
        !/^["'`(\d]|^\p{Lu}|^[a-z]+[A-Z]/u.test(text) ||
        !/[.?!][`)"]?$/.test(text) ||
        /\.\.|[{}|]|\s{2}|\b(\w{3,}) \1\b/.test(text.replace(/`[^`]*`/g, 'x')),
    )
    expect(odd).toEqual([])
  })

  it('can be told apart by its ids', () => {
    const ids = agent.playbook.map(({ id }) => normalise(id))
    expect(new Set(ids).size).toBe(ids.length)
  })
})

const PROBLEMS = {
  limiter:
    'Design a rate limiter for our public REST API: 3 plans, 20k requests a second, 3 regions. It must never add more than 5 ms to a request.',
  monolith:
    'We run a Rails monolith with 400 tenants and a 2 TB database. How should we migrate it to services? Invoices must keep working.',
  telemetry:
    'Build a platform that collects telemetry from 50,000 devices every 10 seconds, 2 KB each, and keeps it for 2 years.',
  booking: 'Design a system for booking meeting rooms across 5 offices with 3,000 employees.',
  nothing: 'Design a knitting pattern collection for a village club.',
} as const

describe('a whole session of the panel', () => {
  const { supervisor, workers } = seatRoster()
  const agents = [supervisor, ...workers]
  const sessions = Object.fromEntries(
    Object.entries(PROBLEMS).map(([name, problem]) => [name, run(open(problem, agents))]),
  )
  const design = (name: string) =>
    sessions[name]?.entries.findLast(({ type }) => type === 'PROPOSAL')?.content ?? ''

  it.each(Object.keys(PROBLEMS))('ends in agreement within the revisions there are: %s', name => {
    const state = sessions[name]?.state
    expect(state?.outcome?.kind).toBe('CONSENSUS')
    expect(state?.notices).toEqual([])
    expect(state?.proposals.length).toBeLessThanOrEqual(3)
  })

  it.each(Object.keys(PROBLEMS))('agrees in no words that could be taken for a condition: %s', name => {
    const agreeing = sessions[name]?.entries.filter(({ fields }) =>
      fields['Verdict']?.[0]?.startsWith('AGREE'),
    )
    expect(agreeing?.length).toBeGreaterThan(0)
    expect(agreeing?.map(({ content }) => caveatIn(content)).filter(found => found !== null)).toEqual([])
  })

  it.each(Object.keys(PROBLEMS))('builds what was agreed without a word of objection: %s', name => {
    const session = run(open(PROBLEMS[name as keyof typeof PROBLEMS], agents, { implement: true }), 200)
    expect(session.state.outcome?.kind).toBe('CONSENSUS')
    expect(session.state.implementations).toHaveLength(workers.length)
    expect(
      session.entries
        .filter(({ fields }) => fields['Verdict']?.[0]?.startsWith('AGREE'))
        .map(({ content }) => caveatIn(content))
        .filter(found => found !== null),
    ).toEqual([])
  })

  it.each(['limiter', 'monolith', 'telemetry', 'booking'])('is changed by objections: %s', name => {
    expect(sessions[name]?.state.concerns.length).toBeGreaterThan(0)
    expect(sessions[name]?.state.concerns.every(({ status }) => status === 'closed')).toBe(true)
  })

  it.each([
    ['limiter', 'monolith'],
    ['monolith', 'telemetry'],
    ['telemetry', 'booking'],
    ['booking', 'limiter'],
  ])('gives %s and %s designs of their own', (one, other) => {
    const lines = (name: string) =>
      design(name)
        .split('\n')
        .filter(line => line.startsWith('- '))
    const bare = (line: string) => line.replace(/ \([^()]*\)$/, '')
    const [mine, theirs] = [lines(one).map(bare), lines(other).map(bare)]
    const shared = mine.filter(line => theirs.some(against => likeness(line, against) > 0.8))
    expect(shared.length * 3).toBeLessThan(Math.min(mine.length, theirs.length))
  })

  it('leaves no brace and no second mention of its nature', () => {
    for (const session of Object.values(sessions)) {
      const text = session.entries.map(({ content }) => content).join('\n')
      expect(text).not.toMatch(
        /\{(?:subject|rate|users|regions|tenants|size|latency|availability|retention|money)\b/,
      )
      expect(text.match(/not by a language model/g)).toHaveLength(1)
    }
  })
})
