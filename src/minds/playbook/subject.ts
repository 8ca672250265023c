/**
 * What is to be designed, as a short noun phrase without an article: "Design a rate limiter for our public REST API"
 * → `rate limiter`; "How should we migrate our Rails monolith to services?" → `Rails monolith migration`.
 */
import { isStop, type Phrase, phraseAt, singular, wordsOf } from './noun-phrase.ts'
import { withoutOpeners } from './openers.ts'
import type { Prose } from './prose.ts'
import { actingBase, isActing, MAKING, nounOf } from './verbs.ts'

const NO_SUBJECT = 'system'
const MAX_LENGTH = 60

/** Heads that say nothing by themselves: what they are for is the subject. */
const GENERIC =
  /^(?:systems?|platforms?|services?|apps?|applications?|tools?|solutions?|features?|mechanisms?|software|products?|backends?|frontends?|modules?|infrastructure|websites?|sites?|pages?|functionality|support)$/i
const GENERAL_HEADING =
  /^(?:(?:the )?(?:context|background|problem|problem statement|goals?|requirements?|constraints?|overview|summary|introduction|task|questions?|notes?|situation|scope|details|current state|non[- ]goals?|figures|numbers|facts))\b.{0,12}$/i
/** Words before a head like "tool" that say no more than the head does. */
const VAGUE =
  /^(?:internal|online|web|mobile|cloud|distributed|backend|central|software|custom|dedicated|in-house)$/i
/** Heads that are about the design itself and are dropped. */
const ABOUT =
  /^(?:architectures?|designs?|plans?|approach(?:es)?|strateg(?:y|ies)|ways?|concepts?|proposals?|implementations?|versions?|technical design|system design|high level design|design document|rfc)$/i

export function subjectOf(prose: readonly Prose[], title: string): string {
  const goal = goalIndex(prose)
  const ordered = [prose[goal], ...prose.filter((_, index) => index !== goal)].flatMap(part => part ?? [])
  const named = prose.filter(({ kind, text }) => kind === 'heading' && !GENERAL_HEADING.test(text))
  const asked = prose.filter(({ text }, index) => index === goal && isAsking(text))
  const tries: (() => readonly string[])[] = [
    ...[...asked, ...named].slice(0, 2).map(
      ({ text }) =>
        () =>
          subjectIn(text),
    ),
    ...ordered.slice(0, 1).map(
      ({ text }) =>
        () =>
          subjectIn(text),
    ),
    () => subjectIn(title),
    ...ordered.slice(1, 12).map(
      ({ text }) =>
        () =>
          subjectIn(text),
    ),
    ...ordered.slice(0, 12).map(
      ({ text }) =>
        () =>
          firstNamed(text),
    ),
  ]
  for (const attempt of tries) {
    const words = attempt()
    if (words.length > 0) return finished(words)
  }
  return NO_SUBJECT
}

/** The sentence that says what is wanted: the first that begins like one, else the first sentence, else a heading. */
export function goalIndex(prose: readonly Prose[]): number {
  const asking = prose.findIndex(({ text, kind }) => kind !== 'heading' && isAsking(text))
  if (asking >= 0) return asking
  const plain = prose.findIndex(({ kind }) => kind === 'sentence')
  return Math.max(plain, 0)
}

function isAsking(text: string): boolean {
  const bare = withoutOpeners(text)
  const first = wordsOf(bare)[0] ?? ''
  if (MAKING.has(first.toLowerCase())) return true
  const opened = bare.length < text.trim().length
  return (
    opened &&
    (isActing(first) ||
      /^(?:\W*\w+\W+){0,4}?(?:need|want|should we|how|what|which|help|like to)\b/i.test(text))
  )
}

function subjectIn(text: string): readonly string[] {
  const choice =
    /^(?:which|what) (.+?) (?:should|do|can|would|could) (?:we|i|you) (?:use|choose|pick|take|adopt)(?: for (.+))?/i.exec(
      text.trim(),
    )
  if (choice !== null) return phrase(wordsOf(choice[2] ?? choice[1] ?? '')).words
  const should =
    /^should (?:we|i|you) (?:use|adopt|choose|pick|switch to|move to|go with)\s.*?\sfor (.+)/i.exec(
      text.trim(),
    )
  if (should !== null) return phrase(wordsOf(should[1] ?? '')).words

  const bare = withoutOpeners(text.replace(/^should (?:we|i)\s+/i, 'we should '))
  const words = wordsOf(bare)
  const [first = '', ...rest] = words
  if (MAKING.has(first.toLowerCase()))
    return object(/^(?:up|out)$/i.test(rest[0] ?? '') ? rest.slice(1) : rest)
  if (/^(?:let|allow|enable)$/i.test(first)) return permitted(rest)
  if (isActing(first) && !looksLikeNoun(words)) return acted(actingBase(first) ?? first, rest)
  if (bare.length < text.trim().length || isTitle(text)) return object(words)
  return []
}

/** "Search for our shop", "Booking system": the verb is the thing itself. */
function looksLikeNoun(words: readonly string[]): boolean {
  const [first = '', second = ''] = words
  if (
    /^(?:the|a|an|our|my|your|their|all|this|these|it|them|that|those|out|back|up|from|to|into|every|each)$/i.test(
      second,
    )
  )
    return false
  if (second === '' || isStop(second) || /^(?:for|of|in|with|and|on|at)$/i.test(second)) return true
  return (
    /ing$/i.test(first) ||
    words
      .slice(1, 4)
      .some(word => GENERIC.test(word) || /^(?:limiter|engine|pipeline|flow|index|box|bar)s?$/i.test(word))
  )
}

