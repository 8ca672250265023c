import { expect, it } from 'vitest'
import { embed, inline } from '../../src/views/markdown.ts'
import { safeText } from '../../src/views/safe.ts'
import { sectionsOf } from '../../src/views/sections.ts'
import { cutTo, wrap } from '../../src/views/width.ts'

const LENGTH = 200_000

it.each([
  ['`'],
  ['` '],
  ['\\'],
  ['!'],
  ['//`a`'],
  ['](a "'],
  [' '],
  ['\t'],
  ['# a\n'],
  ['- '],
  ['\u0301'],
  ['👩\u200d'],
])(
  'a log full of %j is shown without delay',
  unit => {
    const text = `${unit.repeat(LENGTH / unit.length)}x`
    const views = [
      safeText(text),
      embed(text, { level: 3 }),
      inline(text),
      cutTo(safeText(text), 80),
      wrap(safeText(text), 80),
    ]
    expect(views.every(view => view.length > 0)).toBe(true)
    expect(sectionsOf(text).length).toBe(unit === '# a\n' ? LENGTH / unit.length : 0)
  },
  10_000,
)
