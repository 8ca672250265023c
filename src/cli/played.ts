/** `synod start --mind recorded:DIR`: problem, workers and rules are the recording's; what is named must be the same. */
import { roleOf } from '../agents/identity.ts'
import { type Roster, seatRoster } from '../agents/roster.ts'
import { SynodError } from '../errors.ts'
import type { ParsedLog } from '../log/entry.ts'
import { differing, whole } from '../minds/recorded/parting.ts'
import { diverged } from '../minds/recorded/player.ts'
import { checkProblem } from '../session/naming.ts'
import { openPlayed, playSession, recordedChoice } from '../session/recording-play.ts'
import { rosterOf } from '../session/resume.ts'
import { readPreset } from './config.ts'
import type { Io } from './io.ts'
import { RECORDED } from './minds.ts'
import { given, type StartOptions } from './options.ts'
import { agentSources, work } from './work.ts'

/** The folder of the recording that a mind is, or null. */
export function recordingNamed(mind: string): string | null {
  return mind.startsWith(RECORDED) ? mind.slice(RECORDED.length) : null
}

/** @param problem null when none is given */
export async function startPlayed(
  io: Io,
  options: StartOptions,
  folder: string,
  problem: string | null,
): Promise<number> {
  refuse(options)
  const played = recordedChoice(folder)
  const { log } = played.recording
  if (problem !== null) checkSameProblem(log, problem)
  const roster = rosterFor(io, options, log, folder)
  checkSameRules(log, roster, options)
  const { id, log: path, dir } = options
  const opened = openPlayed(played, { roster, folder: dir, ...given({ id, path }) })
  const command = 'synod start'
  return work(io, options, {
    path: opened.path,
    roster,
    minds: played.minds,
    joined: null,
    run: run => playSession(opened, played, { ...run, command }),
  })
}

function refuse({ record, open, dryRun }: StartOptions): void {
  const flag = record !== undefined ? '--record' : open ? '--open' : dryRun ? '--dry-run' : null
  if (flag === null) return
  throw new SynodError(
    'SYN_USAGE',
    `${flag} has no part in playing a recording, which asks no model: leave it out, or choose another --mind`,
  )
}

function rosterFor(io: Io, options: StartOptions, log: ParsedLog, folder: string): Roster {
  const { workers, supervisor, preset: name } = options
  const preset = readPreset(io.cwd, name)
  const sources = agentSources(options, io, preset)
  const named = workers.length > 0 ? workers : name === undefined ? undefined : preset.workers
  if (named === undefined && supervisor === undefined) return rosterOf(log, folder, sources)
  const external = log.header?.external ?? []
  return seatRoster({
    ...sources,
    ...given({ supervisor }),
    workers: (named ?? log.header?.workers ?? []).filter(worker => !external.includes(roleOf(worker))),
    least: 1,
  })
}

function checkSameProblem({ problem }: ParsedLog, now: string): void {
  const parting = differing(problem, checkProblem(now), () => whole(''))
  if (parting === null) return
  throw diverged(`The session parts from the recording at the problem: its${parting.replace(/^,/, '')}`)
}

function checkSameRules({ header, title }: ParsedLog, roster: Roster, options: StartOptions): void {
  const roles = (names: readonly string[] | undefined) => (names === undefined ? undefined : names.join(', '))
  const run = (header?.workers ?? []).filter(role => !header?.external.includes(role))
  const {
    proposer,
    maxRevisions,
    policy,
    veto,
    with: people,
    external,
    deadlock,
    implement,
    context,
  } = options
  const rules: readonly (readonly [string, unknown, unknown])[] = [
    ['workers', roles(run), roles(roster.workers.map(({ role }) => role))],
    ['--title', title, options.title],
    ['--proposer', header?.proposer, proposer?.toUpperCase()],
    ['--max-revisions', header?.maxRevisions, maxRevisions],
    ['--policy', header?.policy, policy?.trim().toLowerCase()],
    ['--veto', roles(header?.veto), roles(veto)],
    ['--with', roles(header?.with), roles(people)],
    ['--external', roles(header?.external), external.length > 0 ? roles(external) : undefined],
    ['--deadlock', header?.deadlock, deadlock],
    ['--implement', header?.implement, implement ? true : undefined],
    ['--context', header?.context ?? 0, context],
  ]
  const other = rules.find(([, was, now]) => now !== undefined && now !== was)
  if (other === undefined) return
  const [name, was, now] = other
  throw diverged(
    `The session parts from the recording at its rules: ${name} was "${was}", now "${now}"; leave it out to play what was recorded`,
  )
}
