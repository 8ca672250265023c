/** `{subject}` and `{rate|the peak rate}` in the texts of a playbook → the words of the problem at hand. */
import type { Facts } from './facts.ts'
import { type FigureKind, ofKind } from './figures.ts'
import { rateOf, sizeOfOne } from './sizing.ts'
import { sentence } from './text.ts'

type Filler = (facts: Facts) => string | undefined

const FILLERS: Readonly<Record<string, Filler>> = {
  subject: ({ subject }) => subject,
  rate: ({ figures }) => rateOf(figures),
  users: first('users'),
  tenants: first('tenants'),
  latency: first('latency'),
  availability: first('availability'),
  retention: first('retention'),
  money: first('money'),
  size: ({ figures }) => sizeOfOne(figures)?.text,
  // Countries and warehouses are places too, but what a playbook says of regions does not hold for them.
  regions: ({ figures }) =>
    ofKind(figures, 'places').find(({ noun }) => /region|cent(?:er|re)|zone/i.test(noun))?.text,
}

function first(kind: FigureKind): Filler {
  return ({ figures }) => ofKind(figures, kind)[0]?.text
}

/** Fills in and finishes as a sentence. No brace is ever left. */
export function fill(text: string, facts: Facts): string {
  const filled = text.replace(
    /(\b[Aa]n? )?\{\s*([a-z]+)\s*(?:\|([^{}]*))?\}/g,
    (_, article: string | undefined, name: string, fallback: string | undefined) => {
      const filler = Object.hasOwn(FILLERS, name) ? FILLERS[name] : undefined
      const words = filler?.(facts) ?? fallback?.trim() ?? name
      return `${article === undefined ? '' : articleFor(article, words)}${words}`
    },
  )
  return sentence(filled.replace(/[{}]/g, ''))
}

function articleFor(article: string, words: string): string {
  const an = /^(?:[aeio]|u(?!ni|se|s\b|ti)|8|11\b|18\b|[AEFHILMNORSX](?![a-z])|hour)/.test(words)
  const fitting = an ? 'an ' : 'a '
  return article.startsWith('A') ? `A${fitting.slice(1)}` : fitting
}
