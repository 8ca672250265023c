/** Lines that were meant as limits and are read as something else: nobody's limit is dropped without a word. */
import type { Item } from './items.ts'
import { keyOf } from './keys.ts'

const LIMIT =
  /^([ \t]*)(?:[-*•?][ \t]+)?[*_`"'\u00A0\u200B]*((?:dis)?allow(?:ed)?\\?[-_ ]?tools?|tools?|(?:excluded?|denied|blocked)[-_ ]?tools|permissions?|permission[-_ ]?mode|max[-_ ]?turns|read[-_ ]?only)[*_`"']*(?:[ \t]*[:：=;]|[ \t]*$|[ \t]+(?=[A-Z]\w*(?:,|$)))/i

/** How far into a body people look for what they wrote at its head. */
const HEAD = 12

/** Limits that stand indented below another key, or inside of its text. */
export function strayLimits(items: readonly Item[]): readonly string[] {
  return items.flatMap(item => {
    const children = item.rest.filter(line => line.trim() !== '').map(indentOf)
    // What stands deeper is a part of what is there, such as the tools of one server.
    const deepest = Math.max(3, children[0] ?? 0)
    let open = 0
    return item.rest.flatMap((line, index) => {
      const inExample = open > 0
      open += (line.match(/<example>/gi)?.length ?? 0) - (line.match(/<\/example>/gi)?.length ?? 0)
      const name = LIMIT.exec(line)?.[2]
      if (name === undefined || keyOf(name) === keyOf(item.key) || inExample || indentOf(line) > deepest)
        return []
      return [
        `line ${item.line + 1 + index}: ${name} is read as a part of ${item.key}: there it limits nothing`,
      ]
    })
  })
}

/** The same at the head of a body, where a front matter was not found whole. */
export function limitsInBody(body: string): readonly string[] {
  const lines = body.split('\n', 200).filter(line => line.trim() !== '')
  return lines.slice(0, HEAD).flatMap(line => {
    const name = LIMIT.exec(line)?.[2]
    return name === undefined ? [] : [`${name} stands in the body, as text: there it limits nothing`]
  })
}

function indentOf(line: string): number {
  return /^[ \t]*/.exec(line)?.[0].length ?? 0
}
