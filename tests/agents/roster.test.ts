import { describe, expect, it } from 'vitest'
import { DEFAULT_WORKERS, seatRoster } from '../../src/agents/roster.ts'
import { tempFolder } from '../support/temp.ts'

const LEGAL =
  '---\nname: legal\ndescription: Contracts and liability.\n---\n\nYou read contracts, liability and licences.\n'

it('seats the default panel with the supervisor beside it', () => {
  const { supervisor, workers } = seatRoster()
  expect(supervisor.role).toBe('SUPERVISOR')
  expect(workers.map(({ role }) => role)).toEqual(DEFAULT_WORKERS)
  expect(workers.every(({ borrowedFrom }) => borrowedFrom === null)).toBe(true)
})

it('seats whom it is told, in that order, by name in any case', () => {
  const { workers } = seatRoster({ workers: ['Database', 'qa', 'ARCHITECT'] })
  expect(workers.map(({ role }) => role)).toEqual(['DATABASE', 'QA', 'ARCHITECT'])
})

it('takes the nearest definition of a role, and the built-in one where there is no other', () => {
  const agents = [tempFolder({ 'backend.md': '# Mine\n\nMy own backend.\n' })]
  const { workers } = seatRoster({ workers: ['backend', 'security'], agents })
  expect(workers.map(({ prompt }) => prompt.startsWith('# Mine'))).toEqual([true, false])
})

it('needs one worker where others decide with it, and two where nobody does', () => {
  expect(seatRoster({ workers: ['qa'], least: 1 }).workers).toHaveLength(1)
  expect(seatRoster({ workers: [], least: 0 }).workers).toEqual([])
  expect(() => seatRoster({ workers: ['qa'] })).toThrow('at least two workers')
  expect(() => seatRoster({ workers: [], least: 1 })).toThrow('at least one worker that the engine runs')
})

describe('a definition without a playbook', () => {
  it('borrows that of the built-in role of its name', () => {
    const agents = [tempFolder({ 'backend.md': '# Mine\n\nMy own backend.\n' })]
    const [backend] = seatRoster({ workers: ['backend', 'qa'], agents }).workers
    expect(backend?.borrowedFrom).toBe('BACKEND')
    expect(backend?.playbook.length).toBeGreaterThan(0)
  })

  it('borrows from the role whose field is nearest when there is none of its name', () => {
    const pentester =
      '---\nname: pentester\ndescription: Attacks systems.\n---\n\nYou look for injection, stolen tokens, attackers, secrets and authorization holes, and model threats.\n'
    const agents = [tempFolder({ 'pentester.md': pentester, 'legal.md': LEGAL })]
    const [first, second] = seatRoster({ workers: ['pentester', 'legal'], agents }).workers
    expect(first?.borrowedFrom).toBe('SECURITY')
    expect(second?.borrowedFrom).not.toBeNull()
  })
})

it.each([
  [['backend', 'wizard'], 'SYN_ROLE_UNKNOWN', 'ARCHITECT'],
  [['backend', 'Backend'], 'SYN_ROLE_INVALID', 'twice'],
  [['backend'], 'SYN_ROLE_INVALID', 'two'],
  [['backend', 'supervisor'], 'SYN_ROLE_INVALID', 'SUPERVISOR'],
])('refuses the roster %j and says why', (workers, code, why) => {
  expect(() => seatRoster({ workers })).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(why) }),
  )
})
