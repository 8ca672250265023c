import { describe, expect, it } from 'vitest'
import { cast } from '../../src/agents/casting.ts'
import { defineAgent } from '../../src/agents/define.ts'
import type { SourcedAgents } from '../../src/agents/sources.ts'

function source(label: string, ...names: readonly string[]): SourcedAgents {
  const definitions = names.map(name => defineAgent({ name, path: `${label}/${name}.md` }))
  return { label, path: label, isNamed: true, definitions, unread: [] }
}

function casted(asked: string, ...sources: readonly SourcedAgents[]) {
  const casting = cast(asked, sources)
  if (casting === null) return null
  const others = casting.others.map(({ definition, source: label }) => `${label}/${definition.name}`)
  return { name: casting.definition.name, source: casting.source, why: casting.why, others }
}

it.each([
  ['backend-agent'],
  ['backend_developer'],
  ['backend-expert'],
  ['Backend Engineer'],
  ['senior-backend-engineer'],
  ['Backend'],
])('%s plays BACKEND', name => {
  expect(casted('backend', source('near', name))?.name).toBe(name)
})

it.each([['frontend'], ['backend-reviewer'], ['database-backend'], ['backends']])(
  '%s does not play BACKEND',
  name => {
    expect(casted('backend', source('near', name))).toBeNull()
  },
)

it.each([
  ['backend-agent', 'backend'],
  ['Backend Engineer', 'backend-agent'],
  ['backend-2', 'backend'],
])('whoever asks for %s is given %s where there is no other', (asked, name) => {
  expect(casted(asked, source('near', name))?.name).toBe(name)
})

describe('of several', () => {
  it('the one in the nearest source is taken, even where a farther one has the very role', () => {
    expect(casted('backend', source('near', 'backend-agent'), source('far', 'backend'))).toEqual({
      name: 'backend-agent',
      source: 'near',
      why: 'is of the kind of BACKEND, in the nearest source',
      others: ['far/backend'],
    })
  })

  it('the one with the role is taken before those of its kind', () => {
    expect(casted('backend', source('near', 'backend-agent', 'backend'))).toEqual({
      name: 'backend',
      source: 'near',
      why: 'has the role, nearest in its name',
      others: ['near/backend-agent'],
    })
  })

  it('the one with fewer words is taken', () => {
    expect(
      casted('backend', source('near', 'a-backend', 'senior-backend-engineer', 'backend-expert')),
    ).toEqual({
      name: 'backend-expert',
      source: 'near',
      why: 'is of the kind of BACKEND, nearest in its name',
      others: ['near/senior-backend-engineer'],
    })
  })

  it('the first by its path is taken where nothing else tells them apart', () => {
    expect(casted('backend', source('near', 'backend-expert', 'backend-agent', 'backend_developer'))).toEqual(
      {
        name: 'backend-agent',
        source: 'near',
        why: 'is of the kind of BACKEND, the first of its source by path',
        others: ['near/backend-expert', 'near/backend_developer'],
      },
    )
  })

  it('nothing is said about others where there are none', () => {
    expect(casted('backend', source('near', 'backend'))?.why).toBe('has the role')
  })
})

it('has nobody where there is nobody', () => {
  expect(casted('backend')).toBeNull()
  expect(casted('', source('near', 'backend'))).toBeNull()
  expect(casted('后端', source('near', 'backend'))).toBeNull()
})
