import { describe, expect, it } from 'vitest'
import { caveatIn } from '../../../src/protocol/prose/caveat.ts'
import { readProse } from '../../../src/protocol/prose/read-prose.ts'

/** The most an entry may hold is 256 KiB. */
const SIZES = [32, 256].map(kilobytes => kilobytes * 1024)

/** Pieces whose repetition is hard on a search that tries again from each place. */
const PIECES: readonly string[] = [
  'a',
  ' ',
  '\n',
  '\t',
  '\u00a0',
  '\u200b',
  '`',
  '` ',
  "'",
  " 'a",
  '"',
  '*',
  '_a',
  '~~',
  '[',
  '](',
  '<',
  '<a ',
  '<!--',
  '<!-- -->',
  '>',
  '> a\n',
  '```\n',
  '```a\n\n',
  '- a\n',
  '    a\n\n',
  '#',
  '#5 ',
  '### [A] [b]\n',
  '**Verdict**: AGREE #5\n',
  '.',
  '. ',
  '?!',
  ', ',
  ': ',
  'http://',
  'I agree to #5',
  'I agree to #5\n',
  'I agree to #5. ',
  'I ',
  'i agree if ',
  'once ',
  'if, ',
  'provided ',
  'not ',
  'no longer ',
  'with the ',
  'must be ',
  'please fix ',
  'before ',
  'this is ',
  'my only ',
  'should be ',
  'should be fixed ',
  'never ship ',
  'i do not ',
  'is too ',
  'no is too low ',
  'question a-a ',
  'the section on a ',
  'agree to a ',
  'with a a ',
  'we need ',
  'а',
  '\u0301',
  '\u2028',
  '𝐚',
]

/** Of the processor, in milliseconds; the least of three. */
function cost(work: () => unknown): number {
  const times = [0, 0, 0].map(() => {
    const start = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(start)
    return (user + system) / 1000
  })
  return Math.min(...times)
}

describe('the time grows with the length, not with its square', () => {
  it.each(PIECES)('for repetitions of %j', piece => {
    const texts = SIZES.map(size => piece.repeat(Math.ceil(size / piece.length)))
    for (const read of [
      (text: string) => readProse(text, { entry: 5, only: true }),
      (text: string) => readProse(`${text}\n\nI agree to #5`, { entry: 5, only: true }),
      (text: string) => readProse(`I object: ${text}`, { entry: 5, only: true }),
      caveatIn,
    ]) {
      const [small = 0, large = 0] = texts.map(text => cost(() => read(text)))
      // Eight times the length: 8 is linear, 64 is the square. What takes no time at all is not measured.
      expect(large).toBeLessThan(Math.max(small, 4) * 24)
    }
  })
})
