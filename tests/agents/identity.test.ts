import fc from 'fast-check'
import { expect, it } from 'vitest'
import { kindOf, roleFrom, roleOf, seatNumber } from '../../src/agents/identity.ts'
import { ROLE_PATTERN } from '../../src/log/entry.ts'

it.each([
  ['backend', 'BACKEND'],
  ['Backend Engineer', 'BACKEND-ENGINEER'],
  ['backend_developer', 'BACKEND_DEVELOPER'],
  ['backend-2', 'BACKEND-2'],
  ['  -backend-  ', 'BACKEND'],
  ['Café Crème', 'CAFE-CREME'],
  ['C++ / C#', 'C-C'],
  ['🚚 trucks', 'TRUCKS'],
  ['42', 'AGENT-42'],
  ['3d-artist', 'AGENT-3D-ARTIST'],
  ['../../etc/passwd', 'ETC-PASSWD'],
  ['\u001b[31mred', 'AGENT-31MRED'],
  ['\u202egnol', 'GNOL'],
  ['后端工程师', ''],
  ['---', ''],
  ['', ''],
])('the role of %j is %j', (name, role) => {
  expect(roleOf(name)).toBe(role)
})

it('cuts a long name at a word, and a long word where it must', () => {
  expect(roleOf('senior warehouse automation reliability engineer')).toBe('SENIOR-WAREHOUSE-AUTOMATION')
  expect(roleOf('x'.repeat(40))).toBe('X'.repeat(32))
  expect(roleOf(`a-${'x'.repeat(40)}`)).toBe(`A-${'X'.repeat(30)}`)
})

it('every role is one that may sit at the table, and its own role', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string()), name => {
      const role = roleOf(name)
      expect(role === '' || ROLE_PATTERN.test(role)).toBe(true)
      expect(roleOf(role)).toBe(role)
    }),
    { numRuns: 200 },
  )
})

it('takes the first name that gives a role', () => {
  expect(roleFrom(['数据', 'data', 'other'])).toBe('DATA')
  expect(roleFrom(['数据', '---'])).toBeNull()
  expect(roleFrom([])).toBeNull()
})

it.each([
  ['BACKEND', 'BACKEND'],
  ['BACKEND-AGENT', 'BACKEND'],
  ['BACKEND_DEVELOPER', 'BACKEND'],
  ['BACKEND-EXPERT', 'BACKEND'],
  ['SENIOR-BACKEND-ENGINEER', 'BACKEND'],
  ['BACKEND-2', 'BACKEND'],
  ['BACKEND-DEV-2', 'BACKEND'],
  ['BACKEND-EXPERT-AGENT', 'BACKEND'],
  ['DATA-ENGINEER', 'DATA'],
  ['DATA-PIPELINE', 'DATA-PIPELINE'],
  ['ENGINEER', 'ENGINEER'],
  ['SENIOR', 'SENIOR'],
  ['LEAD-DEVELOPER', 'LEAD'],
  ['AGENT-42', 'AGENT'],
])('%s is of the kind %s', (role, kind) => {
  expect(kindOf(role)).toBe(kind)
})

it.each([
  ['BACKEND-2', 2],
  ['BACKEND_12', 12],
  ['BACKEND', null],
  ['BACKEND2', null],
  ['BACKEND-2026', null],
])('the number of the seat %s is %s', (role, number) => {
  expect(seatNumber(role)).toBe(number)
})
