/** `[#7](log.md#backend-…)`: every statement of a record leads to the entry it comes from. */
import type { ParsedLog } from '../log/entry.ts'
import { entryAnchors } from './anchors.ts'

export interface Links {
  /** The link to the log itself. */
  readonly log: string
  readonly to: (number: number) => string
  /** Text of ours with every `#7` in it made a link. */
  readonly within: (text: string) => string
}

/** The record stands beside its log: of the path only the file's name is left. */
export function createLinks(log: ParsedLog, path: string): Links {
  const anchors = entryAnchors(log)
  const name = path.split(/[\\/]/).at(-1) || 'log.md'
  const file = encodeURIComponent(name.toWellFormed()).replace(/[()]/g, bracket =>
    bracket === '(' ? '%28' : '%29',
  )
  const to = (number: number) => {
    const anchor = anchors.get(number)
    return `[#${number}](${file}${anchor === undefined ? '' : `#${encodeURIComponent(anchor)}`})`
  }
  return {
    log: `[${name.replace(/[[\]\\`<]/g, '')}](${file})`,
    to,
    within: text => text.replace(/#(\d+)\b/g, (_, number: string) => to(Number(number))),
  }
}
