/** The figures a problem gives, in its own words. Nothing is ever guessed: what is not written there is not here. */
import { RULES } from './figure-rules.ts'
import type { Prose } from './prose.ts'

export const FIGURE_KINDS = [
  'rate',
  'users',
  'tenants',
  'places',
  'size',
  'latency',
  'availability',
  'retention',
  'money',
  'team',
  'interval',
  'time',
  'count',
] as const
export type FigureKind = (typeof FIGURE_KINDS)[number]

export interface Figure {
  readonly kind: FigureKind
  /** As the problem has it: `20k requests a second`, `5 GB`, `99.95 %`. */
  readonly text: string
  /** In bytes, seconds, percent or pieces. */
  readonly value: number
  /** What is counted: `requests`; '' where the problem does not say. */
  readonly noun: string
  /** The period of a rate or a volume in words: `second`, `day`; null for what is no rate. */
  readonly per: string | null
  /** The sentence it stands in. */
  readonly sentence: string
}

const MAX_FIGURES = 40

export function figuresOf(prose: readonly Prose[]): readonly Figure[] {
  const all = prose.flatMap(({ text }) => scan(text))
  const distinct = all.filter(
    (figure, index) =>
      all.findIndex(other => other.kind === figure.kind && other.text === figure.text) === index,
  )
  return distinct.slice(0, MAX_FIGURES)
}

/** Rules come in the order of how sure they are; a stretch of text that one has read is closed to the later ones. */
function scan(sentence: string): readonly Figure[] {
  const found: { readonly at: number; readonly end: number; readonly figure: Figure }[] = []
  for (const { kind, pattern, read } of RULES) {
    for (const match of sentence.matchAll(pattern)) {
      const [at, end] = [match.index, match.index + match[0].length]
      if (found.some(other => at < other.end && other.at < end)) continue
      const reading = read(match, sentence)
      if (reading !== null)
        found.push({ at, end, figure: { noun: '', per: null, ...reading, kind, sentence } })
    }
  }
  return found.sort((a, b) => a.at - b.at).map(({ figure }) => figure)
}

export function ofKind(figures: readonly Figure[], kind: FigureKind): readonly Figure[] {
  return figures.filter(figure => figure.kind === kind)
}

/** The words right before or behind a figure say that it is an upper end. */
export function isPeak({ sentence, text }: Figure): boolean {
  const at = sentence.indexOf(text)
  const before =
    /\b(?:peaks? (?:of|at|is|are|rate of)|peak|peaking at|up to|at most|max(?:imum)?(?: of)?|bursts? (?:of|to)|spikes? (?:of|to))\s+$/i
  const after =
    /^,?\s*(?:at (?:the )?peak|in the peak|peak|max(?:imum)?|at most|in bursts|(?:on|during|in|at) (?:the )?(?:black friday|cyber monday|busiest|rush|sale|holidays?|christmas|launch|high season))\b/i
  return before.test(sentence.slice(0, at)) || after.test(sentence.slice(at + text.length))
}
