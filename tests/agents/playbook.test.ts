import { describe, expect, it } from 'vitest'
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

describe('what nobody would write', () => {
  const MIB = 1024 * 1024
  const filled = (part: string) => part.repeat(Math.floor(MIB / part.length))
  const started = (line: string, value: string) =>
    ITEM.replace(new RegExp(`- ${line}:.*`), `- ${line}: ${value}`)

  it.each([
    [
      'open words without end as signs',
      started('signs', filled('a* b ')),
      'signs is longer than 2000 characters',
    ],
    ['the same as phrases', started('when', filled('a* b ')), 'when is longer than 2000 characters'],
    [
      'an item that never ends',
      started('when', `a\n${filled(' b\n')}`),
      'when is longer than 2000 characters',
    ],
    [
      'blanks',
      started('when', `${' '.repeat(MIB)}${'x'.repeat(2001)}`),
      'when is longer than 2000 characters',
    ],
    ['a heading without end', `### ${'x'.repeat(MIB)}\n- when: a\n`, 'expected a kebab-case id'],
    ['an item of a long name', started('for', `x\n- ${'y'.repeat(MIB)}: z`), 'unknown item'],
    [
      'a long phrase',
      started('when', `quota*, ${'w '.repeat(12)}w`),
      'when has a phrase of more than 12 words',
    ],
    ['a long word', started('unless', 'x'.repeat(201)), 'or 200 characters ("xxx'],
    ['many phrases', started('when', Array(61).fill('a').join(', ')), 'when has more than 60 phrases'],
    [
      'many signs',
      started('signs', `retry after, ${Array(60).fill('a').join('|')}`),
      'signs has more than 60 phrases',
    ],
  ])('costs %s its consideration, in a line, and no other', (_, hostile, warning) => {
    const from = performance.now()
    const { considerations, warnings } = parsePlaybook(`${hostile}\n${ITEM.replace('retry-storm', 'other')}`)
    expect(performance.now() - from).toBeLessThan(1000)
    expect(considerations.map(({ id }) => id)).toEqual(['other'])
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toContain(warning)
    expect(warnings[0]?.length).toBeLessThan(250)
  })

  it('takes what is just as long as it may be', () => {
    const words = Array.from({ length: 12 }, (_, at) => `w${at}*`).join(' ')
    const when = [words, 'x'.repeat(200), ...Array.from({ length: 58 }, (_, at) => `p${at}`)]
    const { considerations, warnings } = parsePlaybook(
      started('because', 'x'.repeat(2000)).replace('rate limit*, quota*', when.join(', ')),
    )
    expect(warnings).toEqual([])
    expect(considerations[0]?.when).toEqual(when)
  })

  it('takes 500 considerations, and says that there are more', () => {
    const many = Array.from({ length: 502 }, (_, at) => ITEM.replace('retry-storm', `storm-${at}`)).join('\n')
    const { considerations, warnings } = parsePlaybook(many)
    expect(considerations.map(({ id }) => id).at(-1)).toBe('storm-499')
    expect(warnings).toEqual(['playbook has 502 considerations: the first 500 count'])
  })

  it('reads a mebibyte of headings in a second', () => {
    const from = performance.now()
    expect(parsePlaybook(filled('### x\n- when: a\n')).considerations).toEqual([])
    expect(performance.now() - from).toBeLessThan(1000)
  })
})