/** A short line without a verb we know is read as the name of the thing. */
function isTitle(text: string): boolean {
  const words = wordsOf(text)
  return (
    words.filter(word => !isStop(word)).length <= 12 &&
    !/\b(?:is|are|was|were|has|have|takes?|does|do|cannot|keeps?|complain\w*|wants?|needs?)\b/i.test(text)
  )
}

function phrase(words: readonly string[]): Phrase {
  return phraseAt(
    words,
    word => MAKING.has(word) || isActing(word) || /^(?:explain|ensure|keep|describe|let)$/.test(word),
  )
}

/** The object of "design …": a noun phrase, and where its head is a mere "system", what that is for. */
function object(words: readonly string[]): readonly string[] {
  const found = phrase(words)
  const head = found.words.join(' ')
  const [link = '', ...after] = found.rest
  if (ABOUT.test(head)) {
    if (/^(?:for|to|of)$/i.test(link)) return acting(after) ?? object(after)
    return []
  }
  const about =
    /^(?:\S+ )?(?:architecture|design|plan|approach|strategy|way|implementation|version) of (?:(?:the|our|a|an|my) )?(.+)$/i.exec(
      head,
    )
  if (about !== null) return wordsOf(about[1] ?? '')
  const of = /^(?:\S+ )?(\S+) of (?:(?:the|our|a|an|my) )?(.+)$/i.exec(head)
  if (of !== null && GENERIC.test(of[1] ?? '')) return [...wordsOf(of[2] ?? ''), of[1] ?? '']
  const last = found.words.at(-1) ?? ''
  if (!GENERIC.test(last) || !found.words.slice(0, -1).every(word => VAGUE.test(word))) return found.words
  const one = singular([last])
  if (/^(?:for|to|that|which|where)$/i.test(link)) {
    const purpose = acting(
      after.filter(
        word =>
          !/^(?:can|will|should|automatically|users|customers|people|us|we|lets|allows|helps|to)$/i.test(
            word,
          ),
      ),
    )
    if (purpose !== null) return purpose.length <= 4 ? [...purpose, ...one] : purpose
    const whom = /^for$/i.test(link) ? phrase(after).words : []
    if (whom.length > 0) return whom.length <= 3 ? [...singular(whom), ...one] : whom
  }
  return found.words
}

/** `booking meeting rooms` → `meeting room booking`; null when it does not begin with a verb. */
function acting(words: readonly string[]): readonly string[] | null {
  const [first = '', ...rest] = words
  const base = actingBase(first)
  return base === null ? null : acted(base, rest)
}

function acted(base: string, rest: readonly string[]): readonly string[] {
  const to = /^(?:from|to)$/i.test(rest[0] ?? '') ? rest.findIndex(word => /^to$/i.test(word)) : -1
  if (to >= 0) return [nounOf(base), 'to', ...phrase(rest.slice(to + 1)).words]
  const particle = /^(?:up|out|off|down|away|over)$/i.test(rest[0] ?? '')
  const { words } = phrase(particle ? rest.slice(1) : rest)
  return words.length === 0 ? [] : [...singular(words), nounOf(base)]
}

/** "let customers book rooms" → `room booking` */
function permitted(words: readonly string[]): readonly string[] {
  const verb = words.findIndex(
    (word, index) => index > 0 && index < 6 && isActing(word) && !/ing$/.test(word),
  )
  return verb < 0 ? [] : acted(actingBase(words[verb] ?? '') ?? '', words.slice(verb + 1))
}

/** The first thing a text calls "our …" or "the …". */
function firstNamed(text: string): readonly string[] {
  const words = wordsOf(text)
  const at = words.findIndex(
    (word, index) => /^(?:our|the|an?|my)$/i.test(word) && !isStop(words[index + 1] ?? ','),
  )
  if (at < 0) return []
  const found = phrase(words.slice(at)).words
  return /^(?:moment|way|past|future|problem|lot|few|bit|team|company|same|goal|users?|customers?)$/i.test(
    found[0] ?? '',
  )
    ? []
    : found
}

function finished(words: readonly string[]): string {
  const shouted =
    words.length > 1 &&
    words.every(word => /^\p{Lu}/u.test(word) || /^(?:for|and|of|the|an?|to|in)$/.test(word))
  const plain = words.map((word, index) =>
    (index === 0 || shouted) && /^\p{Lu}[\p{Ll}'-]+$/u.test(word) && !isName(word)
      ? word.toLowerCase()
      : word,
  )
  return plain.join(' ').slice(0, MAX_LENGTH).trim()
}

/** Names keep their capital where the sentence begins with them, as far as they are known. */
function isName(word: string): boolean {
  return /^(?:Rails|Django|Laravel|Java|Kotlin|Python|Go|Rust|Ruby|React|Angular|Vue|Android|Stripe|Kafka|Redis|Postgres|Mongo|Oracle|Kubernetes|Docker|Terraform|Salesforce|Shopify|Slack|Google|Microsoft|Amazon|Azure|Apple|Jira|Excel|Windows|Linux|Unicode|English|German|French|Bluetooth)$/.test(
    word,
  )
}
