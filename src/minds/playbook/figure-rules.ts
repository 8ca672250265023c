/** How each kind of figure is written. `read` gives null where the words around show that it is another thing. */
import type { Figure, FigureKind } from './figures.ts'
import { BYTES_OF, NUMBER, quantityOf, SECONDS_OF } from './numbers.ts'

type Reading = Pick<Figure, 'text' | 'value'> & Partial<Pick<Figure, 'noun' | 'per'>>

interface Rule {
  readonly kind: FigureKind
  readonly pattern: RegExp
  readonly read: (match: RegExpExecArray, sentence: string) => Reading | null
}

const PERIOD = 'second|sec|s|minute|min|hour|hr|h|day|week|month|year'
const PER = `(?:\\s(?:a|an|per|each|every)\\s|\\s?/\\s?)(${PERIOD})(?![\\p{L}])`
const STOP = `a|an|and|are|as|at|by|can|each|every|for|from|has|have|if|in|is|its|make|must|of|on|or|our|per|should|so|than|that|the|their|then|this|to|us|was|were|which|who|will|with|within`
/** A word that may stand between a figure and what it counts. */
const LINK = `(?!(?:${STOP})(?![\\p{L}-]))\\p{L}[\\p{L}\\p{N}-]*`
const UNIT = 'ms|milliseconds?|secs?|seconds?|s|mins?|minutes?|hours?|hrs?|h'

const USERS =
  'users|customers|people|persons|members|subscribers|visitors|players|students|employees|drivers|riders|patients|buyers|viewers|listeners|readers|consumers|passengers|guests|learners|citizens|households|attendees|clients|devices online'
const TENANTS =
  'tenants|workspaces|organi[sz]ations|companies|businesses|accounts|merchants|sellers|vendors|clinics|hospitals|schools|shops|stores|restaurants|hotels|teams|agencies|brands|partners'
const PLACES =
  'regions?|data ?cent(?:er|re)s?|availability zones?|zones?|continents?|countries|sites|locations|warehouses|offices|cities'

