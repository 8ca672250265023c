import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { descriptionParts, splitDescription } from '../../src/agents/examples.ts'

it.each([
  ['', '', []],
  ['Reads leases.', 'Reads leases.', []],
  ['Reads leases.  Finds\nbreak clauses.', 'Reads leases. Finds break clauses.', []],
  ['Reads leases.\n\nKnows three countries.', 'Reads leases.', []],
  [
    'Reads leases. <example>user: "May I sublet?"</example> <example>user: "Who paints?"</example>',
    'Reads leases.',
    ['user: "May I sublet?"', 'user: "Who paints?"'],
  ],
  ['Reads leases. <example>May I sublet?', 'Reads leases.', ['May I sublet?']],
  ['Reads leases. <example>One <example>Two</example>', 'Reads leases.', ['One', 'Two']],
  ['Reads leases. <EXAMPLE>One</EXAMPLE>', 'Reads leases.', ['One']],
  ['Reads leases. Examples: <example>One</example>', 'Reads leases.', ['One']],
  ['Reads leases. <examples><example>One</example></examples>', 'Reads leases.', ['One']],
  ['<example>One</example> Reads leases.', 'Reads leases.', ['One']],
  ['<example></example>Reads leases.', 'Reads leases.', []],
  ['Reads leases.\\n\\n<example>\\nOne\\n</example>', 'Reads leases.', ['One']],
  ['Reads leases. Example 1: One. Example 2: Two.', 'Reads leases.', ['One.', 'Two.']],
  ['Reads leases.\n- Example 1: One\n- Example 2: Two', 'Reads leases.', ['One', 'Two']],
  ['Reads leases.\n**Example 1**: One', 'Reads leases.', ['One']],
  ['Reads leases. Examples:\n- One\n- Two\n  goes on', 'Reads leases.', ['One', 'Two\n  goes on']],
  ['Reads leases. Examples: subletting, painting', 'Reads leases.', ['subletting, painting']],
  ['Follows example 2 of the handbook.', 'Follows example 2 of the handbook.', []],
  ['Reads C:\\new leases.', 'Reads C:\\new leases.', []],
])('splits %j', (description, summary, examples) => {
  expect(splitDescription(description)).toEqual({ summary, examples })
})

it('keeps for search what the summary leaves out', () => {
  expect(descriptionParts('One.\n\nTwo. <example>Three</example> Four.')).toEqual({
    about: 'One.\n\nTwo. \n Four.',
    examples: ['Three'],
  })
})

describe('a summary that is too long', () => {
  it('ends with the last sentence that fits', () => {
    const { summary } = splitDescription(`${'Reads a lease. '.repeat(19)}Then ${'a '.repeat(100)}`)
    expect(summary).toBe('Reads a lease. '.repeat(19).trim())
  })

  it('ends with the sentence that fills it exactly', () => {
    const sentence = `${'x'.repeat(299)}.`
    expect(splitDescription(`${sentence} More.`).summary).toBe(sentence)
  })

  it('ends with a word and three dots if no sentence fits', () => {
    const { summary } = splitDescription(`${'lease, '.repeat(60)}end.`)
    expect(summary).toBe(`${'lease, '.repeat(42).slice(0, -2)}…`)
  })

  it('cuts a word that is too long, and no character in two', () => {
    expect(splitDescription('😀'.repeat(200)).summary).toBe(`${'😀'.repeat(149)}…`)
  })
})

it('never gives more than 300 characters or an empty example, whatever it reads', () => {
  const piece = fc.oneof(
    fc.constantFrom('<example>', '</example>', '<examples>', 'Example 1:', 'Examples:', '\n\n', '\\n', '. '),
    fc.string({ unit: 'grapheme', maxLength: 80 }),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), pieces => {
      const { summary, examples } = splitDescription(pieces.join(''))
      expect(summary.length).toBeLessThanOrEqual(300)
      expect(examples.filter(example => example.trim() === '')).toEqual([])
    }),
  )
})

it.each([
  '<example>',
  '<example',
  'Example 1',
  'Example 1: ',
  ' \n',
  '\\n',
  '**',
  '- ',
  '.',
  'a ',
  'Examples:',
])('takes time in proportion to 400,000 repetitions of %j', piece => {
  const time = (count: number) => {
    const text = piece.repeat(count)
    const start = performance.now()
    splitDescription(text)
    return performance.now() - start
  }
  time(20_000)
  // Quadratic work would take minutes here; the limit leaves room for a machine that is busy.
  expect(time(400_000)).toBeLessThan(4000)
})
