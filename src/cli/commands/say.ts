import { existsSync } from 'node:fs'
import { text as textOf } from 'node:stream/consumers'
import { EXIT, SynodError } from '../../errors.ts'
import { openConcerns } from '../../protocol/concerns.ts'
import { due } from '../../protocol/due.ts'
import { type Said, type Saying, sayInSession } from '../../session/say.ts'
import { noticeEvent, stateEvent } from '../../views/events.ts'
import { deeds } from '../../views/headline.ts'
import { safeJson, safeText } from '../../views/safe.ts'
import { type Edited, edit } from '../editor.ts'
import { findPath, findUnfinished } from '../find.ts'
import { type Io, styleOf, write } from '../io.ts'
import { given, readOptions, type SayOptions, sayOptions } from '../options.ts'
import { shellWord } from '../shell.ts'

/** One entry by a person, or by a role that another tool plays; then what is still missing. */
export async function say(
  io: Io,
  first: string | undefined,
  rest: readonly string[],
  raw: unknown,
): Promise<number> {
  const options = readOptions(sayOptions, raw)
  const verdict = verdictOf(options)
  const [session, words] = isText(first) && rest.length === 0 ? [undefined, [first]] : [first, rest]
  const path = session === undefined ? findUnfinished(options.dir, undefined) : findPath(options.dir, session)
  const { as, to, re, concern: concerns, withdraw: withdraws } = options
  const acts = verdict !== null || concerns.length + withdraws.length > 0
  const edited = options.edit ? await edit(io, path, { as, words: words.join(' ') }) : null
  const text = edited?.text ?? (await textFrom(io, words, acts))
  const saying: Saying = { text, concerns, withdraws, ...given({ as, to, re }), ...(verdict && { verdict }) }
  const said = await sayInSession(path, saying).catch((error: unknown) => {
    throw edited === null ? error : kept(error, edited)
  })
  edited?.remove()
  await show(io, path, options.json, said, session !== undefined)
  return EXIT.ok
}

/** No id has a blank in it: whoever gives nothing but a sentence means the session that is at work. */
function isText(word: string | undefined): word is string {
  return word !== undefined && (word === '-' || (/\s/.test(word) && !existsSync(word)))
}

const VERDICT_FLAGS = { agree: 'AGREE', object: 'OBJECT', abstain: 'ABSTAIN' } as const

function verdictOf(options: SayOptions): Saying['verdict'] | null {
  const chosen = (['agree', 'object', 'abstain'] as const).flatMap(flag => {
    const on = options[flag]
    return on === undefined ? [] : [{ flag, verdict: VERDICT_FLAGS[flag], on }]
  })
  const [first, second] = chosen
  if (first !== undefined && second !== undefined) {
    throw new SynodError(
      'SYN_USAGE',
      `--${first.flag} and --${second.flag} exclude each other: an entry gives one verdict`,
    )
  }
  return first === undefined ? null : { verdict: first.verdict, on: first.on }
}

/** A pipe is read where it is asked for, or where there is nothing else to say: one that stays open must hold up no verdict. */
async function textFrom(io: Io, words: readonly string[], acts: boolean): Promise<string> {
  const piped = words.length === 1 && words[0] === '-'
  if (piped || (words.length === 0 && !acts && io.stdin.isTTY !== true)) return textOf(io.stdin)
  return words.join(' ')
}

/** What somebody wrote in an editor must not be lost because the text it is about has been replaced meanwhile. */
function kept(error: unknown, { path }: Edited): unknown {
  if (!(error instanceof SynodError)) return error
  const { code, message, details } = error
  return new SynodError(code, `${message}; what you wrote is kept in ${path}`, { cause: error, details })
}

/** @param isNamed the session was named: else it is said which one it was */
async function show(
  io: Io,
  path: string,
  json: boolean,
  { entry, state }: Said,
  isNamed: boolean,
): Promise<void> {
  const notices = state.notices.filter(({ entry: about }) => about === entry.number)
  if (json) {
    const { event: _, ...standing } = stateEvent(state, due(state), shellWord(path))
    const said = { entry: entry.number, role: entry.role, fields: entry.fields }
    const report = {
      schema: 1,
      log: path,
      said,
      ...standing,
      notices: notices.map(noticeEvent),
    }
    await write(io.stdout, `${safeJson(report)}\n`)
    return
  }
  const done = deeds(entry, styleOf(io.stdout, io.env)).join(', ')
  const unclear = state.questions.find(
    ({ entry: about, unclear }) => about === entry.number && unclear !== null,
  )
  const agrees = entry.fields['Verdict']?.some(written => written.startsWith('AGREE')) === true
  const own = agrees ? openConcerns(state).filter(({ owner }) => owner === entry.role) : []
  const lines = [
    `#${entry.number} by ${entry.role}${done === '' ? '' : `: ${done}`}`,
    ...notices.map(({ message }) => `note  ${safeText(message)}`),
    ...(unclear === undefined
      ? []
      : [`note  it is no verdict yet: ${safeText(unclear.unclear?.reason ?? '')}`]),
    ...own.map(
      ({ id }) => `note  your concern ${safeText(id)} stays open: --withdraw ${safeText(id)} ends it`,
    ),
    ...(isNamed ? [] : [`log   ${safeText(path)}`]),
    `${safeText(state.consensus.why)}.`,
  ]
  await write(io.stdout, `${lines.join('\n')}\n`)
}
