/** Words that switch a tool on or off: `write: false`, `Bash = off`, `bash: {enabled: false}`. */

const ON: ReadonlySet<string> = new Set(['true', 'yes', 'on', 'allow', 'allowed', 'enabled', 'always'])
const OFF: ReadonlySet<string> = new Set(['false', 'no', 'off', 'deny', 'denied', 'ask', 'disabled', 'never'])

/** Keys inside of a tool's own map that are about the tool, and no pattern. */
const SWITCH = /^(?:enabled?|allow(?:ed)?|active|available|use)$/i
const REVERSED = /^(?:disabled?|den(?:y|ied)|disallow(?:ed)?|forbidden|blocked|exclude)$/i
const SETTING =
  /^(?:permission|mode|access|level|policy|effect|action|value|state|status|default|rule|approval)s?$/i

/** What a value in a map says of its key; "name" where only the key is there, null where it is something else. */
export function ruleOf(value: unknown): 'allow' | 'deny' | 'name' | null {
  if (value === null || value === undefined) return 'name'
  if (typeof value !== 'boolean' && typeof value !== 'string') return null
  const word = String(value).trim().toLowerCase()
  return ON.has(word) ? 'allow' : OFF.has(word) ? 'deny' : null
}

/** What `enabled: false`, `disabled: true` or `permission: deny` inside of a tool's map says of that tool. */
export function ownRuleOf(key: string, value: unknown): 'allow' | 'deny' | null {
  const rule = ruleOf(value)
  const word = key.trim()
  if (rule === null || rule === 'name') return null
  if (SWITCH.test(word) || SETTING.test(word)) return rule
  if (REVERSED.test(word)) return rule === 'allow' ? 'deny' : 'allow'
  return null
}

/** Whether a word is the key of a switch or of a list of tools, and so the name of no tool. */
export function isSwitchKey(word: string): boolean {
  return SWITCH.test(word) || REVERSED.test(word) || SETTING.test(word) || listOf(word) !== null
}

/** `{allow: [...], deny: [...]}`: which of the lists a key stands for. */
export function listOf(key: string): 'allow' | 'deny' | null {
  if (/^(?:allow(?:ed)?|include|enabled)$/i.test(key)) return 'allow'
  return /^(?:deny|denied|disallow(?:ed)?|exclude|disabled|blocked)$/i.test(key) ? 'deny' : null
}

export interface Switch {
  readonly name: string
  /** As written: `no`, `True`. */
  readonly word: string
}

const AT_END = /(?:\s*(?::|=|->|→)\s*["'`]?([a-z]+)["'`]?| [-–—]+ ["'`]?([a-z]+)["'`]?| \(([a-z]+)\))$/i

/**
 * The switches an item of a text consists of, which may be several where a reader of YAML has folded lines:
 * `write: false bash: false`. Null where it is anything else.
 */
export function switchesIn(item: string): readonly Switch[] | null {
  const text = item.replace(/ #.*$/s, '')
  const words = text.replace(/\s?[:=]\s?/g, '= ').split(' ')
  if (words.length > 2 && words.length % 2 === 0) {
    const pairs = words.flatMap((word, at) =>
      at % 2 === 0 ? [{ name: unquoted(word.replace(/=$/, '')), word: unquoted(words[at + 1] ?? '') }] : [],
    )
    if (pairs.every(({ name, word }, at) => name !== '' && words[at * 2]?.endsWith('=') && isWord(word))) {
      return pairs
    }
  }
  const end = AT_END.exec(text)
  const word = end?.[1] ?? end?.[2] ?? end?.[3] ?? ''
  const name = unquoted(text.slice(0, end?.index ?? 0))
  return name !== '' && isWord(word) ? [{ name, word }] : null
}

/** A word that says yes or no, and of no tool. "ask" is a tool of some programs. */
export function isLoneSwitch(item: string): boolean {
  return isWord(item) && item.toLowerCase() !== 'ask'
}

function isWord(text: string): boolean {
  return ruleOf(text) !== null
}

function unquoted(text: string): string {
  return text.replace(/["'`]/g, '').trim()
}

const REFUSING =
  /^(?:(?:is|are|must|should|may|do|does|can) ?)?(?:(?:forbidden|prohibited|disallowed|blocked|denied|no access|off[- ]limits)\b|(?:not|never|cannot|don't)(?: (?:be|to|for|allowed|permitted|available|enabled|used?|needed|this|the|any|agent|under|circumstances|here|at|all|it|required))*[.!]?$)/i

/** "not allowed", "never", "forbidden": the remark takes the whole tool away; "no rm" and "not src" take a part. */
export function refuses(remark: string): boolean {
  return ruleOf(remark) === 'deny' || REFUSING.test(remark)
}
