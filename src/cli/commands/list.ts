import { EXIT } from '../../errors.ts'
import { foldLog } from '../../protocol/fold.ts'
import { type SessionPlace, sessionsIn } from '../../session/places.ts'
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

function summary({ id, path, log }: SessionPlace): object {
  const state = foldLog(log)
  return {
    session: id,
    title: log.title,
    log: path,
    created: log.header?.created || null,
    phase: state.phase,
    outcome: state.outcome,
    workers: state.workers,
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

function rowOf({ id, log }: SessionPlace, now: number): ListRow {
  const { outcome, phase, workers, entries, proposals, spend } = foldLog(log)
  const paused = outcome?.kind === 'PAUSED' ? `paused ${outcome.reason}` : null
  const created = Date.parse(log.header?.created || log.entries[0]?.time || '')
  return {
    session: id,
    status: paused ?? outcome?.kind.toLowerCase().replace(/_/g, ' ') ?? phase,
    title: log.title,
    roles: workers.length,
    entries,
    revisions: proposals.length,
    age: Number.isNaN(created) ? '' : formatAge(created, now),
    usd: spend.usd,
  }
}