export const RULES: readonly Rule[] = [
  rule(
    'money',
    `[$€£]\\s?(${NUMBER})(?:(?:\\s(?:a|an|per|each|every)\\s|\\s?/\\s?)(\\p{L}+))?`,
    ([text, number, per]) => measured(text, quantityOf(number ?? ''), { per: per ?? null }),
  ),
  rule(
    'money',
    `(${NUMBER})\\s?(?:USD|EUR|GBP|CHF|JPY|dollars|euros|pounds|cents)(?![\\p{L}])(?:\\s(?:a|an|per)\\s(\\p{L}+))?`,
    ([text, number, per]) => measured(text, quantityOf(number ?? ''), { per: per ?? null }),
  ),
  rule('availability', `(${NUMBER})\\s?(?:%|percent(?![\\p{L}]))`, availability),
  rule('availability', '(two|three|four|five|six|[2-6]) (?:nines|9s)(?![\\p{L}])', ([text, number]) => {
    const nines = quantityOf(number ?? '')
    return nines === null ? null : measured(text, 100 - 10 ** (2 - nines))
  }),
  rule(
    'size',
    `(${NUMBER})[\\s-]?([KMGTP]i?B|bytes?|(?:kilo|mega|giga|tera|peta)bytes?)(?![\\p{L}\\p{N}])(?:${PER}|\\s(daily|monthly))?`,
    ([text, number, unit, per, adverb]) => {
      const value = quantityOf(number ?? '')
      const factor = BYTES_OF[(unit ?? '').toLowerCase().replace(/s$/, '')]
      if (value === null || factor === undefined) return null
      return measured(text, value * factor, { per: period(per ?? adverb) })
    },
  ),
  rule(
    'interval',
    `(?:every|each)\\s(?:(${NUMBER})\\s?)?(${UNIT}|days?)(?![\\p{L}])`,
    ([text, number, unit]) => measured(text, lasting(number ?? '1', unit)),
  ),
  rule('rate', `(${NUMBER})\\s?((?:${LINK}\\s?){0,3}?)${PER}`, ([text, number, noun, per]) =>
    measured(text, quantityOf(number ?? ''), { noun: noun?.trim() ?? '', per: period(per) }),
  ),
  rule('rate', `(${NUMBER})\\s?(rps|qps|tps|rpm|RPS|QPS|TPS|RPM)(?![\\p{L}])`, ([text, number, unit]) =>
    measured(text, quantityOf(number ?? ''), {
      noun: { q: 'queries', t: 'transactions' }[(unit ?? '').charAt(0).toLowerCase()] ?? 'requests',
      per: /m$/i.test(unit ?? '') ? 'minute' : 'second',
    }),
  ),
  rule(
    'rate',
    `(${NUMBER})\\s(daily|hourly|weekly|monthly)\\s(?!active|(?:${USERS})(?![\\p{L}]))(${LINK})`,
    ([text, number, per, noun]) =>
      measured(text, quantityOf(number ?? ''), { noun: noun ?? '', per: period(per) }),
  ),
  rule(
    'rate',
    `(${NUMBER})\\s((?:${LINK}\\s){1,2})(daily|hourly|weekly|monthly)(?![\\p{L}])(?!\\sactive)`,
    ([text, number, noun, per]) =>
      measured(text, quantityOf(number ?? ''), { noun: noun?.trim() ?? '', per: period(per) }),
  ),
  rule('latency', `(${NUMBER})[\\s-]?(ms|milliseconds?)(?![\\p{L}])`, ([text, number, unit]) =>
    measured(text, lasting(number, unit)),
  ),
  rule('retention', `(${NUMBER})[\\s-](days?|weeks?|months?|years?|hours?)(?![\\p{L}])`, (match, sentence) =>
    around(
      sentence,
      match,
      60,
      30,
      /\b(?:keep|keeps|kept|retain\w*|retention|stored? (?:for|them)|archiv\w+|history|preserv\w+|delet\w+ after|purg\w+)\b/i,
    )
      ? span(match)
      : null,
  ),
  rule('latency', `(${NUMBER})[\\s-]?(${UNIT})(?![\\p{L}])`, (match, sentence) =>
    around(
      sentence,
      match,
      28,
      20,
      /\b(?:under|within|below|less than|at most|no more than|max\w*|faster than|up to|latency|p\d\d|respon\w+|answer\w*|load\w*|delay\w*|lag|fresh\w*|old|quick\w*)\b/i,
    )
      ? span(match)
      : null,
  ),
  rule(
    'team',
    `(?:team of )?(${NUMBER})[\\s-](?:(?:${LINK})\\s){0,2}?(engineers?|developers?|devs|programmers|SREs?)(?![\\p{L}])|team of (${NUMBER})(?: people)?`,
    ([text, number, noun, bare]) =>
      measured(text, quantityOf(number ?? bare ?? ''), { noun: noun ?? 'people' }),
  ),
  counting('users', USERS),
  counting('tenants', TENANTS),
  counting('places', PLACES),
  rule('time', `(${NUMBER})[\\s-]?(${UNIT}|days?|weeks?|months?|years?)(?![\\p{L}])`, match => span(match)),
  rule('count', `(${NUMBER})\\s?%(?: of (?:all |the |our )?\\p{L}+)?`, ([text, number]) =>
    measured(text, quantityOf(number ?? '')),
  ),
  rule(
    'count',
    `(${NUMBER})[\\s-]((?:(?:${LINK})\\s){0,2}?(?!(?:${STOP})(?![\\p{L}-]))\\p{L}[\\p{L}-]*[a-rt-z]s)(?![\\p{L}-])`,
    (match, sentence) => {
      const [text, number = '', noun = ''] = match
      // "Python 3 services": a version, not a number of services.
      if (/(?:^|\s)\p{Lu}[\p{L}+#.]*\s$/u.test(sentence.slice(1, match.index)) || /^(?:one|1)$/i.test(number))
        return null
      return measured(text, quantityOf(number), { noun })
    },
  ),
]

function rule(kind: FigureKind, source: string, read: Rule['read']): Rule {
  return { kind, pattern: new RegExp(source, 'giu'), read }
}

/** People, tenants, places: a number, up to three words, and what they are. */
function counting(kind: FigureKind, nouns: string): Rule {
  return rule(
    kind,
    `(${NUMBER})[\\s-]((?:(?:${LINK})\\s){0,3}?(?:${nouns}))(?![\\p{L}-])`,
    ([text, number = '', noun = '']) => {
      const value = quantityOf(number)
      const several = value !== 1 && /[^s]$/.test(noun) ? `${noun}s` : noun
      return measured(kind === 'places' ? `${number} ${several}` : text, value, { noun: several })
    },
  )
}

function measured(
  text: string | undefined,
  value: number | null,
  more: Partial<Reading> = {},
): Reading | null {
  return value === null || text === undefined ? null : { ...more, text: text.trim(), value }
}

function availability(match: RegExpExecArray, sentence: string): Reading | null {
  const value = quantityOf(match[1] ?? '')
  if (value === null || value < 90 || value >= 100) return null
  const after = sentence.slice(match.index + match[0].length)
  if (/^\s+of\b(?! (?:the )?time)/i.test(after)) return null
  const named = around(sentence, match, 40, 24, /\b(?:uptime|availab\w+|SLA|SLO|up|reachable|time)\b/i)
  return named || /^99[.,]\d/.test(match[1] ?? '') ? measured(match[0], value) : null
}

function span(match: RegExpExecArray): Reading | null {
  const [text, number = '', unit = ''] = match
  const value = lasting(number, unit)
  const plural =
    /s$|^(?:ms|s|h)$/.test(unit) || value === null || quantityOf(number) === 1 ? unit : `${unit}s`
  return measured(/\d-\p{L}/u.test(text) ? `${number} ${plural}` : text, value)
}

function lasting(number: string | undefined, unit: string | undefined): number | null {
  const value = quantityOf(number ?? '')
  const word = (unit ?? '').toLowerCase()
  const seconds = SECONDS_OF[word] ?? SECONDS_OF[word.replace(/s$/, '')]
  return value === null || seconds === undefined ? null : value * seconds
}

function period(written: string | undefined): string | null {
  if (written === undefined) return null
  const word = written.toLowerCase()
  const short = { s: 'second', sec: 'second', min: 'minute', h: 'hour', hr: 'hour', daily: 'day' }[word]
  return short ?? word.replace(/ly$/, '')
}

function around(
  sentence: string,
  match: RegExpExecArray,
  before: number,
  after: number,
  words: RegExp,
): boolean {
  const end = match.index + match[0].length
  return words.test(
    `${sentence.slice(Math.max(0, match.index - before), match.index)} ${sentence.slice(end, end + after)}`,
  )
}
