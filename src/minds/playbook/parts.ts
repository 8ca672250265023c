/** The parts a design has: the eight of every definition's `meet`, and four that only account for them. */
import { SECTIONS } from '../../agents/definition.ts'
import type { Design, Line, Part } from './design.ts'

export const SIZING = 'Sizing'
export const CONSTRAINTS = 'Constraints, and where they are met'
export const ASSUMPTIONS = 'Assumptions'
export const LEFT_OUT = 'Left out, and why'

const ORDER: readonly string[] = [SIZING, ...SECTIONS, CONSTRAINTS, ASSUMPTIONS, LEFT_OUT]

/** Parts that say what is not so, not known or not chosen: nothing in them shows that a requirement is met. */
const NO_EVIDENCE =
  /^(?:sizing|constraints?|assum\w+|left out|out of scope|not in scope|alternatives?|non[- ]?goals?|(?:open )?questions?|rejected|considered|what changed|changes|revision|figures|goals?|problem|context|background|not chosen|risks?|references|appendix)\b/i

/** `2. Data flow` → `Data flow` */
export function plainTitle(title: string): string {
  return title
    .replace(/[*_`]+/g, '')
    .replace(/^[\d.)\s]+/, '')
    .trim()
}

export function isEvidence(title: string): boolean {
  return !NO_EVIDENCE.test(plainTitle(title))
}

export function partNamed(design: Design, title: string): Part | undefined {
  return design.parts.find(part => plainTitle(part.title).toLowerCase() === title.toLowerCase())
}

/** Puts lines at the end of a part; a part that is missing is put where it belongs by the usual order. */
export function addTo(design: Design, title: string, lines: readonly Line[]): Design {
  if (lines.length === 0) return design
  const known = partNamed(design, title)
  if (known !== undefined) return withLines(design, known, [...known.lines, ...lines])
  const later = ORDER.slice(ORDER.indexOf(title) + 1).map(name => name.toLowerCase())
  const at = design.parts.findIndex(part => later.includes(plainTitle(part.title).toLowerCase()))
  const part: Part = { title, level: 4, lines }
  const { parts } = design
  return { ...design, parts: at < 0 ? [...parts, part] : [...parts.slice(0, at), part, ...parts.slice(at)] }
}

export function withLines(design: Design, part: Part, lines: readonly Line[]): Design {
  return { ...design, parts: design.parts.map(other => (other === part ? { ...part, lines } : other)) }
}
