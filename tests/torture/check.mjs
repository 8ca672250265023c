/** What a log must still be after all that was done to it. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { chainOf } from './chain.mjs'
import { readContent } from './content.mjs'
import { load } from './load.mjs'

/**
 * @param {string} build @param {string} path
 * @param {{
 *   acknowledged: ReadonlySet<string>, refused: ReadonlySet<string>, texts: ReadonlySet<string>,
 *   readers: readonly { name: string, seen: readonly Sight[] }[]
 * }} told what the writers, the editor and the readers said
 */
export async function checkLog(build, path, { acknowledged, refused, texts, readers }) {
  const { verifyFile } = await load(build, 'log/verify-file.js')
  const { journalOf } = await load(build, 'log/journal.js')
  const { parseLog } = await load(build, 'log/parse.js')
  const bytes = readFileSync(path)
  const { entries } = parseLog(bytes)
  const problems = []
  const verification = verifyFile(path)
  if (!verification.holds || verification.unsealed > 0)
    problems.push(`the chain does not hold: ${JSON.stringify(verification)}`)
  const chain = chainOf(bytes)
  if (chain.broken !== null) problems.push(`by the definition of the chain, seal #${chain.broken} is wrong`)

  const sealed = entries
    .filter(({ adopted }) => !adopted)
    .map(({ number, content }) => ({ number, ...readContent(content) }))
  const places = new Map()
  for (const { id, whole, number } of sealed) {
    if (id === undefined) continue
    if (!whole) problems.push(`#${number} (${id}) is sealed and not what was written`)
    places.set(id, [...(places.get(id) ?? []), number])
  }
  const missing = [...acknowledged].filter(id => !places.has(id))
  // Where a person has to decide about the log, its journal has the entries.
  const journal = parseLog(readFileSync(journalOf(path))).entries.filter(({ adopted }) => !adopted)
  const journalled = new Set(
    journal.map(({ content }) => readContent(content)).map(read => (read?.whole ? read.id : '')),
  )
  const lost = missing.filter(id => !journalled.has(id))
  const waiting = missing.filter(id => journalled.has(id))
  const duplicated = [...places].filter(([, at]) => at.length > 1).map(([id]) => id)
  problems.push(...outOfOrder(places))
  const text = bytes.toString('latin1')
  const lostTexts = [...texts].filter(id => !text.includes(id))
  problems.push(...readers.flatMap(({ name, seen }) => strayed(name, seen, entries)))
  return {
    entries: entries.length,
    bytes: bytes.length,
    problems,
    lost,
    waiting,
    duplicated,
    lostTexts,
    unacknowledged: [...places.keys()].filter(id => !acknowledged.has(id) && !refused.has(id)).length,
    refusedButThere: [...places.keys()].filter(id => refused.has(id)),
    /** Halves and copies of entries that an editor put there: behind a seal, and nobody's word. */
    fenced: entries.filter(({ adopted, content }) => adopted && !/^By hand \S+\.$/.test(content)).length,
  }
}

/** Of one writer: what it was told first stands first. @param {ReadonlyMap<string, readonly number[]>} places */
function outOfOrder(places) {
  const problems = []
  const last = new Map()
  for (const [id, [number = 0]] of places) {
    const [writer, nth] = [id.slice(0, id.lastIndexOf('-')), Number(id.slice(id.lastIndexOf('-') + 1))]
    if (nth <= (last.get(writer) ?? 0))
      problems.push(`#${number} (${id}) stands behind a later one of its writer`)
    last.set(writer, nth)
  }
  return problems
}

/** @typedef {{ number: number, seal: string, digest: string, time: string }} Sight */

/**
 * A reader is given each sealed entry once, in the order of the file; an open one again when its author changed it.
 * @param {string} name @param {readonly Sight[]} seen @param {readonly { number: number, role: string, content: string }[]} entries
 */
function strayed(name, seen, entries) {
  const problems = []
  const known = []
  let next = 1
  for (const { number, seal, digest } of seen) {
    if (number > next) problems.push(`${name} was given #${number} when #${next} was next`)
    if (seal === 'broken') problems.push(`${name} was given #${number}, whose seal is not the right one`)
    if (known[number]?.seal === 'sealed') {
      const same = known[number].digest === digest ? 'the same' : 'another'
      problems.push(`${name} was given #${number} again, which was sealed: ${same}, ${seal}`)
    }
    known[number] = { seal, digest }
    next = number + 1
  }
  if (next !== entries.length + 1)
    problems.push(`${name} was given entries up to #${next - 1} of ${entries.length}`)
  for (const { number, role, content } of entries) {
    const digest = createHash('sha256').update(`${role}\n${content}`).digest('hex').slice(0, 16)
    if (known[number] !== undefined && known[number].digest !== digest)
      problems.push(`${name} was given another #${number} (${known[number].seal}) than the file has`)
  }
  return problems
}
