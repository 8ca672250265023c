/** Executables that behave like the real programs, found before them. */
import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { SynodError } from '../../../src/errors.ts'
import type { CallRecord } from '../../../src/minds/call-record.ts'
import { type CliMindOptions, cliMind } from '../../../src/minds/cli/mind.ts'
import type { Answer, MindActivity, ThinkOptions, Turn } from '../../../src/minds/mind.ts'
import { tempFolder } from '../../support/temp.ts'
import { turnOf } from '../../support/turn-of.ts'

export const PROGRAMS: string = fileURLToPath(new URL('../../fixtures/cli-minds', import.meta.url))

// An archive of the sources may have lost the mode.
for (const name of ['claude', 'codex', 'gemini', 'opencode', 'agent']) chmodSync(join(PROGRAMS, name), 0o755)

export interface Seen {
  readonly argv: readonly string[]
  readonly stdin: string
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly files: readonly string[]
}

export interface Asked {
  readonly answer: Answer | null
  readonly error: SynodError | null
  readonly calls: readonly CallRecord[]
  readonly activities: readonly MindActivity[]
  /** What each process was given. */
  readonly seen: readonly Seen[]
  readonly folder: string
}

export interface Asking extends Partial<CliMindOptions>, Partial<ThinkOptions> {
  /** How the program is to behave. */
  readonly fake?: string
  readonly turn?: Turn
  /** Called when it begins to write. */
  readonly onWriting?: () => void
}

/** One turn of a mind, its program found in the fixtures. */
export async function ask(spec: string, asking: Asking = {}): Promise<Asked> {
  const { fake = 'ok', turn = turnOf(), onWriting, purse, bodies, signal, ...options } = asking
  const folder = tempFolder()
  const seenIn = join(folder, 'seen.jsonl')
  const calls: CallRecord[] = []
  const activities: MindActivity[] = []
  const thinking = async () => {
    const mind = cliMind({
      spec,
      model: null,
      effort: null,
      ...options,
      env: {
        PATH: `${PROGRAMS}${delimiter}${process.env['PATH']}`,
        FAKE: fake,
        FAKE_SEEN: seenIn,
        FAKE_PIDS: join(folder, 'pids.json'),
        ...options.env,
      },
    })
    return mind.think(turn, {
      signal: signal ?? new AbortController().signal,
      ...(purse === undefined ? {} : { purse }),
      ...(bodies === undefined ? {} : { bodies }),
      onCall: call => calls.push(call),
      onActivity: activity => {
        activities.push(activity)
        if (activity === 'writing') onWriting?.()
      },
    })
  }
  const [answer, error] = await thinking().then(
    given => [given, null] as const,
    (thrown: SynodError) => [null, thrown] as const,
  )
  const lines = existsSync(seenIn) ? readFileSync(seenIn, 'utf8').trim().split('\n') : []
  return { answer, error, calls, activities, seen: lines.map(line => JSON.parse(line)), folder }
}

/** `SYN_…: its message`, or what else happened. */
export function failure({ error, answer }: Asked): string {
  return error === null ? `no error but ${JSON.stringify(answer)}` : `${error.code}: ${error.message}`
}
