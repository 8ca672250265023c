/** What people write where a list of tools is expected: "All tools except Bash", "none", "read-only". */
import { bare, splitAt } from './split.ts'

const ALL = /^(?:\*|(?:all|any|every|everything|full|inherit(?:s|ed)?|unrestricted|unlimited)\b)/i
const FILLER =
  /^(?:standard|claude|code|agent|main|session|conversation|thread|for|to|you|this|\*|all|any|every|everything|full|inherit(?:s|ed)?|unrestricted|unlimited|the|available|tools?|access|from|parent)$/i
const NO_LIMIT = /^no (?:limits?|restrictions?|limitations?)$/i
const NOTHING = /^(?:-+|–|—|none|nothing|no|false|no tools?|not any|n\/a|zero)$/i
const EXCEPT =
  /^(?:except(?:ing)?(?: for)?|excluding|exclude|without|minus|other than|apart from|save for|besides|but(?: not)?|not|never|no|!|-)(?=[\s:(]|$|(?<=[!-]))[\s:]*/i
/** Words that make a remark a limit: with one of these in it, a remark is never dropped. */
const LIMITING =
  /\b(?:except|excluding|without|only|never|not|no|cannot|don't|limited|restricted|forbidden|denied|deny|read-?only)\b/i
/** A remark that says what a tool is for takes nothing away. */
const PURPOSE =
  /^(?:for|to|when|if|as needed|optional|required|preferred|recommended|primary|e\.g\.|used|reads?|inherited|\*$|(?:runs?|running|execut(?:es?|ing|ion)|performs?|invokes?|shell|terminal|commands?|system)\b)/i

/** "All tools", `*`, "inherit", "no restrictions". */
export function saysAll(text: string): boolean {
  const plain = text.replace(/(?<=\w)(?: \((?:\*|all|inherited)\)$|,? \(?includ(?:ing|es) .*)/i, '')
  return NO_LIMIT.test(plain) || (ALL.test(plain) && plain.split(' ').every(word => FILLER.test(word)))
}

/** "all MCP tools", "full read access": more than "all tools", and perhaps less. */
export function saysAllOfSomething(text: string): boolean {
  return (
    /^(?:all|any|every|everything|full|complete|unrestricted|unlimited|inherit(?:s|ed)?) /i.test(text) &&
    !saysAll(text)
  )
}

/** `-`, "none", "no tools". */
export function saysNothing(text: string): boolean {
  return NOTHING.test(text)
}

/** What is left out by "except Bash", "no write", "!Edit"; null where a text does not begin like that. */
export function excepted(text: string): string | null {
  const start = EXCEPT.exec(text)
  return start === null ? null : bare(text.slice(start[0].length))
}

/** "All tools except Bash", "all tools (except Bash, Write)", "* but not Edit" → what comes after the exception. */
export function exceptedFromAll(text: string): string | null {
  const words = text.split(' ')
  const until = words.findIndex(word => !FILLER.test(word.replace(/[,:;]$/, '')))
  if (until < 1 || !ALL.test(text)) return null
  const rest = words.slice(until).join(' ')
  const inside = /^\((.*)\)$/.exec(rest)?.[1] ?? rest
  return excepted(inside.trim())
}

export function isLimiting(remark: string): boolean {
  return LIMITING.test(remark)
}

export function saysPurpose(remark: string): boolean {
  return PURPOSE.test(remark) && !isLimiting(remark)
}

/** "Bash, Write and Edit", "(Write or Edit)" → the names. */
export function namesIn(text: string): readonly string[] {
  const inside = /^\(([^()]*)\)$/.exec(text)?.[1] ?? text
  return splitAt(inside, /[,;]/).flatMap(joinedByAnd)
}

const JOINING = new Set(['and', 'or', 'nor', 'plus', '&', '+'])

/** "Write and Edit" → the names on both sides; "the Bash tool" → Bash. */
export function joinedByAnd(text: string): readonly string[] {
  const names: string[][] = [[]]
  for (const word of splitAt(text, / /)) {
    if (JOINING.has(word.toLowerCase())) names.push([])
    else names.at(-1)?.push(word)
  }
  return names
    .map(words =>
      bare(
        words
          .join(' ')
          .replace(/^(?:any|the) /i, '')
          .replace(/ (?:tools?|access)$/i, ''),
      ),
    )
    .filter(name => name !== '')
}
