import { expect, it } from 'vitest'
import { checkProblem, sessionIdOf, titleOf } from '../../src/session/naming.ts'

it.each([
  [
    'Design a rate limiter for our public REST API: 3 plans, 20k requests a second',
    'Rate limiter for our public REST API',
    '2026-11-21-rate-limiter',
  ],
  [
    'How should we build the mobile app for our 350 elevator inspectors, who work in basements?',
    'Mobile app for our 350 elevator inspectors, who work in basements',
    '2026-11-21-mobile-app',
  ],
  [
    '# Search with answers over our documents\n\nOur SaaS holds 45 million.',
    'Search with answers over our documents',
    '2026-11-21-search',
  ],
  ['We need an upload for lecture videos: teachers upload', 'Upload for lecture videos', '2026-11-21-upload'],
  ['Please help us to design the checkout.', 'Checkout', '2026-11-21-checkout'],
  ['Zahlungen für Händler', 'Zahlungen für Händler', '2026-11-21-zahlungen-fur-handler'],
  ['支払い', '支払い', '2026-11-21-session'],
  [
    '### [SECURITY] [2026-11-21 04:10:31.517] UTC',
    '[SECURITY] [2026-11-21 04',
    '2026-11-21-security-2026-11-21-04',
  ],
  ['Design', 'Design', '2026-11-21-design'],
])('"%s" is titled "%s" and named %s', (problem, title, id) => {
  expect(titleOf(problem)).toBe(title)
  expect(sessionIdOf(titleOf(problem), new Date('2026-11-21T04:10:12Z'))).toBe(id)
})

it('keeps titles and ids short', () => {
  const title = titleOf(`Design a ${'very '.repeat(100)}long thing`)
  expect(title.length).toBeLessThanOrEqual(82)
  expect(sessionIdOf(title, new Date(0)).length).toBeLessThanOrEqual(60)
})

it('refuses an empty problem and one that is too large, and says what to do', () => {
  expect(() => checkProblem(' \n\t')).toThrow(expect.objectContaining({ code: 'SYN_PROBLEM_EMPTY' }))
  expect(() => checkProblem('x'.repeat(2_000_000))).toThrow(
    expect.objectContaining({ code: 'SYN_PROBLEM_TOO_LARGE' }),
  )
})
