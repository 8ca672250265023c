/** Whether somebody says the same again; docs/protocol.md, section 3, "Progress". */
import { type Entry, field } from '../log/entry.ts'
import type { Facts } from './state.ts'

const SAMPLES = 12
const SAMPLE = 24
/** Shorter texts are alike by chance: two verdicts in few words are no loop. */
const SHORTEST = 200

/**
 * Whether a text is nearly word for word another: about as long, and with nearly all samples of it found there. Costs
 * a look at the first sample where the texts are different.
 */
export function isNearlySame(before: string, after: string): boolean {
  const [short, long] = [Math.min(before.length, after.length), Math.max(before.length, after.length)]
  if (short < SHORTEST || long > short * 1.05 + 20) return false
  if (before === after) return true
  const stride = (after.length - SAMPLE) / (SAMPLES - 1)
  let missed = 0
  for (let at = 0; at < SAMPLES && missed <= 2; at += 1) {
    const start = Math.floor(at * stride)
    if (!before.includes(after.slice(start, start + SAMPLE))) missed += 1
  }
  return missed <= 2
}

/** Whether an entry repeats its author's last one. A revision that says what it answers may change a word alone. */
export function repeats({ lastText }: Pick<Facts, 'lastText'>, entry: Entry): boolean {
  const before = lastText[entry.role] ?? ''
  if (field(entry, 'Resolves') === undefined) return isNearlySame(before, entry.content)
  return before.length >= SHORTEST && before === entry.content
}
