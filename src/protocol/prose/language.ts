/** Whether a text is in words that the reader knows at all: what it says otherwise nobody can tell here. */

/** Words that hardly any English sentence does without, and hardly any other language has. */
const ENGLISH =
  /(?<![\p{L}\p{M}'])(?:the|and|of|to|for|with|that|this|these|it|its|i|i'm|we|you|your|they|are|not|have|has|had|should|would|could|can|must|may|please|what|which|who|how|why|when|where|if|but|from|by|my|our|yes|ok|okay|agree|object|good|fine|looks?|thanks?|lgtm|about|there|them|their|than|more|only|also|before|after|because|first|new|users?|does|do|did|is|while|said|just|still|here|then|will|be|been|good|no|all|any|one|two|at)(?![\p{L}\p{M}'])/iu
const WORD = /[\p{L}\p{M}]{2,}/gu
const FEWEST = 3
const SEARCHED = 1_000

export function isUnknownLanguage(content: string): boolean {
  const text = content.slice(0, SEARCHED)
  if (ENGLISH.test(text)) return false
  // Languages written without blanks have few words, however much they say.
  return (text.match(WORD)?.length ?? 0) >= FEWEST || /[^\p{Script=Latin}\p{Script=Common}\s]/u.test(text)
}
