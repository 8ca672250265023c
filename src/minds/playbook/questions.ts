/**
 * Questions nobody has answered yet, with what holds until somebody does:
 *
 *   1. `tenant-count`: How many …? _Unless answered_: …
 */
import { sentencesOf } from './prose.ts'
import { oneLine } from './text.ts'

export interface Question {
  /** Null where whoever asked gave it no name. */
  readonly id: string | null
  readonly question: string
  /** What the asker would have hold meanwhile; null where it did not say. */
  readonly otherwise: string | null
}

export function renderQuestion({ id, question, otherwise }: Question): string {
  const name = id === null ? '' : `\`${id}\`: `
  return `${name}${question}${otherwise === null ? '' : ` _Unless answered_: ${otherwise}`}`
}

/** The questions of a text in the form above; where there are none, its first sentences that ask. */
export function parseQuestions(text: string, most: number): readonly Question[] {
  const lines = text.split('\n').map(line => line.trim())
  const named = lines.flatMap(line => {
    const item =
      /^(?:\d+[.)]|[-*])[ \t]+`([a-z0-9]+(?:-[a-z0-9]+)*)`:[ \t]*(.+?)[ \t]*_Unless answered_:[ \t]*(.+)$/.exec(
        line,
      )
    return item === null ? [] : [{ id: item[1] ?? null, question: item[2] ?? '', otherwise: item[3] ?? null }]
  })
  if (named.length > 0) return named.slice(0, most)
  return lines
    .flatMap(line => sentencesOf(line.replace(/^(?:[-*>#]+|\d+[.)])\s+/, '')))
    .filter(part => /[^?]\?\W*$/.test(part) && part.length > 12)
    .map(part => ({ id: null, question: oneLine(part.replace(/[*_`]+/g, '')), otherwise: null }))
    .slice(0, most)
}
