/** Where a prompt parts from the recorded one, in plain words. */
import type { Task } from '../../protocol/state.ts'
import { ENTRY_LABEL, type PromptPrint } from './print.ts'
import type { RecordedAnswer } from './recording.ts'

const TURNS: Readonly<Record<Task, string>> = {
  frame: 'framework',
  analyse: 'analysis',
  propose: 'proposal',
  review: 'review',
  confirm: 'confirmation',
  revise: 'revision',
  mediate: 'mediation',
  reconsider: 'second look at',
  rule: 'ruling on',
  answer: 'answer to',
  summarise: 'summary',
  implement: 'implementation',
  decide: 'decision on',
}

/** `BACKEND's review of #6` */
export function turnName({ role, task, on }: Pick<RecordedAnswer, 'role' | 'task' | 'on'>): string {
  const name = TURNS[task]
  if (on === null) return `${role}'s ${name.replace(/ (?:at|on|to)$/, '')}`
  return `${role}'s ${name}${/ (?:at|on|to)$/.test(name) ? '' : ' of'} #${on}`
}

/**
 * @param textOf a recorded text by its SHA-256
 * @returns what differs first, as the end of a sentence that begins with the turn; null when nothing does
 */
export function partingOf(
  recorded: Pick<RecordedAnswer, 'role' | 'prompt'>,
  now: PromptPrint,
  textOf: (hash: string) => string,
): string | null {
  const { prompt, role } = recorded
  const inText = (was: string, is: string, place: PlaceOf) => {
    if (was === is) return null
    return differing(textOf(was), now.texts.get(is) ?? '', place)
  }
  const system = inText(prompt.system, now.system, () => whole('in the framework'))
  if (system !== null) return system
  for (let at = 0; at < Math.max(prompt.blocks.length, now.blocks.length); at += 1) {
    const [was, is] = [prompt.blocks[at], now.blocks[at]]
    if (was === undefined) return `${is?.[0]} of the log was not in its prompt`
    if (is === undefined) return `${was[0]} of the log is not in its prompt any more`
    if (was[1] === is[1]) continue
    if (was[0] !== is[0]) return `its prompt had ${was[0]} where it has ${is[0]} now`
    if (ENTRY_LABEL.test(was[0])) return `${was[0]} of the log differs`
    const within = inText(was[1], is[1], (line, lines) => partOf(lines, line, role))
    if (within !== null) return within
  }
  const particular =
    prompt.particular === now.particular
      ? null
      : differing(prompt.particular, now.particular, (line, lines) => partOf(lines, line, role))
  if (particular !== null) return particular
  return inText(prompt.definition, now.definition, () =>
    whole(`in what the definition of ${role} says besides`),
  )
}

/** A part of a text, and the index of its first line. */
export interface Place {
  readonly name: string
  readonly from: number
}

type PlaceOf = (line: number, lines: readonly string[]) => Place

export function whole(name: string): Place {
  return { name, from: 0 }
}

const PARTS: Readonly<Record<string, string>> = {
  problem: 'in the problem',
  panel: 'in the panel',
  state: 'in the state of the session',
  task: 'in what its task says',
  checklist: 'in the checklist of its role',
}

/** By the tag that is open there. What others wrote cannot open one: `inert` sees to that. */
function partOf(lines: readonly string[], line: number, role: string): Place {
  const open: { readonly name: string; readonly role: string; readonly from: number }[] = []
  for (const [at, text] of lines.slice(0, line).entries()) {
    const [, closes, name = '', attributes = ''] = /^<(\/?)([a-z]+)([^<>]*)>$/.exec(text) ?? []
    if (name === '') continue
    if (closes === '/')
      open.splice(
        Math.max(
          0,
          open.findLastIndex(tag => tag.name === name),
        ),
      )
    else open.push({ name, role: /role="([^"]+)"/.exec(attributes)?.[1] ?? role, from: at + 1 })
  }
  const within = open.findLast(({ name }) => name !== 'content')
  if (within === undefined || within.name === 'turn') return whole('in its turn')
  const { name, from } = within
  if (name === 'definition' || name === 'seat') return { name: `in the definition of ${within.role}`, from }
  return { name: PARTS[name] ?? `in <${name}>`, from }
}

const LONGEST = 120

/** The first line that differs, as it was and as it is; null where there is none. */
export function differing(was: string, is: string, place: PlaceOf): string | null {
  const [before, after] = [was.split('\n'), is.split('\n')]
  const at = before.findIndex((line, index) => line !== after[index])
  const line = at < 0 ? before.length : at
  if (at < 0 && before.length === after.length) return null
  const [left, right] = aroundDifference(before[line], after[line])
  const known = before[line] === undefined ? after : before
  const { name, from } = place(line, known)
  return `${name}, line ${line - from + 1} was ${left}, now ${right}`
}

/** Of two long lines, the stretch where they begin to differ. */
function aroundDifference(was: string | undefined, is: string | undefined): readonly [string, string] {
  const [left, right] = [was ?? '', is ?? '']
  let same = 0
  while (same < left.length && left[same] === right[same]) same += 1
  const from = Math.max(left.length, right.length) <= LONGEST ? 0 : Math.max(0, same - LONGEST / 3)
  const cut = (text: string | undefined): string => {
    if (text === undefined) return 'not there'
    const end = text.length > from + LONGEST ? '…' : ''
    return `"${from > 0 ? '…' : ''}${text.slice(from, from + LONGEST)}${end}"`.toWellFormed()
  }
  return [cut(was), cut(is)]
}
