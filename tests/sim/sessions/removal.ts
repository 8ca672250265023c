/**
 * Takes entries out of a log in which nothing is agreed, one at a time, and reads it again: no agreement may come of it.
 *
 * Which removals may give one, and why:
 *   - the last entry, where it is itself what stood in the way: the log is then what it was before it. Nobody else's
 *     word goes with it.
 *   - an entry behind the last seal, where it is what stood in the way: nothing covers it yet, so its author can still
 *     take it back, as from any file that is being edited.
 * What stands in the way is an OBJECT or ABSTAIN, an AGREE on a condition, a concern, a question, an objection in prose,
 * or another text. The removal of an entry that a later seal covers, the adopted ones included, never gives one: the
 * seal does not hold any more, and from there on nothing is agreed.
 */

import { sha256 } from '../../../src/log/digest.ts'
import type { Entry, Header } from '../../../src/log/entry.ts'
import { FrameReader, type FrameSink } from '../../../src/log/frames.ts'
import { parseLog } from '../../../src/log/parse.ts'
import { foldLog } from '../../../src/protocol/fold.ts'
import type { Random } from '../random.ts'
import { ruling } from './oracle.ts'
import { hasCondition, saidIn } from './prose.ts'
import type { Watch } from './watch.ts'

interface Place {
  readonly number: number
  readonly start: number
  readonly end: number
}

/** @param most how many entries are taken out; all where there are no more */
export function checkRemovals(
  bytes: Uint8Array,
  header: Header,
  { found }: Pick<Watch, 'found'>,
  random: Random,
  most: number,
): void {
  const log = parseLog(bytes)
  if (foldLog(log).consensus.outcome !== null) return
  const { places, sealed } = placesIn(bytes)
  const chosen = places.length <= most ? places : Array.from({ length: most }, () => random.pick(places))
  for (const { number, start, end } of chosen) {
    const left = parseLog(Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]))
    const { consensus } = foldLog(left)
    if (consensus.outcome === null) continue
    const entry = log.entries[number - 1]
    const isFree = number > sealed || number === log.entries.length
    const isBorneOut = ruling(header, left.entries).outcome === consensus.outcome
    if (!isFree || !isBorneOut || entry === undefined || !standsInTheWay(entry))
      found('taking an entry out gives no consensus', number, `${consensus.why}, without #${number}`)
  }
}

function standsInTheWay({ type, fields, content }: Entry): boolean {
  const verdicts = fields['Verdict'] ?? []
  const { says } = saidIn(content)
  return (
    type === 'PROPOSAL' ||
    verdicts.some(written => /^(?:object|abstain)/i.test(written)) ||
    (verdicts.length > 0 && hasCondition(content)) ||
    says === 'objects' ||
    says === 'against' ||
    ['Concern', 'Asks'].some(name => fields[name] !== undefined)
  )
}

/**
 * Changes a byte somewhere before the last entry: nothing may be agreed in such a log. A change in the last one can
 * take it out as a whole, and that gives the log that was there before it.
 */
export function checkTampering(
  bytes: Uint8Array,
  { found }: Pick<Watch, 'found'>,
  random: Random,
  most: number,
): void {
  const { places } = placesIn(bytes)
  const last = places.at(-2)?.end ?? 0
  if (last === 0) return
  for (let nth = 0; nth < most; nth += 1) {
    const at = random.below(last)
    const changed = bytes.slice()
    changed[at] = (changed[at] ?? 0) ^ (1 << random.below(7))
    const { consensus, tamperedAt } = foldLog(parseLog(changed))
    if (consensus.outcome !== null)
      found('nothing is agreed in a log that was changed', places.length, `byte ${at}, ${tamperedAt}`)
  }
}

function placesIn(bytes: Uint8Array): { readonly places: readonly Place[]; readonly sealed: number } {
  const places: Place[] = []
  const sink: FrameSink = {
    preamble() {},
    frame: ({ number, start, end }) => places.push({ number, start, end }),
    adopted() {},
    notice() {},
  }
  const reader = new FrameReader(sha256, sink)
  reader.push(bytes)
  const { count } = reader.sealedAtEnd
  reader.preview(new Uint8Array(0), sink)
  return { places, sealed: count }
}
