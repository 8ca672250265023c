/** A definition's body → what is told as its prompt, and the sections that have a meaning of their own. */

export interface BodyParts {
  readonly prompt: string
  /** What shapes its reports, without the heading; null when there is none. */
  readonly report: string | null
  /** How it was to talk to other agents, headings included; null when there is nothing of it. */
  readonly conduct: string | null
  /** The text of `## Playbook`, or ''. */
  readonly playbook: string
}

type Kind = 'report' | 'conduct' | 'playbook'

const REPORT =
  /^(?:(?:final|status|completion|your) )?(?:report|response|output)(?: response)? (?:template|format|structure)s?$|^(?:final report|report response)$/
const CONDUCT =
  /^(?:(?:multi|inter) ?agent )?(?:communication|collaboration|coordination|hand ?off)s? (?:format|protocol|guidelines|rules)s?$/

interface Heading {
  readonly level: number
  readonly title: string
  /** Index of its line. */
  readonly at: number
}

export function splitBody(body: string): BodyParts {
  const lines = body.split('\n')
  const headings = headingsOf(lines)
  const taken: Record<Kind, string[]> = { report: [], conduct: [], playbook: [] }
  const kept: string[] = []
  let from = 0
  for (const [index, heading] of headings.entries()) {
    const kind = heading.at < from ? null : kindOf(heading)
    if (kind === null) continue
    let next = index + 1
    while ((headings[next]?.level ?? 0) > heading.level) next += 1
    const end = headings[next]?.at ?? lines.length
    kept.push(lines.slice(from, heading.at).join('\n').trimEnd())
    taken[kind].push(lines.slice(heading.at + (kind === 'conduct' ? 0 : 1), end).join('\n'))
    from = end
  }
  kept.push(lines.slice(from).join('\n'))
  const whole = (kind: Kind) => taken[kind].map(text => text.trim()).join('\n\n') || null
  return {
    prompt: kept
      .filter(part => part.trim() !== '')
      .join('\n\n')
      .trim(),
    report: whole('report'),
    conduct: whole('conduct'),
    playbook: taken.playbook.join('\n'),
  }
}

function kindOf({ level, title }: Heading): Kind | null {
  if (level === 2 && /^playbook$/i.test(title.trim())) return 'playbook'
  if (level < 2 || level > 3) return null
  // A definition has dozens of headings, and nearly none of them is one of these.
  if (!/report|respon|output|communic|collab|coordin|hand/i.test(title)) return null
  const words = title
    .toLowerCase()
    .replace(/[^\p{L}]+/gu, ' ')
    .trim()
  return REPORT.test(words) ? 'report' : CONDUCT.test(words) ? 'conduct' : null
}

/** Headings outside of blocks of code. */
function headingsOf(lines: readonly string[]): readonly Heading[] {
  const headings: Heading[] = []
  let fence: string | null = null
  for (const [at, line] of lines.entries()) {
    const mark = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line)
    if (mark !== null) {
      const [, ticks = '', info = ''] = mark
      if (fence === null) fence = ticks
      else if (ticks.startsWith(fence) && info.trim() === '') fence = null
      continue
    }
    const heading = fence === null ? /^(#{1,6})[ \t]+(.*)$/s.exec(line) : null
    if (heading !== null)
      headings.push({ level: heading[1]?.length ?? 0, title: withoutClosing(heading[2] ?? ''), at })
  }
  return headings
}

/** `Title ##` → Title. Not by one expression: a line of a megabyte of `#` would take it minutes. */
function withoutClosing(title: string): string {
  let end = title.trimEnd().length
  while (title[end - 1] === '#') end -= 1
  return title.slice(0, end).trim()
}
