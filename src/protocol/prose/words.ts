/** Any of the alternatives as whole words. */
export function words(alternatives: readonly string[], flags = ''): RegExp {
  return new RegExp(`(?<![\\w'-])(?:${alternatives.join('|')})(?![\\w-])`, flags)
}
