import { expect, it } from 'vitest'
import type { Turn } from '../../../src/minds/mind.ts'
import { differing, partingOf, turnName, whole } from '../../../src/minds/recorded/parting.ts'
import { printOf } from '../../../src/minds/recorded/print.ts'
import { agentOf, turnOf } from '../../support/turn-of.ts'

function parting(was: Turn, is: Turn): string | null {
  const recorded = printOf(was)
  return partingOf({ role: was.role, prompt: recorded }, printOf(is), hash => recorded.texts.get(hash) ?? '')
}

it('finds nothing where nothing differs, wherever the definition was found', () => {
  const elsewhere = {
    ...turnOf(),
    agent: agentOf({ role: 'BACKEND', path: '/another/backend.md', hash: 'x' }),
  }
  expect(parting(turnOf(), elsewhere)).toBeNull()
})

it.each<[string, Turn, string | RegExp]>([
  [
    'problem',
    { ...turnOf(), problem: 'Another problem.' },
    /^in the problem, line 2 was ".+", now "Another problem\."$/,
  ],
  ['panel', { ...turnOf(), panel: turnOf().panel.slice(1) }, /^in the panel, line 1 was "- ARCHITECT: /],
  [
    'definition',
    turnOf({ agent: { prompt: 'You own the services.' } }),
    'in the definition of BACKEND, line 1 was "You own the services and their data.", now "You own the services."',
  ],
  [
    'model',
    turnOf({ agent: { model: 'opus' } }),
    /^in what the definition of BACKEND says besides, line \d+ was "model: null", now "model: "opus""$/,
  ],
  [
    'entry',
    { ...turnOf(), entries: turnOf().entries.map(e => ({ ...e, content: `${e.content}!` })) },
    '#1 of the log differs',
  ],
  ['length', turnOf({ upTo: 4 }), '#5 of the log is not in its prompt any more'],
])('says that the %s differs', (_, turn, said) => {
  const words = parting(turnOf(), turn)
  if (typeof said === 'string') expect(words).toBe(said)
  else expect(words).toMatch(said)
})

it('shows of long lines where they begin to differ, and of a line too much that it was not there', () => {
  const [was, is] = [`${'a'.repeat(500)}b${'c'.repeat(500)}`, `${'a'.repeat(500)}x`]
  const words = differing(was, is, () => whole('here')) ?? ''
  expect(words.length).toBeLessThan(280)
  expect(words).toMatch(/^here, line 1 was "…a{40}bc+…", now "…a{40}x"$/)
  expect(differing('a', 'a\nb', () => whole('here'))).toBe('here, line 2 was not there, now "b"')
  expect(differing('a\nb', 'a', () => whole('here'))).toBe('here, line 2 was "b", now not there')
})

it.each([
  [{ role: 'BACKEND', task: 'review', on: 6 } as const, "BACKEND's review of #6"],
  [{ role: 'ARCHITECT', task: 'propose', on: null } as const, "ARCHITECT's proposal"],
  [{ role: 'SECURITY', task: 'reconsider', on: 9 } as const, "SECURITY's second look at #9"],
])('calls a turn %j by its name', (turn, name) => {
  expect(turnName(turn)).toBe(name)
})
