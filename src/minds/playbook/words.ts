/** Which words of a text carry its meaning, and how far two texts share them. */
import { normalise } from '../../agents/phrases.ts'

const FILLERS = new Set(
  `a about above after again all also an and any are as at be because been before being below between both but by can
cannot could did do does done down during each either else ever every few for from further get gets give given goes had
has have having here how however if in into is it its itself just least less let like made make makes many may might
more most must need needs never no none nor not now of off on once one only onto or other others our out over own per
rather same shall should since so some such than that the their them then there these they this those through to too
under until up upon us use used uses using very via was way we were what when where whether which while who whose why
will with within without would yet you your`.split(/\s+/),
)

/** Distinct words that say what a text is about, endings taken off, in order. */
export function significantWords(text: string): readonly string[] {
  const words = normalise(text).trim().split(' ')
  return [...new Set(words.filter(word => word.length > 2 && !FILLERS.has(word)).map(stem))]
}

/** The share of `wanted` that is found in `text`, 0 to 1. */
export function coverage(wanted: readonly string[], text: string): number {
  if (wanted.length === 0) return 0
  const found = new Set(significantWords(text))
  return wanted.filter(word => found.has(word)).length / wanted.length
}

/** How far two texts say the same: shared words over all words, 0 to 1. */
export function likeness(one: string, other: string): number {
  const [first, second] = [significantWords(one), significantWords(other)]
  const all = new Set([...first, ...second])
  if (all.size === 0) return 1
  return (first.length + second.length - all.size) / all.size
}

function stem(word: string): string {
  if (word.length > 5 && word.endsWith('ies')) return `${word.slice(0, -3)}y`
  if (word.length > 6 && word.endsWith('ing')) return word.slice(0, -3)
  if (word.length > 5 && word.endsWith('ed')) return word.slice(0, -2)
  if (word.length > 5 && word.endsWith('es')) return word.slice(0, -2)
  if (word.length > 3 && word.endsWith('s') && !word.endsWith('ss')) return word.slice(0, -1)
  return word.length > 5 && word.endsWith('e') ? word.slice(0, -1) : word
}
