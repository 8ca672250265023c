import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Design, parseDesign, renderDesign, statement } from '../../../src/minds/playbook/design.ts'
import { addTo } from '../../../src/minds/playbook/parts.ts'

const plain = fc
  .array(fc.stringMatching(/^[\p{L}\p{N},.;%"'-]{1,9}$/u), { minLength: 1, maxLength: 9 })
  .map(list => list.join(' '))
  .filter(text => /^[\p{L}\p{N}]/u.test(text))
const mark = fc.record({
  role: fc.stringMatching(/^[A-Z][A-Z0-9_-]{0,9}$/),
  entry: fc.option(fc.nat()),
  id: fc.stringMatching(/^[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}$/),
})
const design: fc.Arbitrary<Design> = fc.record({
  opening: fc.array(plain, { maxLength: 2 }),
  parts: fc.array(
    fc.record({
      title: plain,
      level: fc.constant(4 as const),
      lines: fc.array(
        fc.oneof(
          fc.tuple(plain, fc.array(mark, { maxLength: 3 })).map(([text, marks]) => statement(text, marks)),
          plain.map(text => ({ kind: 'raw' as const, text: `text ${text}` })),
        ),
        { maxLength: 4 },
      ),
    }),
    { maxLength: 4 },
  ),
})

it('is read back as it was written', () => {
  fc.assert(
    fc.property(design, one => {
      expect(parseDesign(renderDesign(one))).toEqual(one)
    }),
  )
})

it('reads any text the same way twice and loses no line of it', () => {
  const line = fc.oneof(
    fc.string(),
    fc.constantFrom(
      '# A',
      '### B #',
      '**C**',
      '- one',
      '* two (X: y)',
      '```',
      '~~~',
      '',
      '  - nested',
      '| a | b |',
    ),
  )
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), lines => {
      const text = lines.join('\n').replace(/[\r\v\f\u0085\u2028\u2029]/g, '')
      const once = renderDesign(parseDesign(text))
      expect(renderDesign(parseDesign(once))).toBe(once)
      const letters = (of: string) => of.replace(/[\s#*+-]/g, '')
      expect(letters(once)).toBe(letters(text))
    }),
  )
})

describe('headings', () => {
  it.each([
    ['## Data\n- Rows.', '#### Data\n- Rows.'],
    ['# Design\n## Data\n### Rows', '#### Design\n\n##### Data\n\n###### Rows'],
    ['**Data**:\n* Rows.', '#### Data\n- Rows.'],
    ['```\n# no heading\n```', '```\n# no heading\n```'],
  ])('never stand above the fourth level: %s', (text, rendered) => {
    expect(renderDesign(parseDesign(text))).toBe(rendered)
  })
})

describe('a statement that is added', () => {
  const added = (text: string, title = 'Data') =>
    renderDesign(addTo(parseDesign(text), title, [statement('New.')]))

  it.each([
    ['#### Data\n- Rows.', '#### Data\n- Rows.\n- New.'],
    ['## 4. Data\n- Rows.', '#### 4. Data\n- Rows.\n- New.'],
    ['#### Rollout\n- Steps.', '#### Data\n- New.\n\n#### Rollout\n- Steps.'],
    ['#### Components\n- Parts.', '#### Components\n- Parts.\n\n#### Data\n- New.'],
    ['Only words.', 'Only words.\n\n#### Data\n- New.'],
  ])('goes where it belongs: %s', (text, rendered) => expect(added(text)).toBe(rendered))
})
