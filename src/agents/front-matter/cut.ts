/** A definition's text → its front matter and its body, wherever the author left the fences. */
import { isFamiliar } from './keys.ts'

export interface Cut {
  /** The lines between the fences; null when there is no front matter. */
  readonly lines: readonly string[] | null
  /** The 1-based line of the file on which `lines` begin. */
  readonly first: number
  readonly body: string
  /** How it was found, where that is not a `---` on the first line and one behind it. */
  readonly recovered: readonly string[]
}

/** Some editors escape what looks like a rule. */
const FENCE = /^\\?-{3,}[ \t]*$/
const OPENING = /^ {0,3}\\?-{3,}[ \t]*(?:#.*)?$/
/** `---js` asks for an engine: no language but YAML is read, and none is ever run. */
const ENGINE = /^---[ \t]*([A-Za-z][\w.+-]*)[ \t]*$/
const KEY = /^(?:#{1,6}[ \t]+)?([A-Za-z][\w -]{0,40}?)[ \t]*[:：]/
const BLOCK = /^(`{3,}|~{3,})[ \t]*[\w-]*[ \t]*$/
/** Without a closing fence, front matter further down than this is prose. */
const LONGEST = 200

/**
 * @param text with `\n` at the end of lines
 * @throws Error when the front matter is in another language than YAML; the message says which
 */
export function cutFrontMatter(text: string): Cut {
  const all = text.split('\n')
  const recovered: string[] = []
  const introduced = skipIntroduction(all)
  let at = belowTitle(all, introduced)
  const title = all.slice(introduced, at).join('\n').trim()
  let end = all.length
  let wrapped = 0
  // Once for each block of code that the file stands in; some stand in two.
  while (isWrapped(all, at)) {
    const mark = BLOCK.exec(all[at] ?? '')?.[1] ?? ''
    recovered.push(`line ${at + 1}: the file stands in a block of code; its ${mark} lines are left out`)
    at += 1
    wrapped += 1
    const last = all.findLastIndex((line, index) => index < end && line.trim() !== '')
    if (all[last]?.trim() === mark) end = last
  }
  const yaml = yamlBlock(all, at, end)
  if (yaml !== null) {
    const said = `line ${at + 1}: the front matter stands in a block of code`
    return cut(all, at + 1, yaml, yaml + 1, end, [...recovered, said])
  }
  const engine = ENGINE.exec(all[at] ?? '')?.[1]
  if (engine !== undefined && !/^ya?ml$/i.test(engine))
    throw new Error(`the front matter is ${engine}: only YAML is read, and nothing is ever run`)
  if (/^\+{3}[ \t]*$/.test(all[at] ?? '') && all.indexOf(all[at] ?? '', at + 1) > 0)
    throw new Error('the front matter is TOML: only YAML is read')
  const whole = { lines: null, first: 0, body: all.slice(at, end).join('\n'), recovered }
  if (!OPENING.test(all[at] ?? '') && engine === undefined) {
    const bare = bareFrontMatter(all, at, end)
    return bare === null ? { ...whole, body: all.slice(0, end).join('\n') } : bare
  }
  if (at > wrapped) recovered.push(`line ${at + 1}: the front matter does not begin on the first line`)
  const start = at + 1
  const close = closingFence(all, start, end)
  if (close !== null && !isRuleInBody(all, start, close, end)) {
    if (/^[ \t]/.test(all[close] ?? '')) recovered.push(`line ${close + 1}: the closing --- is indented`)
    const found = cut(all, start, close, close + 1, end, recovered)
    return title === '' ? found : { ...found, body: `${title}\n\n${found.body}` }
  }
  const stop = endWithoutFence(all, start, end)
  // A rule at the head of prose opens nothing.
  if (stop === start) return { ...whole, lines: null }
  recovered.push(`line ${start}: no --- closes the front matter; it is taken to end before line ${stop + 1}`)
  return cut(all, start, stop, stop, end, recovered)
}

function cut(
  all: readonly string[],
  start: number,
  stop: number,
  body: number,
  end: number,
  recovered: readonly string[],
): Cut {
  return {
    lines: all.slice(start, stop),
    first: start + 1,
    body: all.slice(body, end).join('\n'),
    recovered,
  }
}

/** Whether a line begins with a key that front matter is known to have. */
function beginsKey(line: string | undefined): boolean {
  return isFamiliar(KEY.exec(line ?? '')?.[1] ?? '')
}

function isWrapped(all: readonly string[], at: number): boolean {
  const [line = '', next = '', third = ''] = all.slice(at, at + 3)
  return BLOCK.test(line) && (FENCE.test(next) || (BLOCK.test(next) && FENCE.test(third)))
}

/** Where a block of YAML at the head of a file ends; null where there is none. */
function yamlBlock(all: readonly string[], at: number, end: number): number | null {
  const mark = /^(`{3,}|~{3,})ya?ml[ \t]*$/i.exec(all[at] ?? '')?.[1]
  if (mark === undefined || !beginsKey(all[at + 1])) return null
  const close = all.findIndex((line, index) => index > at && line.trim() === mark)
  return close > 0 && close < end ? close : null
}

/** Where nothing closes the front matter, a rule further down does not: what stands before it is the body. */
function isRuleInBody(all: readonly string[], start: number, close: number, end: number): boolean {
  const stop = endWithoutFence(all, start, end)
  const between = all.slice(stop, close)
  const isProse = between.some(
    (line, index) =>
      (between[index - 1] ?? '').trim() === '' &&
      (/^#{1,6}[ \t]/.test(line) || /^[A-Z\d*>][^\s]*\s+\S+\s/.test(line)),
  )
  return stop > start && isProse && !between.some(line => beginsKey(line))
}

/** Past blank lines and comments of HTML, which may stand before a front matter. */
function skipIntroduction(all: readonly string[]): number {
  let at = 0
  while (at < all.length) {
    const line = all[at]?.trim() ?? ''
    if (line.startsWith('<!--')) {
      while (at < all.length && all[at]?.includes('-->') !== true) at += 1
      if (at === all.length) return 0
      at += 1
    } else if (line === '') at += 1
    else return at
  }
  return 0
}

/** A title, or a few words, above the front matter are the beginning of the body, put too high. */
function belowTitle(all: readonly string[], at: number): number {
  const head = all.slice(at, at + MOST_ABOVE)
  const next = head.findIndex((line, index) => FENCE.test(line) && beginsKey(all[at + index + 1]))
  const above = head.slice(0, Math.max(0, next))
  const isText = !BLOCK.test(above[0] ?? '') && !above.some(beginsKey)
  return next > 0 && isText && all.indexOf('---', at + next + 1) > 0 ? at + next : at
}

/** How many lines may stand above a front matter. */
const MOST_ABOVE = 8

/** The next fence, or an indented one where there is no other. */
function closingFence(all: readonly string[], start: number, end: number): number | null {
  let indented: number | null = null
  for (let at = start; at < end; at += 1) {
    const line = all[at] ?? ''
    if (FENCE.test(line)) return at
    if (/^\.\.\.[ \t]*$/.test(line) && !beginsKey(all[at + 1])) return at
    if (indented === null && /^[ \t]+---[ \t]*$/.test(line)) indented = at
  }
  return indented
}

/** Front matter without an end goes on while there are keys: over a blank line only to another familiar key. */
function endWithoutFence(all: readonly string[], start: number, end: number): number {
  let stop = start
  for (let at = start; at < Math.min(end, start + LONGEST); at += 1) {
    const line = all[at] ?? ''
    if (line.trim() === '') continue
    const heading = /^#/.test(line)
    if (beginsKey(line) && (!heading || stop === start)) stop = at + 1
    else if (heading || (all[at - 1] ?? '').trim() === '') break
    else if (stop > start) stop = at + 1
    else break
  }
  return stop
}

/** Keys at the head of a file, with no fence before them: `name:` or `description:` has to be among them. */
function bareFrontMatter(all: readonly string[], at: number, end: number): Cut | null {
  if (!beginsKey(all[at])) return null
  const stop = endWithoutFence(all, at, end)
  const close = all.findIndex((line, index) => index >= at && index <= stop && FENCE.test(line))
  const last = close < 0 ? stop : close
  const keys = all.slice(at, last).filter(line => beginsKey(line))
  if (keys.length < 2 || !keys.some(line => /^(?:#{1,6}[ \t]+)?(?:name|description)[ \t]*[:：]/i.test(line)))
    return null
  const said = `line ${at + 1}: no --- opens the front matter; it is taken to end before line ${last + 1}`
  return cut(all, at, last, close < 0 ? last : close + 1, end, [said])
}
