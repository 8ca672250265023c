import { describe, expect, it } from 'vitest'
import { parseDesign } from '../../../src/minds/playbook/design.ts'
import { factsOf } from '../../../src/minds/playbook/facts.ts'
import { look } from '../../../src/minds/playbook/signs.ts'
import { statedIn } from '../../../src/minds/playbook/stated.ts'
import { BACKEND_RULES, ruled } from './rules.ts'

const FACTS = factsOf('Design a rate limiter.', '')
const [rule] = ruled('BACKEND', BACKEND_RULES).playbook
const seen = (design: string) => {
  if (rule === undefined) throw new Error('no rule')
  const { met, nearest, lacks } = look(rule, statedIn(parseDesign(design)), FACTS)
  return { met: met?.section ?? null, nearest: nearest?.text ?? null, lacks }
}

describe('one statement has to show all signs', () => {
  it.each([
    ['#### Interfaces\n- A 429 has Retry-After plus jitter.', 'Interfaces'],
    ['#### Interfaces\n- A 429 has Retry-After\n  plus jitter.', 'Interfaces'],
    ['## 3. Limits\nA 429 has Retry-After\nplus jitter.', 'Limits'],
    ['**Limits**\n1. A 429 has Retry-After plus jitter.', 'Limits'],
    ['A 429 has Retry-After plus jitter.', ''],
    ['#### Data\n| what | how |\n|---|---|\n| 429 | Retry-After, jitter |', 'Data'],
    ['#### Interfaces\n- A 429 has Retry-After.\n- Jitter is added.', null],
    ['#### Assumptions\n- A 429 has Retry-After plus jitter.', null],
    ['#### Left out, and why\n- Retry-After with jitter was left out.', null],
    ['## Alternatives\n### Limits\nRetry-After with jitter.\n## Data\n- Rows.', null],
    ['#### Data\n- Rows. (BACKEND #3: retry-after-jitter)', null],
  ])('%s', (design, where) => expect(seen(design).met).toBe(where))
})

it('names the nearest statement and what it lacks', () => {
  expect(seen('#### Interfaces\n- A 429 has Retry-After.\n- Rows.')).toEqual({
    met: null,
    nearest: 'A 429 has Retry-After.',
    lacks: ['"jitter"'],
  })
})

it('takes the very words asked for, whatever the signs are', () => {
  const [odd] = ruled(
    'BACKEND',
    BACKEND_RULES.replace('signs: retry after, jitter*', 'signs: every 429'),
  ).playbook
  const stated = [
    {
      section: 'Data',
      text: 'Every 429 of the rate limiter carries `Retry-After` with 20 % jitter.',
      marks: [],
    },
  ]
  expect(odd && look({ ...odd, signs: [['nowhere']] }, stated, FACTS).met).toBe(stated[0])
})
