/** Texts of front matter, mended where a program wrote them: nothing here can fail. */
import { basename } from 'node:path'

export interface Mended {
  readonly text: string
  /** What was mended, or null. */
  readonly why: string | null
}

/** A description in which line breaks were written as `\n`: read as line breaks. */
export function mendDescription(written: string): Mended {
  // Some editors write the key into its own value.
  const text = written.trim().replace(/^description:[ \t]*/i, '')
  // In a path of Windows the two characters mean themselves.
  const isPath = /[A-Za-z]:\\/.test(text) && !/\\n\\n|\\n</.test(text)
  // `\nabla` alone is a word of its own.
  const isBreak = /\\n(?:[^a-z]|$|user\b|assistant\b|human\b)/.test(text)
  if (isPath || !isBreak) return { text, why: null }
  return {
    text: text
      .replace(/\\r?\\n|\\n/g, '\n')
      .replace(/\\"/g, '"')
      .replace(/\\t/g, ' ')
      .trim(),
    why: 'has \\n written out; read as line breaks',
  }
}

/** One line, at most 256 characters. */
export function mendName(written: string): Mended {
  const text = written.replace(/\s+/g, ' ').trim()
  const why = text === written.trim() ? null : 'goes over several lines or has wide gaps; read as one line'
  return text.length <= 256
    ? { text, why }
    : { text: text.slice(0, 256), why: 'is longer than 256 characters; cut' }
}

/** What stands for a description where there is none: the first sentence of the body. */
export function firstSentence(prompt: string): string {
  const lines = prompt.split('\n').map(line => line.trim())
  const line = lines.find(candidate => candidate !== '' && !/^(?:#|---|```|<|\||!\[)/.test(candidate)) ?? ''
  return (/^.*?[.!?](?=\s|$)/.exec(line)?.[0] ?? line).slice(0, 300).trim()
}

/** Whether a path ends as those of definitions do. */
export function isDefinitionName(path: string): boolean {
  return /\.(?:md|markdown|mdc)$/i.test(path)
}

/** `agents/backend.agent.md` → backend */
export function nameOfFile(path: string): string {
  return basename(path).replace(/(?:\.(?:agent|chatmode|prompt))?\.(?:md|markdown|mdc)$/i, '')
}
