const END = /[.!?;]+["')\]*_]*\s+|[.!?;]+["')\]*_]*$/g
const EMPHASIS = /\*\*|__|(?<!\w)[*_](?=[\w"'])|(?<=[\w.,:;!?"'])[*_](?!\w)/g

/** A paragraph without the marks of emphasis, which would stand between the words. */
export function unemphasised(paragraph: string): string {
  return paragraph.replace(EMPHASIS, '')
}

/** The sentences of one paragraph, each with the mark that ends it. */
export function sentencesOf(paragraph: string): readonly string[] {
  const found: string[] = []
  let from = 0
  for (const { index, 0: end } of paragraph.matchAll(END)) {
    found.push(paragraph.slice(from, index + end.length).trim())
    from = index + end.length
  }
  found.push(paragraph.slice(from).trim())
  return found.filter(sentence => sentence !== '')
}
