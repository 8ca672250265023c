/** Within a paragraph: what is quoted, code, a comment, a tag, a link or struck out is not said by the author. */

/** Stands for each character that was taken out, so that positions stay. */
export const MASK = '\u0001'

/** Without any of these there is nothing to take out. */
const MARKED = /[`<["'~]|:\/\/|www\./i
const CODE = /(?<!`)`+[^`]{1,500}`+/g
const LINK = /!?\[[^[\]]{0,300}\](?:\([^()]{0,500}\)|\[[^[\]]{0,100}\])/g
const TAG = /<\/?[a-z][^<>]{0,300}>/gi
const ADDRESS = /\b(?:https?:\/\/|www\.)[^\s<>]+/gi
const STRUCK = /~~[^~]+~~/g
const DOUBLE_QUOTED = /"[^"]*"/g
const OPEN_QUOTE = /[\s([{:;,.!?-]/
const AFTER_QUOTE = /[\s)\]}:;,.!?-]/

/** The paragraph at its own length, with `MASK` for every character that is not the author's own words. */
export function masked(paragraph: string): string {
  if (!MARKED.test(paragraph)) return paragraph
  const uncommented = between(paragraph, '<!--', '-->')
  return singleQuoted(
    uncommented
      .replace(CODE, blot)
      .replace(LINK, blot)
      .replace(ADDRESS, blot)
      .replace(TAG, blot)
      .replace(STRUCK, blot)
      .replace(DOUBLE_QUOTED, blot),
  )
}

function blot(found: string): string {
  return MASK.repeat(found.length)
}

function between(text: string, open: string, close: string): string {
  let [out, position] = ['', 0]
  for (let at = text.indexOf(open); at >= 0; at = text.indexOf(open, position)) {
    const end = text.indexOf(close, at)
    if (end < 0) break
    out += text.slice(position, at) + blot(text.slice(at, end + close.length))
    position = end + close.length
  }
  return out + text.slice(position)
}

/** Apostrophes stand between letters or behind one; a quotation opens behind a blank and closes before one. */
function singleQuoted(text: string): string {
  let [out, position, open] = ['', 0, -1]
  for (let at = text.indexOf("'"); at >= 0; at = text.indexOf("'", at + 1)) {
    const [before, after] = [text.charAt(at - 1), text.charAt(at + 1)]
    if (open < 0) {
      if ((before === '' || OPEN_QUOTE.test(before)) && after !== '' && !/\s/.test(after)) open = at
      continue
    }
    if ((after !== '' && !AFTER_QUOTE.test(after)) || /\s/.test(before)) continue
    out += text.slice(position, open) + blot(text.slice(open, at + 1))
    position = at + 1
    open = -1
  }
  return out + text.slice(position)
}
