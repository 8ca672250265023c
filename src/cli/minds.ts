/** Which minds speak in this run: what was said on the command line, and what the log says of a session that goes on. */
import type { Roster } from '../agents/roster.ts'
import { SynodError } from '../errors.ts'
import type { Header } from '../log/entry.ts'
import { asksModel, chooseMind, isCommand, type MindChoice } from '../minds/choose.ts'
import { PLAYBOOK } from '../views/speaker.ts'
import { readModels } from './config.ts'
import type { Io } from './io.ts'
import { given, type WorkOptions } from './options.ts'
import { mindsFlag, shellWord } from './shell.ts'

/** What names a folder of recorded answers in place of a mind. */
export const RECORDED = 'recorded:'

/** The roster with the minds that `--minds` names for its seats. @throws SynodError SYN_ROLE_UNKNOWN for another */
export function withMinds(roster: Roster, { minds: named }: Pick<WorkOptions, 'minds'>): Roster {
  const seats = [roster.supervisor, ...roster.workers].map(({ role }) => role)
  const stranger = Object.keys(named).find(role => !seats.includes(role))
  if (stranger !== undefined)
    throw new SynodError(
      'SYN_ROLE_UNKNOWN',
      `--minds names ${stranger}, who has no seat that the engine runs: the seats are ${seats.join(', ')}`,
    )
  const minds = { ...roster.minds, ...named }
  return Object.keys(minds).length === 0 ? roster : { ...roster, minds }
}

/** What the header of a log says of minds. */
export interface RecordedMinds extends Partial<Pick<Header, 'minds' | 'server'>> {
  readonly mind: string | null
}

const NOTHING: RecordedMinds = { mind: null }

/**
 * @param recorded of a session that goes on; of one role alone where one is joined
 * @throws SynodError what `chooseMind` throws, for any seat: before a session is opened that could not be worked
 */
export function mindsFor(
  options: WorkOptions,
  io: Io,
  roster: Roster,
  recorded: RecordedMinds = NOTHING,
): MindChoice {
  const { effort, baseUrl, rate } = options
  if (options.mind.startsWith(RECORDED))
    throw new SynodError(
      'SYN_USAGE',
      `A recording is played from its beginning: synod start --mind ${shellWord(options.mind)}`,
    )
  // Whoever names a mind now means it for all who have none of their own now.
  const isNamed = options.mind !== 'auto'
  const { mind, model } = isNamed ? options : goingOn(recorded.mind, options)
  const minds = { ...(isNamed ? {} : believed(recorded.minds ?? {}, roster.minds ?? {})), ...roster.minds }
  if (!isNamed) refuseElsewhere(recorded, mind, minds, options, io)
  const models = readModels(io.cwd)
  const said = { mind, minds, models, programs: !isNamed, env: io.env }
  const choice = chooseMind({ ...said, ...given({ model, effort, baseUrl, rate }) })
  for (const agent of [roster.supervisor, ...roster.workers]) choice.mindFor(agent)
  return choice
}

/** Whoever spoke for all goes on speaking: a session must not change its minds, nor begin to cost, because of a key. */
function goingOn(
  recorded: string | null,
  { model }: Pick<WorkOptions, 'model'>,
): Pick<WorkOptions, 'mind' | 'model'> {
  if (recorded === null) return { mind: 'auto', model }
  if (recorded === PLAYBOOK) return model === undefined ? { mind: PLAYBOOK } : { mind: 'anthropic', model }
  if (recorded === 'anthropic') return { mind: 'anthropic', model }
  if (!recorded.startsWith('cli:')) return { mind: 'anthropic', model: model ?? recorded }
  if (!isCommand(recorded)) return { mind: recorded, model }
  throw new SynodError(
    'SYN_USAGE',
    `The session was opened with a command for its mind: a log cannot have it run, so say it again: --mind ${shellWord(recorded)}`,
  )
}

/** A log may come from anybody: it may name models and known programs, and have no command run. */
function believed(
  recorded: Readonly<Record<string, string>>,
  own: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  for (const [role, spec] of Object.entries(recorded)) {
    if (own[role] !== undefined || !isCommand(spec)) continue
    throw new SynodError(
      'SYN_USAGE',
      `${role} was opened with a command of its own: a log cannot have it run, so say which mind it is to have: --minds ${mindsFlag({ [role]: spec })}`,
    )
  }
  return recorded
}

/** What was thought on a server of one's own is not sent to another because nobody has named it again. */
function refuseElsewhere(
  { server }: RecordedMinds,
  mind: string,
  minds: Readonly<Record<string, string>>,
  { baseUrl }: WorkOptions,
  { env }: Io,
): void {
  if (server === undefined || baseUrl !== undefined || env['ANTHROPIC_BASE_URL']?.trim()) return
  if (mind !== 'anthropic' && !Object.values(minds).some(asksModel)) return
  throw new SynodError(
    'SYN_USAGE',
    `The session was opened with the server ${server}, which nothing names now: add --base-url ${shellWord(server)}, or choose another mind with --mind`,
  )
}
