/**
 * One entry of a list of tools as a set of uses: `Bash(git:*, npm test)` is every command that begins with the word
 * git, and one more. Patterns are matched without regular expressions, in time length × length, because both sides
 * come from files.
 */

/** A character, `*`, or `**`. Only in a path they differ: there `*` ends at a slash. */
type Token = string

export interface Alternative {
  readonly text: string
  readonly hasWildcard: boolean
  /** Any of them: `git:*` is `git` itself, and `git ` with anything after it. */
  readonly forms: readonly (readonly Token[])[]
}

export interface Entry {
  readonly text: string
  readonly tool: string
  /** Null for any use of the tool. */
  readonly uses: readonly Alternative[] | null
}

const PATH_TOOLS: ReadonlySet<string> = new Set([
  ...['Read', 'Write', 'Edit', 'MultiEdit', 'NotebookRead', 'NotebookEdit', 'Glob', 'Grep', 'LS'],
])
const COMMAND_TOOLS: ReadonlySet<string> = new Set(['Bash', 'PowerShell', 'Monitor'])

export function isPathTool(tool: string): boolean {
  return PATH_TOOLS.has(tool)
}

export function isCommandTool(tool: string): boolean {
  return COMMAND_TOOLS.has(tool)
}

/** `Bash(git status)` → Bash, `git status`; without parentheses, or with `(*)`, null. */
export function toolAndUse(text: string): { readonly tool: string; readonly use: string | null } {
  const open = text.indexOf('(')
  const closed = open > 0 && text.endsWith(')')
  const tool = toolOf(closed ? text.slice(0, open).trim() : text.trim())
  const use = closed ? text.slice(open + 1, -1).trim() : null
  return { tool, use: use === '' || use === '*' ? null : use }
}

/** One tool with two names, and a server that is named without its tools. */
function toolOf(name: string): string {
  if (name === 'Task') return 'Agent'
  return /^mcp__[^_](?:[^_]|_(?!_))*$/.test(name) ? `${name}__*` : name
}

export function entryOf(text: string): Entry {
  const { tool, use } = toolAndUse(text)
  if (use === null) return { text, tool, uses: null }
  const alternatives = use
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '')
  if (alternatives.includes('*')) return { text, tool, uses: null }
  return { text, tool, uses: alternatives.map(part => alternativeOf(part, tool)) }
}

function alternativeOf(text: string, tool: string): Alternative {
  return { text, hasWildcard: text.includes('*'), forms: formsOf(text, tool) }
}

/** `git:*` and `git *` end at a word: they do not take `gitx`. */
function formsOf(pattern: string, tool: string): Alternative['forms'] {
  const prefix = /^(.*[^*\s])(?::\*| \*)$/s.exec(pattern)?.[1]
  if (isPathTool(tool)) return [tokensOf(pattern.replace(/^\.\//, ''), tool)]
  if (prefix !== undefined) {
    const start = tokensOf(prefix, tool)
    return [start, [...start, ' ', '**']]
  }
  return [tokensOf(pattern, tool)]
}

/** `*` and `**` are one token each; where no path is meant they are the same. */
function tokensOf(pattern: string, tool: string): readonly Token[] {
  const single = isPathTool(tool) ? '*' : '**'
  return (pattern.match(/\*+|[^*]/gs) ?? []).map(token => (token === '*' ? single : token.slice(0, 2)))
}

/**
 * Whether everything `text` stands for is taken by `pattern`. `text` may be a pattern itself: `*` of the pattern
 * takes `*`, and only `**` takes `**`, so that the answer is never yes for a wider one.
 */
export function takes(pattern: readonly Token[], text: readonly Token[]): boolean {
  const end = pattern.length
  let reached = new Uint8Array(end + 1)
  let next = new Uint8Array(end + 1)
  reached[0] = 1
  skipStars(pattern, reached)
  for (const token of text) {
    next.fill(0)
    let isReached = false
    for (let at = 0; at < end; at += 1) {
      if (reached[at] === 0) continue
      const expected = pattern[at]
      const stays = expected === '**' || (expected === '*' && token !== '/' && token !== '**')
      if (stays) next[at] = 1
      else if (expected === token && expected !== '*') next[at + 1] = 1
      else continue
      isReached = true
    }
    if (!isReached) return false
    skipStars(pattern, next)
    ;[reached, next] = [next, reached]
  }
  return reached[end] === 1
}

/** A star may also take nothing. */
function skipStars(pattern: readonly Token[], reached: Uint8Array): void {
  pattern.forEach((token, at) => {
    if (reached[at] === 1 && (token === '*' || token === '**')) reached[at + 1] = 1
  })
}

/** Whether a name or a pattern of names (`mcp__github__*`) takes in another one. */
export function takesTool(pattern: string, tool: string): boolean {
  return pattern === tool || (pattern.includes('*') && takes(tokensOf(pattern, ''), tokensOf(tool, '')))
}
