/** A description as its authors write it: what the agent is for, and examples of when to call it, in one string. */

export interface DescriptionParts {
  /** Everything that stands outside of the examples. */
  readonly about: string
  readonly examples: readonly string[]
}

export interface SplitDescription {
  /** The first sentences in one line, for lists: at most `MAX_SUMMARY` characters. */
  readonly summary: string
  readonly examples: readonly string[]
}

const MAX_SUMMARY = 300

const TAG = /<(\/?)example(s?)>/gi
const NUMBERED = /(?:^|[\n.!?"'”])[ \t]*(?:[-*•][ \t]+)?\**example[ \t]+\d{1,3}\**[ \t]*[:.)–-]\**[ \t]*/gi
const HEADING = /(?:^|[\s.!?])\**(?:usage )?examples\**[ \t]*:\**/i
const BULLET = /^[ \t]*(?:[-*•]|\d{1,3}[.)])[ \t]+/

/**
 * `<example>…</example>` blocks (closed or not), else `Example 1: …` items, else what follows `Examples:`, by its
 * bullets when it has some.
 */
export function descriptionParts(description: string): DescriptionParts {
  const text = withLineEnds(description)
  const tagged = byTags(text)
  if (tagged !== null) return tagged
  const numbered = byNumbers(text)
  if (numbered !== null) return numbered
  const heading = HEADING.exec(text)
  if (heading === null) return { about: text.trim(), examples: [] }
  const listed = text.slice(heading.index + heading[0].length)
  return { about: text.slice(0, heading.index + 1).trim(), examples: byBullets(listed) }
}

/** What a list shows of a description, and what it keeps for whoever asks. */
export function splitDescription(description: string): SplitDescription {
  const { about, examples } = descriptionParts(description)
  const heading = HEADING.exec(about)
  const before = heading === null ? about : about.slice(0, heading.index + 1)
  // A description that opens with its examples still has something to show: what stands after them.
  const [paragraph = ''] = (before.trim() === '' ? about : before).trim().split(/\n[ \t]*\n/, 1)
  return { summary: shorten(paragraph.replace(/\s+/g, ' ').trim()), examples }
}

/** One-line front matter often spells its line ends as a backslash and an n. */
function withLineEnds(description: string): string {
  const text = description.replace(/\r\n?/g, '\n')
  const spelled = !text.includes('\n') && /\\n(?:\\n|[-<*]|\s*Example)/i.test(text)
  return spelled ? text.replaceAll('\\n', '\n') : text
}

function byTags(text: string): DescriptionParts | null {
  const examples: string[] = []
  let about = ''
  let from = 0
  let inside = false
  let found = false
  for (const tag of text.matchAll(TAG)) {
    const before = text.slice(from, tag.index)
    from = tag.index + tag[0].length
    if (inside) examples.push(before)
    else about += `${before}\n`
    // `<examples>` around them is no example itself, and neither is what stands between it and the first one.
    inside = tag[1] === '' && tag[2] === ''
    found = true
  }
  if (!found) return null
  if (inside) examples.push(text.slice(from))
  else about += text.slice(from)
  return { about: about.replace(/\n{3,}/g, '\n\n').trim(), examples: cleaned(examples) }
}

function byNumbers(text: string): DescriptionParts | null {
  const marks = [...text.matchAll(NUMBERED)]
  const [first] = marks
  if (first === undefined) return null
  const examples = marks.map(({ index, 0: mark }, at) =>
    text.slice(index + mark.length, endOf(marks[at + 1])),
  )
  return { about: text.slice(0, endOf(first)).trim(), examples: cleaned(examples) }

  // The mark begins with what ended the text before it, a full stop or a quotation mark.
  function endOf(mark: RegExpExecArray | undefined): number {
    return mark === undefined ? text.length : mark.index + (/^[.!?"'”]/.test(mark[0]) ? 1 : 0)
  }
}

function byBullets(listed: string): readonly string[] {
  const items: string[] = []
  for (const line of listed.split('\n')) {
    if (BULLET.test(line) || items.length === 0) items.push(line.replace(BULLET, ''))
    else items.push(`${items.pop() ?? ''}\n${line}`)
  }
  return cleaned(items)
}

function cleaned(examples: readonly string[]): readonly string[] {
  return examples.map(example => example.trim()).filter(example => example !== '')
}

/** Whole sentences if at least one fits, else whole words. */
function shorten(text: string): string {
  if (text.length <= MAX_SUMMARY) return text
  const head = text.slice(0, MAX_SUMMARY)
  let sentence = 0
  for (const { index, 0: end } of head.matchAll(/[.!?]["')\]]?(?=\s)|[。！？]/g))
    sentence = index + end.length
  // The blank that ends the last sentence may be the first character that is cut off.
  if (/[.!?]$/.test(head) && text[MAX_SUMMARY] === ' ') sentence = MAX_SUMMARY
  if (sentence > 0) return head.slice(0, sentence)
  const room = head.slice(0, MAX_SUMMARY - 1)
  const word = room.lastIndexOf(' ')
  const cut = word > 0 ? room.slice(0, word) : room.replace(/[\uD800-\uDBFF]$/, '')
  return `${cut.replace(/[\s,;:]+$/, '')}…`
}
