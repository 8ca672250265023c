import { EXIT, SynodError } from '../../errors.ts'
import { type FoldedFile, foldFile } from '../../session/fold-file.ts'
import { readableLog, type SessionPlace, sessionsIn } from '../../session/places.ts'
import { formatAge } from '../../views/durations.ts'
import { type ListRow, renderList } from '../../views/list.ts'
import { safeJson } from '../../views/safe.ts'
import { type Io, styleOf, widthOf, write } from '../io.ts'
import { folderOptions, readOptions } from '../options.ts'

export async function list(io: Io, raw: unknown): Promise<number> {
  const { dir, json } = readOptions(folderOptions, raw)
  const places = sessionsIn(dir)
  if (json) {
    await write(io.stdout, places.map(place => `${safeJson(summary(place))}\n`).join(''))
  } else if (places.length === 0) {
    await write(io.stderr, `synod: there is no session in ${dir}: start one with synod start "..."\n`)
  } else {
    const rows = places.map(place => rowOf(place, Date.now()))
    await write(io.stdout, renderList(rows, { style: styleOf(io.stdout, io.env), width: widthOf(io.stdout) }))
  }
  return EXIT.ok
}

/** What stands in a session's log, or why that cannot be told: one that is spoiled must not hide the others. */
function folded(path: string): FoldedFile | SynodError {
  try {
    return foldFile(readableLog(path).path)
  } catch (error) {
    if (error instanceof SynodError) return error
    throw error
  }
}

function summary({ id, path, created }: SessionPlace): object {
  const read = folded(path)
  if (read instanceof SynodError) {
    return {
      session: id,
      log: path,
      created: created || null,
      error: { code: read.code, message: read.message },
    }
  }
  const { frame, state } = read
  return {
    session: id,
    title: frame.title,
    log: path,
    created: created || null,
    phase: state.phase,
    outcome: state.outcome,
    workers: state.deciders,
    entries: state.entries,
    revisions: state.proposals.length,
    spend: {
      usd: state.spend.usd,
      input: state.spend.input,
      cached: state.spend.cached,
      output: state.spend.output,
    },
  }
}

function rowOf({ id, path, created: at }: SessionPlace, now: number): ListRow {
  const made = Date.parse(at)
  const age = Number.isNaN(made) ? '' : formatAge(made, now)
  const read = folded(path)
  if (read instanceof SynodError) {
    return { session: id, status: read.code, title: '', roles: 0, entries: 0, revisions: 0, age, usd: 0 }
  }
  const { frame, state } = read
  const { outcome, phase, deciders, entries, proposals, spend } = state
  const paused = outcome?.kind === 'PAUSED' ? `paused ${outcome.reason}` : null
  return {
    session: id,
    status: readableLog(path).deleted
      ? 'deleted: synod repair'
      : (paused ?? outcome?.kind.toLowerCase().replace(/_/g, ' ') ?? phase),
    title: frame.title,
    roles: deciders.length,
    entries,
    revisions: proposals.length,
    age,
    usd: spend.usd,
  }
}
