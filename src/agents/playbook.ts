/**
 * The grammar of a `## Playbook` section (docs/agents.md, "The playbook"):
 *
 *   ### retry-storm
 *   - when: rate limit*, quota*        phrases, any of them; `always`; `a + b` for both
 *   - unless: batch only               optional: phrases that keep it away
 *   - ask: …?                          the question an expert puts
 *   - require: …                       what a design must do
 *   - because: …                       why
 *   - meet: Interfaces: …              how a design does it, and in which part of it
 *   - signs: retry after, jitter|backoff   what shows it in ONE statement: all groups, any phrase of a group
 *   - instead: …                       optional: what was weighed and not chosen, and why
 *   - for: BACKEND                     supervisor only: who is to look at it
 *
 * An item may go on over indented lines. Whatever is longer than a person would write it costs its consideration: a
 * playbook is matched against every text of a session.
 */
import { type Consideration, SECTIONS, type Section } from './definition.ts'
import { normalise, occurs, wordCount } from './phrases.ts'

const KEYS = ['when', 'unless', 'ask', 'require', 'because', 'meet', 'signs', 'instead', 'for'] as const
type Key = (typeof KEYS)[number]
const REQUIRED = ['when', 'ask', 'require', 'because', 'meet'] as const satisfies readonly Key[]

/** Several times what the built-in playbooks have. */
const MOST_CONSIDERATIONS = 500
const MOST_CHARACTERS = 2000
const MOST_PHRASES = 60
const MOST_PHRASE_WORDS = 12
const MOST_PHRASE_CHARACTERS = 200
/** Of what the file says, in a warning. */
const MOST_QUOTED = 60

export interface PlaybookReading {
  readonly considerations: readonly Consideration[]
  /** One line for each consideration that could not be read, naming it and what is wrong. */
  readonly warnings: readonly string[]
}

/** Splits a definition's body into its prompt and the text of its playbook ('' when it has none). */
export function splitPlaybook(body: string): { readonly prompt: string; readonly playbook: string } {
  const start = /^##[ \t]+Playbook[ \t]*$/im.exec(body)
  if (start === null) return { prompt: body.trim(), playbook: '' }
  const after = body.slice(start.index + start[0].length)
  const next = /^##?[ \t]+\S/m.exec(after)
  const end = next?.index ?? after.length
  return {
    prompt: `${body.slice(0, start.index).trimEnd()}\n\n${after.slice(end)}`.trim(),
    playbook: after.slice(0, end),
  }
}

export function parsePlaybook(text: string): PlaybookReading {
  const considerations: Consideration[] = []
  const warnings: string[] = []
  const ids = new Set<string>()
  const blocks = text.split(/^###[ \t]+/m).slice(1)
  for (const block of blocks.slice(0, MOST_CONSIDERATIONS)) {
    const reading = parseBlock(block)
    if (typeof reading === 'string') {
      warnings.push(reading)
    } else if (ids.has(reading.id)) {
      warnings.push(`playbook ${quote(reading.id)}: stands twice; the first one counts`)
    } else {
      ids.add(reading.id)
      considerations.push(reading)
    }
  }
  if (blocks.length > MOST_CONSIDERATIONS)
    warnings.push(`playbook has ${blocks.length} considerations: the first ${MOST_CONSIDERATIONS} count`)
  return { considerations, warnings }
}

function parseBlock(block: string): Consideration | string {
  const [first = '', ...lines] = block.split('\n')
  const id = first.trim()
  if (id.length > MOST_PHRASE_CHARACTERS || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))
    return `playbook "${quote(id)}": expected a kebab-case id as the heading`
  const items = itemsOf(lines)
  return typeof items === 'string' ? `playbook ${quote(id)}: ${items}` : considerationOf(id, items)
}

