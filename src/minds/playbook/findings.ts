/** A reviewer's findings in words. */
import type { Finding } from './signs.ts'
import { cite } from './stated.ts'
import { clip, joined } from './text.ts'

/** A field of the log takes no more. */
const MAX_EVIDENCE = 1_500

export function isMet(finding: Finding): finding is Finding & { readonly met: object } {
  return finding.met !== null
}

/** `- \`retry-storm\`: "Every 429 …" (Interfaces)` */
export function metLines(findings: readonly Finding[]): readonly string[] {
  return findings.flatMap(({ consideration, met }) =>
    met === null ? [] : [`- \`${consideration.id}\`: ${cite(met)}`],
  )
}

export function evidenceOf(findings: readonly Finding[], before: string): string {
  const each = findings.flatMap(({ consideration, met }) =>
    met === null ? [] : [`${consideration.id} in ${cite(met, 48)}`],
  )
  return clip(`${before}: ${each.join('; ')}`, MAX_EVIDENCE)
}

/** What was looked for, and how near the text comes to it. */
export function missingLine(
  id: string,
  question: string,
  { consideration, nearest, lacks }: Finding,
): string {
  const near =
    nearest === null || lacks.length * 2 > consideration.signs.length
      ? 'No statement speaks of it.'
      : `Nearest is ${cite(nearest)}, which has no word on ${joined(lacks, 'or')}.`
  return `- \`${id}\`: ${question} ${near}`
}
