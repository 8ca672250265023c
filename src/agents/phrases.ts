/**
 * Phrases found in prose: how a playbook says "when the problem speaks of this". A phrase is one or more words;
 * `*` at the end of a word takes any ending; `a + b` needs both anywhere. Case, punctuation and hyphens do not count.
 */

/** Lower-case words between single blanks, with a blank at both ends: `" retry after 30 s "`. */
export function normalise(prose: string): string {
  const words = prose
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu)
  return words === null ? ' ' : ` ${words.join(' ')} `
}

const compiled = new Map<string, readonly RegExp[]>()

/** Whether `phrase` occurs in prose that went through `normalise`. */
export function occurs(phrase: string, normalised: string): boolean {
  return patterns(phrase).every(pattern => pattern.test(normalised))
}

/** The words of a phrase: a phrase of more words is more particular. */
export function wordCount(phrase: string): number {
  return phrase.split(/[\s+-]+/).filter(Boolean).length
}

function patterns(phrase: string): readonly RegExp[] {
  const known = compiled.get(phrase)
  if (known !== undefined) return known
  const made = phrase.split('+').map(
    part =>
      new RegExp(
        ` ${part
          .trim()
          .split(/[\s-]+/)
          .map(word)
          .join(' ')} `,
        'u',
      ),
  )
  compiled.set(phrase, made)
  return made
}

function word(written: string): string {
  const stem = normalise(written).trim()
  // A bare `*` would occur everywhere: it says nothing, so it occurs nowhere.
  if (stem === '') return '(?!)'
  return written.endsWith('*') ? `${stem}[\\p{L}\\p{N}]*` : stem
}
