import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cellText, embed, inline } from '../../src/views/markdown.ts'

/** The text of a line that CommonMark takes for no code. */
function outsideCode(line: string): string {
  const [, plain = '', ticks = '', rest = ''] = /^((?:\\.|[^\\`]|\\$)*)(`*)(.*)$/.exec(line) ?? []
  if (ticks === '') return plain
  const close = new RegExp(`(?<!\`)${ticks}(?!\`)`).exec(rest)
  return plain + outsideCode(close === null ? rest : rest.slice(close.index + ticks.length))
}

describe('embed', () => {
  it.each([
    ['lets headings sink together', '# A\n\n## B\n\ntext', '### A\n\n#### B\n\ntext'],
    ['lets them rise as well, so that no level is skipped', '#### A\n##### B', '### A\n#### B'],
    ['stops at the sixth level', '# A\n##### B', '### A\n###### B'],
    ['finds headings in quotes and lists', '> # A\n- ## B\n1. # C', '> ### A\n- #### B\n1. ### C'],
    ['knows an empty heading', '#', '###'],
    ['leaves a hash tag alone', '#12 is not a heading', '#12 is not a heading'],
    ['lets no underline make a heading', 'A\n===\nB\n---\nC\n-', 'A\n\\===\nB\n***\nC\n\\-'],
    ['nor one in a quote', '> A\n> ===', '> A\n> \\==='],
    ['leaves tables as they are', '| a | b |\n|---|---|\n| 1 | 2 |', '| a | b |\n|---|---|\n| 1 | 2 |'],
    ['makes CRLF newlines and shows controls', 'a\r\nb\x1b[2J', 'a\nb&lt;U+001B>[2J'],
    ['is empty for nothing', ' \n\n', ''],
  ])('%s', (_, content, embedded) => {
    expect(embed(content, { level: 3 })).toBe(embedded)
  })
})

describe('embed and code', () => {
  it.each([
    [
      'leaves it as it is',
      '```ts\nconst a: Map<b, c>\n# not a heading\n```',
      '```ts\nconst a: Map<b, c>\n# not a heading\n```',
    ],
    ['closes what was left open', 'a\n```\n<b>', 'a\n\n```\n<b>\n```'],
    [
      "brings a list item's code to the left margin",
      '1. a\n   ```js\n   <b>\n     c\n   ```\n2. d',
      '1. a\n\n```js\n<b>\n  c\n```\n\n2. d',
    ],
    ['so that no list can end it early', '- a\n  ```\n<script>', '- a\n\n```\n<script>\n```'],
    ['has a fence longer than any in it', '~~~\n```\n<b>\n~~~', '````\n```\n<b>\n````'],
    ['is not ended by a shorter fence', '````\n```\n<b>\n````', '````\n```\n<b>\n````'],
    ['has only a name behind its fence', '``` <script> x\na\n```', '```\na\n```'],
    ['is none where backticks go on in the line', '``` a ``` <b>', '``` a ``` &lt;b>'],
    ['is none in a quote', '> ```\n> <b>', '> \\`\\`\\`\n> &lt;b>'],
    ['keeps its blank lines', '```\na\n\n\nb\n```', '```\na\n\n\nb\n```'],
  ])('%s', (_, content, embedded) => {
    expect(embed(content, { level: 3 })).toBe(embedded)
  })

  it('never lets a heading above its level or a tag out of code', () => {
    const words = [
      '`',
      '``',
      '```',
      '~~~',
      '<b>',
      '\\',
      '\n',
      '\n\n',
      '  ',
      '- ',
      '> ',
      '# ',
      '## ',
      '|',
      'a',
      '](',
      '[',
      '![',
      '===',
      '---',
    ]
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 30 }), parts => {
        let fence = ''
        for (const line of embed(parts.join(''), { level: 3 }).split('\n')) {
          if (fence === '') fence = /^`{3,}(?=[\w+#.-]*$)/.exec(line)?.[0] ?? ''
          else if (line === fence) fence = ''
          else continue
          if (/^(?:[ >]|- )*#{1,2}(?: |$)/.test(line)) return false
          if (outsideCode(line).includes('<b>')) return false
        }
        return fence === ''
      }),
      { numRuns: 2000 },
    )
  })
})

describe('foreign text inside our lines', () => {
  it('stays on its line', () => {
    expect(inline('a\n\n# b\t<i>')).toBe('a # b &lt;i>')
  })

  it.each([
    ['a | b', 'a \\| b'],
    ['a \\| b', 'a \\| b'],
    ['`a | b`', '`a \\| b`'],
  ])('%j stays in its cell as %j', (text, cell) => {
    expect(cellText(text)).toBe(cell)
  })
})