/** The items as they stand, or what is wrong with one. */
function itemsOf(lines: readonly string[]): ReadonlyMap<Key, string> | string {
  const items = new Map<Key, string>()
  let last: Key | null = null
  for (const line of lines) {
    const item = /^[-*][ \t]+([a-z]+):[ \t]*(.*)$/i.exec(line)
    const key = KEYS.find(known => known === item?.[1]?.toLowerCase())
    if (key !== undefined) {
      items.set(key, (item?.[2] ?? '').trim())
      last = key
    } else if (item !== null) {
      return `unknown item "${quote(item[1] ?? '')}"; known are ${KEYS.join(', ')}`
    } else if (last !== null && /^[ \t]+\S/.test(line)) {
      items.set(last, `${items.get(last) ?? ''} ${line.trim()}`.trim())
    }
    // Asked at each line: what goes on for ever must not be put together first.
    if (last !== null && (items.get(last) ?? '').length > MOST_CHARACTERS)
      return `${last} is longer than ${MOST_CHARACTERS} characters: left out`
  }
  return items
}

function considerationOf(id: string, items: ReadonlyMap<Key, string>): Consideration | string {
  const missing = REQUIRED.filter(key => !items.get(key))
  if (missing.length > 0) return `playbook ${id}: lacks ${missing.join(', ')}`
  const meet = parseMeet(items.get('meet') ?? '')
  if (meet === null)
    return `playbook ${id}: meet must begin with one of ${SECTIONS.map(s => `"${s}:"`).join(', ')}`
  if (!items.get('signs') && meet.text.includes('{'))
    return `playbook ${id}: a meet with a {placeholder} needs signs`
  const signs = parseSigns(items.get('signs'), meet.text)
  const [when, unless] = [list(items.get('when')), list(items.get('unless'))]
  // Words of its own are no phrase that somebody wrote.
  const written = items.get('signs') ? signs.flat() : []
  for (const [key, phrases] of [
    ['when', when],
    ['unless', unless],
    ['signs', written],
  ] as const) {
    const excess = excessOf(phrases)
    if (excess !== null) return `playbook ${id}: ${key} has ${excess}: left out`
  }
  const shown = normalise(meet.text)
  const unmet = signs.find(group => !group.some(phrase => occurs(phrase, shown)))
  if (unmet !== undefined)
    return `playbook ${id}: its own meet does not show the sign "${quote(unmet.join('|'))}"`
  return {
    id,
    when,
    unless,
    ask: items.get('ask') ?? '',
    require: items.get('require') ?? '',
    because: items.get('because') ?? '',
    meet,
    signs,
    instead: items.get('instead') || null,
    for: items.get('for')?.toUpperCase() || null,
  }
}

/** What is too much of it, or null. */
function excessOf(phrases: readonly string[]): string | null {
  if (phrases.length > MOST_PHRASES) return `more than ${MOST_PHRASES} phrases`
  const long = phrases.find(
    phrase => phrase.length > MOST_PHRASE_CHARACTERS || wordCount(phrase) > MOST_PHRASE_WORDS,
  )
  if (long === undefined) return null
  return `a phrase of more than ${MOST_PHRASE_WORDS} words or ${MOST_PHRASE_CHARACTERS} characters ("${quote(long)}")`
}

function quote(text: string): string {
  return text.length <= MOST_QUOTED ? text : `${text.slice(0, MOST_QUOTED).replace(/[\uD800-\uDBFF]$/, '')}…`
}

function parseMeet(value: string): { readonly section: Section; readonly text: string } | null {
  const section = SECTIONS.find(name => value.toLowerCase().startsWith(`${name.toLowerCase()}:`))
  if (section === undefined) return null
  const text = value.slice(section.length + 1).trim()
  return text === '' ? null : { section, text }
}

/** Without signs of its own, a consideration is met by nothing but its own words. */
function parseSigns(value: string | undefined, text: string): readonly (readonly string[])[] {
  if (!value) return [[normalise(text).trim()]]
  return list(value).map(group =>
    group
      .split('|')
      .map(phrase => phrase.trim())
      .filter(Boolean),
  )
}

function list(value: string | undefined): readonly string[] {
  return (value ?? '')
    .split(',')
    .map(phrase => phrase.trim())
    .filter(Boolean)
}
