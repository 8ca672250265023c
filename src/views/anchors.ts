/** Links to the entries of a log, as GitHub and other renderers name the headings of a markdown file. */
import type { Entry, ParsedLog } from '../log/entry.ts'
import { writeHeading } from '../log/grammar.ts'
import { sectionsOf } from './sections.ts'

/** A heading's text → its slug: lower case, punctuation dropped, blanks to hyphens. */
export function slug(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
    .replace(/ /g, '-')
}

/** `backend-2026-11-21-041031517-utc`; null for an entry whose heading has no readable time. */
export function entryAnchor(entry: Pick<Entry, 'role' | 'time'>): string | null {
  return entry.time === null ? null : slug(headingText(entry.role, entry.time))
}

/** The anchor of every entry: a slug that stood before gets `-1`, then `-2`, whatever heading had it. */
export function entryAnchors(
  log: Pick<ParsedLog, 'title' | 'problem' | 'entries'>,
): ReadonlyMap<number, string> {
  const seen = new Map<string, number>()
  const unique = (wanted: string): string => {
    let free = wanted
    while (seen.has(free)) {
      const next = (seen.get(wanted) ?? 0) + 1
      seen.set(wanted, next)
      free = `${wanted}-${next}`
    }
    seen.set(free, 0)
    return free
  }
  const pass = (content: string) => {
    for (const { heading } of sectionsOf(content)) unique(slug(heading))
  }
  const anchors = new Map<number, string>()
  unique(slug(log.title))
  pass(log.problem)
  for (const entry of log.entries) {
    const anchor = entryAnchor(entry)
    if (anchor !== null) anchors.set(entry.number, unique(anchor))
    pass(entry.content)
  }
  return anchors
}

function headingText(role: string, time: string): string {
  return writeHeading(role, time).replace(/^#+\s*/, '')
}
