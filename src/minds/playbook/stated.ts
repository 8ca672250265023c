/** What a design states: its statements one by one, whoever wrote it and however it is broken into lines. */
import type { Design, Line, Part } from './design.ts'
import type { Mark } from './marks.ts'
import { isEvidence, plainTitle } from './parts.ts'
import { capital, quoted } from './text.ts'

export interface Stated {
  /** The title of the part it stands in; '' before the first one. */
  readonly section: string
  readonly text: string
  readonly marks: readonly Mark[]
}

/** All of them but those under headings that only account for others: sizing, assumptions, what was left out. */
export function statedIn(design: Design): readonly Stated[] {
  const counting = evidenceParts(design)
  const inParts = counting.flatMap(part =>
    whole(part.lines).map(line => ({ section: plainTitle(part.title), ...line })),
  )
  if (inParts.length > 0) return inParts
  const opening = design.opening.map((text): Line => ({ kind: 'raw', text }))
  return whole(opening).map(line => ({ section: '', ...line }))
}

/** Everything, with what is only assumed or left out: where a question may be answered. */
export function mentionedIn(design: Design): readonly Stated[] {
  return design.parts.flatMap(part =>
    whole(part.lines).map(line => ({ section: plainTitle(part.title), ...line })),
  )
}

/** `"Every 429 …" (Interfaces)` */
export function cite({ text, section }: Stated, max: number = 110): string {
  return `${quoted(text, max)}${section === '' ? '' : ` (${capital(section)})`}`
}

function evidenceParts(design: Design): readonly Part[] {
  let shutAt = 7
  return design.parts.filter(part => {
    if (part.level > shutAt) return false
    shutAt = isEvidence(part.title) ? 7 : part.level
    return shutAt === 7
  })
}

/** Puts together what was wrapped: a paragraph's lines, and what stands indented under an item. */
function whole(lines: readonly Line[]): readonly Omit<Stated, 'section'>[] {
  const found: { text: string; marks: readonly Mark[] }[] = []
  let open = false
  for (const line of lines) {
    const last = found.at(-1)
    if (line.kind === 'statement') found.push({ text: line.text, marks: line.marks })
    else if (line.text.trim() === '') open = false
    else if (open && last !== undefined && !/^(?:\d+[.)]\s|\|)/.test(line.text))
      last.text += ` ${line.text.trim()}`
    else found.push({ text: line.text.replace(/^\d+[.)]\s+/, '').trim(), marks: [] })
    if (line.text.trim() !== '') open = true
  }
  return found
}
