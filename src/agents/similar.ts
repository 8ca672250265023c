/** Words that are nearly another: how typing errors are told from names of one's own. */

/** The known word that is meant by `word`, or null: at most two letters wrong, missing, too many or swapped. */
export function similarTo(word: string, known: readonly string[]): string | null {
  const most = word.length < 6 ? 1 : 2
  const near = known
    .map(other => ({ other, distance: distance(word.toLowerCase(), other.toLowerCase(), most) }))
    .filter(({ distance }) => distance <= most)
    .sort((one, other) => one.distance - other.distance)
  return near[0]?.other ?? null
}

/** Damerau and Levenshtein's distance (optimal string alignment), or more than `most` where it is more. */
function distance(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return most + 1
  let [before, last]: [readonly number[], readonly number[]] = [[], range(other.length)]
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= other.length; j += 1) {
      const cost = one[i - 1] === other[j - 1] ? 0 : 1
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]
      const ways = [(last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost]
      row.push(Math.min(...ways, ...(swapped ? [(before[j - 2] ?? 0) + 1] : [])))
    }
    before = last
    last = row
  }
  return last[other.length] ?? most + 1
}

function range(length: number): readonly number[] {
  return Array.from({ length: length + 1 }, (_, index) => index)
}
