/** Finds where a noun phrase begins and ends, by the little words around it. No grammar is pretended beyond that. */

/** Words a noun phrase does not go past. */
const ENDS: ReadonlySet<string> = new Set(
  `about across after against allowing along also although am among are around as at based be because been before being
below between beyond but by can cannot could did do does down during every for from get gets goes had handles handling
has have how if in inside into is it keeps lets like may might must near needs no not off on once onto or our out over
per runs serves serving shall should since so supporting supports such takes than that their then there they this
through till to toward towards under until up upon used using very via was we were what when where whereas which while
who whose why will with within without would yet you your works online automatically together fails costs crashes breaks became becomes its`.split(
    /\s+/,
  ),
)

const DETERMINERS: ReadonlySet<string> = new Set(
  `a an the our my your their its his her this these those some any each every all another us me them new existing
current entire whole simple scalable robust modern better good proper reliable basic complete nice great highly really
fully very small large first own following slow old homegrown`.split(/\s+/),
)

const PRONOUNS: ReadonlySet<string> = new Set(
  'it this that these those them something anything everything things stuff one us me'.split(' '),
)

const MAX_WORDS = 5

export interface Phrase {
  readonly words: readonly string[]
  /** What follows it in its sentence, in words. */
  readonly rest: readonly string[]
}

/** Words and the stops between them; marks of emphasis and quotes are taken off, braces and pipes never get in. */
export function wordsOf(text: string): readonly string[] {
  return text
    .replace(/[*_`"“”‘{}|<>[\]\\^~=$@]+/g, ' ')
    .replace(/(?:^|\s)'|'(?=\s|$)/g, ' ')
    .replace(/([,;:()!?]|\.(?=\s|$)|\s[-–—]+\s)/g, ' $1 ')
    .trim()
    .split(/\s+/)
    .filter(Boolean)
}

export function isStop(word: string): boolean {
  return !/[\p{L}\p{N}]/u.test(word)
}

/** The noun phrase that these words begin with; empty when they begin with none. */
export function phraseAt(words: readonly string[], isVerb: (word: string) => boolean): Phrase {
  let from = 0
  while (
    from < words.length - 1 &&
    (DETERMINERS.has(lower(words[from])) || /^\d[\d.,]*$/.test(words[from] ?? ''))
  )
    from += 1
  let end = from
  let ofs = 0
  while (end < words.length) {
    const word = lower(words[end])
    const next = lower(words[end + 1])
    if (word === 'of' && ofs === 0 && end > from) ofs += 1
    else if (word === 'and' || word === '&') {
      if (end === from || isVerb(next) || ENDS.has(next) || DETERMINERS.has(next) || isStop(next)) break
    } else if (word === 'of' || isStop(word) || ENDS.has(word)) break
    else if (DETERMINERS.has(word) && lower(words[end - 1]) !== 'of') break
    end += 1
  }
  const found = words.slice(from, end)
  while (
    ['of', 'and', '&'].includes(lower(found.at(-1))) ||
    (found.length > 0 && DETERMINERS.has(lower(found.at(-1))) && found.length > 1)
  )
    found.pop()
  if (found.length === 1 && PRONOUNS.has(lower(found[0]))) return { words: [], rest: words.slice(end) }
  return { words: shortened(found), rest: words.slice(end) }
}

/** `the migration of our Rails monolith` keeps its beginning; a long row of nouns keeps its end, where its head is. */
function shortened(words: readonly string[]): readonly string[] {
  if (words.length <= MAX_WORDS) return words
  const of = words.findIndex(word => lower(word) === 'of')
  if (of > 0) return of <= MAX_WORDS ? words.slice(0, of) : words.slice(of - 4, of)
  const and = words.findIndex(word => lower(word) === 'and')
  if (and > 0 && and <= MAX_WORDS) return words.slice(0, and)
  return words.slice(-4)
}

/** `file uploads` → `file upload`: the form in which a noun stands before another. */
export function singular(words: readonly string[]): readonly string[] {
  const last = words.at(-1) ?? ''
  const one = /[a-z]ies$/.test(last)
    ? `${last.slice(0, -3)}y`
    : /(?:ches|shes|sses|xes)$/.test(last)
      ? last.slice(0, -2)
      : /[a-z]s$/.test(last) && !/(?:ss|us|is|ics|news|series)$/.test(last)
        ? last.slice(0, -1)
        : last
  return [...words.slice(0, -1), one]
}

function lower(word: string | undefined): string {
  return (word ?? '').toLowerCase()
}
