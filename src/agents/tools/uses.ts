/** Whether one use of a tool, `Bash(git status)`, is taken by one entry of a list. In doubt: not allowed, and denied. */
import { type Alternative, type Entry, isCommandTool, isPathTool, takes, takesTool } from './entry.ts'

/** Where one command ends and the next begins. Quotes are not looked at: a `;` in a text makes two commands. */
const BETWEEN_COMMANDS = /&&|\|\||[;&|\n\r]/
/** What runs or writes more than the command says. */
const BEYOND_COMMAND = /[<>`]|\$\(/

/** A tool that is denied takes the tools with it that do the same. */
const SAME_HANDS: ReadonlyMap<string, readonly string[]> = new Map([
  ['Edit', ['MultiEdit', 'NotebookEdit']],
  ['Bash', ['Monitor']],
])

/** Whether a list with these uses of a tool lets it do `use`: several commands may each be taken by another one. */
export function usesAllow(uses: readonly Alternative[], tool: string, use: string): boolean {
  if (uses.some(one => !one.hasWildcard && one.text === use)) return true
  if (isCommandTool(tool)) {
    if (BEYOND_COMMAND.test(use)) return false
    const commands = commandsIn(use, BETWEEN_COMMANDS)
    return commands.length > 0 && commands.every(command => takenBy(uses, command))
  }
  if (isPathTool(tool)) return !isIndirect(use) && takenBy(uses, use.replace(/^\.\//, ''))
  return spellings(tool, use).some(spelling => takenBy(uses, spelling))
}

/** @param use null for the tool without any limit: a part of it that is denied denies that */
export function entryDenies(entry: Entry, tool: string, use: string | null): boolean {
  const isMeant =
    takesTool(entry.tool, tool) ||
    takesTool(tool, entry.tool) ||
    SAME_HANDS.get(entry.tool)?.includes(tool) === true
  if (!isMeant || entry.uses === null || use === null) return isMeant
  const denied = entry.uses.map(broadened)
  if (isCommandTool(tool)) {
    return [use, ...commandsIn(use, /&&|\|\||[;&|\n\r(){}<>`]|\$\(/)].some(command =>
      takenBy(denied, command),
    )
  }
  if (isPathTool(tool)) return isIndirect(use) || takenBy(denied, use.replace(/^\.\//, ''))
  return spellings(tool, use).some(spelling => takenBy(denied, spelling))
}

/** Whether every use the second stands for is one of the first. */
export function alternativeTakes(wide: Alternative, narrow: Alternative, tool: string): boolean {
  if (!narrow.hasWildcard) return usesAllow([wide], tool, narrow.text)
  return narrow.forms.every(form => wide.forms.some(pattern => takes(pattern, form)))
}

function takenBy(uses: readonly Alternative[], use: string): boolean {
  const characters = use.split('')
  return uses.some(({ forms }) => forms.some(form => takes(form, characters)))
}

function commandsIn(use: string, between: RegExp): readonly string[] {
  return use
    .split(between)
    .map(command => command.replace(/\s+/g, ' ').trim())
    .filter(command => command !== '')
}

/** A path with `.` or `..` inside may lead anywhere: no pattern can say. */
function isIndirect(path: string): boolean {
  return path.split(/[\\/]/).some((part, at) => part === '..' || (part === '.' && at > 0))
}

/** In a denial `*` takes slashes too: `secrets/*` is everything in that folder. */
function broadened(alternative: Alternative): Alternative {
  return {
    ...alternative,
    forms: alternative.forms.map(form => form.map(token => (token === '*' ? '**' : token))),
  }
}

/** An address is also its `domain:`, which is how lists name it. */
function spellings(tool: string, use: string): readonly string[] {
  if (tool !== 'WebFetch' || !URL.canParse(use)) return [use]
  return [use, `domain:${new URL(use).hostname}`]
}
