/**
 * Phrases found in prose: how a playbook says "when the problem speaks of this". A phrase is one or more words;
 * `*` at the end of a word takes any ending; `a + b` needs both anywhere. Case, punctuation and hyphens do not count.
 */

/** Lower-case words between single blanks, with a blank at both ends: `" retry after 30 s "`. */
export function normalise(prose: string): string {
  const words = prose
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu)
  return words === null ? ' ' : ` ${words.join(' ')} `
}

type Test = (normalised: string) => boolean

const compiled = new Map<string, readonly Test[]>()
/** Far more than the playbooks of a session have, and little enough to keep. */
const MOST_COMPILED = 20_000

/** Whether `phrase` occurs in prose that went through `normalise`. */
export function occurs(phrase: string, normalised: string): boolean {
  let tests = compiled.get(phrase)
  if (tests === undefined) {
    tests = phrase.split('+').map(testOf)
    if (compiled.size >= MOST_COMPILED) compiled.clear()
    compiled.set(phrase, tests)
  }
  return tests.every(test => test(normalised))
}

/** The words of a phrase: a phrase of more words is more particular. */
export function wordCount(phrase: string): number {
  return phrase.split(/[\s+-]+/).filter(Boolean).length
}

/** No pattern is made of a phrase: whoever wrote it may have meant to break one. */
function testOf(part: string): Test {
  const words = part.trim().split(/[\s-]+/)
  const stems = words.map(word => normalise(word).trim())
  // A bare `*` would occur everywhere: it says nothing, so it occurs nowhere.
  if (stems.includes('')) return () => false
  const open = words.map(word => word.endsWith('*'))
  const plain = ` ${stems.join(' ')}`
  if (!open.slice(0, -1).includes(true)) {
    const sought = open.at(-1) === true ? plain : `${plain} `
    return normalised => normalised.includes(sought)
  }
  return normalised => follow(stems, open, normalised)
}

/** Whether the words stand one behind another somewhere; of an open one, the beginning is enough. */
function follow(stems: readonly string[], open: readonly boolean[], normalised: string): boolean {
  const [first = ''] = stems
  for (let start = normalised.indexOf(` ${first}`); start >= 0; ) {
    if (followAt(start)) return true
    start = normalised.indexOf(` ${first}`, start + 1)
  }
  return false

  function followAt(start: number): boolean {
    let blank = start
    return stems.every((stem, at) => {
      if (!normalised.startsWith(stem, blank + 1)) return false
      const end = blank + 1 + stem.length
      blank = open[at] === true ? normalised.indexOf(' ', end) : end
      return normalised[blank] === ' '
    })
  }
}
