/**
 * What a comparison word by word would miss or mistake. Kept short: an entry is here because people write it daily, and
 * each is one way to be wrong about somebody's field.
 */

/** Names of several words or with signs, by a word that stands for the whole. */
const TERMS: readonly (readonly [pattern: RegExp, token: string])[] = [
  [/\bc\+\+/gi, 'cpp'],
  [/\bc#/gi, 'csharp'],
  [/\bobjective[- ]c\b/gi, 'objectivec'],
  // A text of lawyers, and no service.
  [/\bterms of (?:service|use)\b/gi, 'termsofservice'],
]

/** Names of languages that are letters or words of their own elsewhere: `Go`, but not `go live`. */
const SHORT: Readonly<Record<string, string>> = { go: 'golang', c: 'clanguage', r: 'rlanguage' }
const SHORT_NAME = /(?<![\p{L}\p{N}])(?:go|c|r)(?![\p{L}\p{N}])/giu

/** Behind a short name, what only software is. */
const SOFTWARE =
  /^[ _-](?:apis?|backends?|bindings?|cli|code|compilers?|daemons?|languages?|librar(?:y|ies)|(?:micro)?services?|modules?|packages?|program(?:s|mers?|ming)?|scripts?|servers?|software|developers?|engineers?)\b/i
/** Behind a short name that begins a text, as an agent's own name does: who knows it. */
const TITLE = /^[ _-](?:architect|coder|dev|expert|guru|master|pro|specialist|wizard)\b/i
const AFTER_IN = /\bin $/i
/** Before a capital `Go` within a sentence. Behind `to` and the like it is a verb of a title. */
const WITHIN = /(?:[a-z]|[a-z0-9],) $/
const BEFORE_VERB = /\b(?:to|us|we|you|they|can|let's|and) $/i

/** How a token is shown to people. */
const SHOWN: Readonly<Record<string, string>> = {
  clanguage: 'c',
  rlanguage: 'r',
  cpp: 'c++',
  csharp: 'c#',
  objectivec: 'objective-c',
  termsofservice: 'terms of service',
}

/** What asks for a field without its name. */
const ALSO: ReadonlyMap<string, readonly string[]> = new Map([
  ['iphone', ['ios', 'mobile']],
  ['ipad', ['ios', 'mobile']],
  ['ios', ['mobile']],
  ['android', ['mobile']],
  ['ci', ['devops']],
])

/** `a Go service in C++` → `a golang service in cpp`. */
export function withTerms(prose: string): string {
  const spelled = TERMS.reduce((text, [pattern, token]) => text.replace(pattern, token), prose)
  return spelled.replace(SHORT_NAME, (name: string, at: number) => {
    const [before, after] = [spelled.slice(Math.max(0, at - 12), at), spelled.slice(at + name.length)]
    return isLanguage(name, before, after.slice(0, 20)) ? (SHORT[name.toLowerCase()] ?? name) : name
  })
}

function isLanguage(name: string, before: string, after: string): boolean {
  if (SOFTWARE.test(after)) return true
  if (before === '' && (after === '' || TITLE.test(after))) return true
  if (AFTER_IN.test(before)) return !after.startsWith('&')
  return name === 'Go' && WITHIN.test(before) && !BEFORE_VERB.test(before)
}

/** The token as it was meant: `clanguage` → `c`. Other words as they are. */
export function shownTerm(token: string): string {
  return Object.hasOwn(SHOWN, token) ? (SHOWN[token] ?? token) : token
}

/** What else a word of a problem asks for: `iphone` → `ios`, `mobile`. */
export function alsoMeant(word: string): readonly string[] {
  return ALSO.get(word) ?? []
}

/**
 * What a problem says is no part of it: `do not use payments;`. Only a few words up to the end of the clause, and only
 * behind verbs of scope: `do not lose payments` and `do not use personal data to train a model` are about just that.
 */
const EXCLUDED =
  /\b(?:(?:do not|don['’]t|never|will not|won['’]t|no need to)[ \t]+(?:(?:need|have) to )?(?:use|build|need(?! to\b)|want(?! to\b))|no need for)\b(?! (?:more|less|fewer|over|at|the same)\b)(?:[ \t]+[^\s.!?;,]{1,40}){1,4}?(?=[ \t]*(?:[.!?;,\n]|\bbut\b|\binstead\b|$))/gi

/** The problem without what it excludes; whole, where nothing else would be left. */
export function withoutExcluded(problem: string): string {
  const rest = problem.replace(EXCLUDED, ' ')
  return /[\p{L}\p{N}]/u.test(rest) ? rest : problem
}
