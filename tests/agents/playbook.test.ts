import { expect, it } from 'vitest'
import { parsePlaybook, splitPlaybook } from '../../src/agents/playbook.ts'

const ITEM = `### retry-storm
- when: rate limit*, quota*
- unless: batch only
- ask: What do limited clients do?
- require: They must not retry together.
- because: One peak becomes a train of peaks.
- meet: Interfaces: every 429 of {subject} carries
  \`Retry-After\` with jitter.
- signs: retry after, jitter|random*
- instead: A fixed delay was left out.
- for: backend
`

it('reads every item of a consideration, also over several lines', () => {
  expect(parsePlaybook(ITEM)).toEqual({
    warnings: [],
    considerations: [
      {
        id: 'retry-storm',
        when: ['rate limit*', 'quota*'],
        unless: ['batch only'],
        ask: 'What do limited clients do?',
        require: 'They must not retry together.',
        because: 'One peak becomes a train of peaks.',
        meet: { section: 'Interfaces', text: 'every 429 of {subject} carries `Retry-After` with jitter.' },
        signs: [['retry after'], ['jitter', 'random*']],
        instead: 'A fixed delay was left out.',
        for: 'BACKEND',
      },
    ],
  })
})

it('takes the words of meet for its sign when there is none', () => {
  const { considerations } = parsePlaybook(ITEM.replace(/- signs.*\n/, '').replace('{subject}', 'it'))
  expect(considerations[0]?.signs).toEqual([['every 429 of it carries retry after with jitter']])
})

it.each([
  ['a heading that is no id', ITEM.replace('retry-storm', 'Retry storm'), 'expected a kebab-case id'],
  ['a missing item', ITEM.replace(/- because.*\n/, ''), 'lacks because'],
  ['an unknown item', ITEM.replace('- for:', '- four:'), 'unknown item "four"'],
  ['an unknown section', ITEM.replace('Interfaces:', 'Interface:'), 'meet must begin with one of'],
  [
    'signs its own meet does not show',
    ITEM.replace('jitter|random*', 'backoff'),
    'does not show the sign "backoff"',
  ],
  ['a placeholder without signs', ITEM.replace(/- signs.*\n/, ''), 'needs signs'],
  ['an id that stands twice', ITEM + ITEM, 'stands twice'],
])('warns of %s, naming the consideration', (_, text, warning) => {
  const { warnings } = parsePlaybook(text)
  expect(warnings).toHaveLength(1)
  expect(warnings[0]).toContain(warning)
})

it('keeps the good considerations beside a bad one', () => {
  const { considerations, warnings } = parsePlaybook(`### Bad\n- when: x\n\n${ITEM}`)
  expect(considerations.map(({ id }) => id)).toEqual(['retry-storm'])
  expect(warnings).toHaveLength(1)
})

it('splits a body into prompt and playbook, wherever the playbook stands', () => {
  const body = `# Backend\n\nYou own it.\n\n## Playbook\n\n${ITEM}\n## After\n\nMore.\n`
  const { prompt, playbook } = splitPlaybook(body)
  expect(prompt).toBe('# Backend\n\nYou own it.\n\n## After\n\nMore.')
  expect(parsePlaybook(playbook).considerations).toHaveLength(1)
  expect(splitPlaybook('Only a prompt.\n')).toEqual({ prompt: 'Only a prompt.', playbook: '' })
})
