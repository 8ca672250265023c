/**
 * A design as data: an opening, then parts with statements, one a line, each with the marks of where it comes from.
 * Any markdown reads as one, so that a proposal a person or a model wrote can be revised: what is no statement is kept
 * as it stands.
 */
import { type Mark, renderMarks, splitMarks } from './marks.ts'
import { withoutClosing } from './text.ts'

export type Line =
  | { readonly kind: 'statement'; readonly text: string; readonly marks: readonly Mark[] }
  | { readonly kind: 'raw'; readonly text: string }

export interface Part {
  readonly title: string
  /** Markdown's heading level; nothing above 4 stands inside an entry. */
  readonly level: 4 | 5 | 6
  readonly lines: readonly Line[]
}

export interface Design {
  readonly opening: readonly string[]
  readonly parts: readonly Part[]
}

export function statement(text: string, marks: readonly Mark[] = []): Line {
  return { kind: 'statement', text, marks }
}

export function renderDesign({ opening, parts }: Design): string {
  const blocks = [opening.join('\n'), ...parts.map(renderPart)]
  return blocks.filter(block => block !== '').join('\n\n')
}

function renderPart({ title, level, lines }: Part): string {
  return [`${'#'.repeat(level)} ${title}`, ...lines.map(renderLine)].join('\n')
}

function renderLine(line: Line): string {
  return line.kind === 'raw' ? line.text : `- ${line.text}${renderMarks(line.marks)}`
}

export function parseDesign(markdown: string): Design {
  const opening: string[] = []
  const parts: { title: string; depth: number; lines: Line[] }[] = []
  let fenced: string | null = null
  for (const written of markdown.split('\n')) {
    const text = written.trimEnd()
    const mark = /^[ \t]*(```|~~~)/.exec(text)?.[1]
    const heading = fenced === null ? headingOf(text) : null
    if (mark !== undefined) fenced = fenced === null ? mark : fenced === mark ? null : fenced
    if (heading !== null) parts.push({ ...heading, lines: [] })
    else if (parts.length === 0) opening.push(text)
    else
      parts.at(-1)?.lines.push(fenced === null && mark === undefined ? lineOf(text) : { kind: 'raw', text })
  }
  const top = Math.min(...parts.map(({ depth }) => depth))
  return {
    opening: trimmed(opening, text => text === ''),
    parts: parts.map(({ title, depth, lines }) => ({
      title,
      level: levelOf(Math.max(depth, 4 + depth - top)),
      lines: trimmed(lines, line => line.text === ''),
    })),
  }
}

function levelOf(depth: number): Part['level'] {
  return depth <= 4 ? 4 : depth === 5 ? 5 : 6
}

/** A heading of any level, or a line that is nothing but bold words. */
function headingOf(line: string): { readonly title: string; readonly depth: number } | null {
  const atx = /^(#{1,6})[ \t]+(\S.*)$/.exec(line)
  if (atx !== null) return { depth: atx[1]?.length ?? 4, title: withoutClosing(atx[2] ?? '') }
  const bold = /^\*\*([^*:]+):?\*\*:?$/.exec(line)
  return bold === null ? null : { depth: 4, title: (bold[1] ?? '').trim() }
}

function lineOf(text: string): Line {
  const item = /^[-*+][ \t]+(\S.*)$/.exec(text)?.[1]
  return item === undefined ? { kind: 'raw', text } : { kind: 'statement', ...splitMarks(item) }
}

function trimmed<T>(lines: readonly T[], isBlank: (line: T) => boolean): readonly T[] {
  const first = lines.findIndex(line => !isBlank(line))
  const last = lines.findLastIndex(line => !isBlank(line))
  return first < 0 ? [] : lines.slice(first, last + 1)
}
