/** A report in the shape that its role's definition gives: the template's headings, filled with what there is to say. */
import { listed, oneLine } from './text.ts'

/** What an implementation says, by what it is about. */
export interface ReportParts {
  readonly summary: string
  readonly steps: readonly string[]
  readonly rest: readonly string[]
}

/** What a heading asks for, by the words that headings of its kind have; the first that fits counts. */
const TOPICS: readonly (readonly [RegExp, keyof ReportParts])[] = [
  [/summary|overview|status|result|context|scope|abstract/, 'summary'],
  [/risk|issue|block|open|next|remain|left|follow|depend|note|limit|concern/, 'rest'],
  [
    /step|change|work|buil|code|component|implement|task|deliver|done|detail|design|action|plan|test|verif|check/,
    'steps',
  ],
]

const HEADING = /^(?:#{1,6}[ \t]+(.+)|\*\*([^*]+?):?\*\*:?.*|(?:[-*]|\d+\.)[ \t]+\*\*([^*]+?):?\*\*:?.*)$/
const MOST_HEADINGS = 24

/** The headings of a template, in its order and without decoration; none where it has no headings. */
export function headingsOf(template: string): readonly string[] {
  const headings = template.split('\n').flatMap(line => {
    const match = HEADING.exec(line.trim())
    const title = (match?.[1] ?? match?.[2] ?? match?.[3] ?? '').replace(/[*_`#]/g, '').trim()
    return title === '' ? [] : [title]
  })
  return [...new Set(headings)].slice(0, MOST_HEADINGS)
}

/** The lines of a report under the template's headings; what no heading asks for stands behind, under one of its own. */
export function inShape(template: string, parts: ReportParts): readonly string[] {
  const told = new Set<keyof ReportParts>()
  const sections = headingsOf(template).flatMap(title => {
    const topic = TOPICS.find(([words]) => words.test(title.toLowerCase()))?.[1]
    const isNew = topic !== undefined && !told.has(topic)
    if (isNew) told.add(topic)
    return section(title, isNew ? linesOf(parts, topic) : [])
  })
  const left = (['summary', 'steps', 'rest'] as const).filter(
    topic => !told.has(topic) && linesOf(parts, topic).length > 0,
  )
  return [...sections, ...left.flatMap(topic => section(OWN_TITLES[topic], linesOf(parts, topic)))]
}

const OWN_TITLES: Readonly<Record<keyof ReportParts, string>> = {
  summary: 'Summary',
  steps: 'Steps',
  rest: 'Not touched',
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return listed(oneLine(title, 80), lines.length === 0 ? ['Nothing in the log belongs here.'] : lines)
}

function linesOf(parts: ReportParts, topic: keyof ReportParts): readonly string[] {
  const part = parts[topic]
  return typeof part === 'string' ? [part] : part
}
