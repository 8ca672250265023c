/** The parts of an entry's content, by the names of their headings. */
import { headingLevel } from './markdown.ts'

export interface Section {
  /** As written, without the marks. */
  readonly heading: string
  /** The heading's words, in lower case and without a number, colon or emphasis. */
  readonly name: string
  readonly level: number
  /** What stands below the heading, deeper headings included. */
  readonly text: string
  /** Lines of the content: the heading's, and the one after its end. From 0. */
  readonly start: number
  readonly end: number
}

/** Every headed part; a deeper one lies within the ones above it. */
export function sectionsOf(content: string): readonly Section[] {
  const lines = content.split('\n')
  const headings = headingLines(content)
  return headings.map(({ line, level }, at) => {
    let next = at + 1
    while ((headings[next]?.level ?? 0) > level) next += 1
    const end = headings[next]?.line ?? lines.length
    const heading = (lines[line] ?? '').replace(/^#+/, '').trim()
    return {
      heading,
      name: nameOf(heading),
      level,
      text: lines
        .slice(line + 1, end)
        .join('\n')
        .trim(),
      start: line,
      end,
    }
  })
}

/** The first part whose name matches, and the content without it. */
export function takeSection(
  content: string,
  name: RegExp,
): { readonly section: Section | null; readonly rest: string } {
  const section = sectionsOf(content).find(found => name.test(found.name)) ?? null
  return { section, rest: section === null ? content : without(content, [section]) }
}

/** The content without any part whose name matches. */
export function withoutSections(content: string, name: RegExp): string {
  const sections = sectionsOf(content).filter(found => name.test(found.name))
  return sections.length === 0 ? content : without(content, sections)
}

function without(content: string, sections: readonly Section[]): string {
  const lines = content.split('\n')
  const gone = new Set(
    sections.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, at) => start + at)),
  )
  return lines
    .filter((_, at) => !gone.has(at))
    .join('\n')
    .trim()
}

interface HeadingLine {
  readonly line: number
  readonly level: number
}

/** Headings at the left margin, outside code. */
function headingLines(content: string): readonly HeadingLine[] {
  const found: HeadingLine[] = []
  let line = 0
  let fence = ''
  for (const text of content.split('\n')) {
    const mark = /^[ \t]*(`{3,}(?=[^`]*$)|~{3,})/.exec(text)?.[1] ?? ''
    if (fence === '') fence = mark
    else if (mark.startsWith(fence) && text.trim() === mark) fence = ''
    const level = fence === '' && /^#/.test(text) ? headingLevel(text) : null
    if (level !== null) found.push({ line, level })
    line += 1
  }
  return found
}

function nameOf(heading: string): string {
  return heading
    .replace(/[*_`#]/g, '')
    .trim()
    .replace(/^\d+(?:\.\d+)*[.)]?\s+/, '')
    .replace(/:$/, '')
    .trim()
    .toLowerCase()
}
