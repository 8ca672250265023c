/** What is kept of the calls of a session besides its log: the trace, and spans where somebody collects them. */
import type { Notice } from '../log/entry.ts'
import { tracePathOf } from '../session/places.ts'
import type { RunOptions } from '../session/run.ts'
import { startTelemetry } from '../session/telemetry.ts'
import { openTrace } from '../session/trace/file.ts'
import { envRedactor } from '../session/trace/secrets.ts'
import type { WorkerEvent } from '../workers/events.ts'
import type { Io } from './io.ts'
import type { WorkOptions } from './options.ts'

export interface Observer extends Required<Pick<RunOptions, 'onCall' | 'bodies'>> {
  onWorker(event: WorkerEvent): void
  /** The view has begun: what went wrong before is told now. */
  begun(): void
  /** @param failure the code of what ended the session, or null */
  end(failure: string | null): Promise<void>
}

export interface Observed {
  /** The log's path. */
  readonly path: string
  /** The session's id, or what stands for it. */
  readonly session: string
  readonly onNotice: (notice: Notice) => void
}

export async function observe(
  { env }: Pick<Io, 'env'>,
  { trace }: Pick<WorkOptions, 'trace'>,
  { path, session, onNotice }: Observed,
): Promise<Observer> {
  let early: Notice[] | null = []
  const tell = (notice: Notice) => {
    if (early === null) onNotice(notice)
    else early.push(notice)
  }
  const file =
    trace === 'off' ? null : openTrace(tracePathOf(path), { onNotice: tell, redact: envRedactor(env) })
  const telemetry = await startTelemetry(env, { session, onNotice: tell })
  return {
    bodies: trace === 'full',
    onCall(call) {
      file?.write(call)
      telemetry.onCall(call)
    },
    onWorker: event => telemetry.onWorker(event),
    begun() {
      for (const notice of early ?? []) onNotice(notice)
      early = null
    },
    async end(failure) {
      file?.close()
      await telemetry.end(failure)
    },
  }
}
