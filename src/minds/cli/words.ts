/** A command line → its words, by the quoting a shell has and nothing else of it: what a word says is never expanded. */

const BLANK = /\s/
/** Within double quotes a backslash stands for itself before anything else. */
const ESCAPED_IN_QUOTES = /["\\]/

/** Null where a quote is not closed or a backslash stands last. */
export function splitWords(line: string): readonly string[] | null {
  const words: string[] = []
  let word: string | null = null
  let quote: string | null = null
  for (let at = 0; at < line.length; at += 1) {
    const char = line.charAt(at)
    const next = line.charAt(at + 1)
    if (char === '\\' && quote !== "'" && (quote === null || ESCAPED_IN_QUOTES.test(next))) {
      if (next === '') return null
      word = (word ?? '') + next
      at += 1
    } else if (char === quote) {
      quote = null
    } else if (quote === null && (char === "'" || char === '"')) {
      quote = char
      word ??= ''
    } else if (quote === null && BLANK.test(char)) {
      if (word !== null) words.push(word)
      word = null
    } else {
      word = (word ?? '') + char
    }
  }
  if (quote !== null) return null
  return word === null ? words : [...words, word]
}
