import { expect, it } from 'vitest'
import { fitting, isServed } from '../../../src/minds/playbook/fitting.ts'
import { ruled } from './rules.ts'

const RULES = ruled(
  'BACKEND',
  `
### shed
- when: photo*
- ask: What is refused?
- require: Load is refused.
- because: So.
- meet: Operations: Each instance refuses requests above its capacity.

### dry-run
- when: rename*
- ask: What is shown first?
- require: It is shown first.
- because: So.
- meet: Interfaces: A dry run lists each change before it is made.

### telemetry
- when: cli, command line
- ask: What is sent home?
- require: Nothing is.
- because: So.
- meet: Security: It sends no request to any server.
`,
).playbook

it.each([
  ['photo service', ['shed', 'dry-run', 'telemetry']],
  ['command line tool', ['dry-run', 'telemetry']],
])('of the rules for a %s there remain %s', (subject, ids) => {
  expect(fitting(RULES, subject).map(({ id }) => id)).toEqual(ids)
})

it.each([
  ['rate limiter', true],
  ['photo CLI', false],
  ['browser extension', false],
])('whether a %s is served by somebody: %s', (subject, served) => expect(isServed(subject)).toBe(served))
