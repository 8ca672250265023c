/** What everybody in a simulated session has in common: the log, the clock, chance, and those who check. */
import type { EntryDraft } from '../../../src/log/entry.ts'
import type { MemoryLog } from '../../../src/log/memory-log.ts'
import type { AppendCheck, AppendResult, SharedLog } from '../../../src/log/shared-log.ts'
import type { SimulatedClock } from '../../../src/log/simulated-clock.ts'
import type { State, Task } from '../../../src/protocol/state.ts'
import type { Random } from '../random.ts'
import type { Misdeed, Misdeeds } from './misdeeds.ts'
import type { Scenario } from './scenario.ts'
import type { Watch } from './watch.ts'

export interface World {
  readonly random: Random
  readonly clock: SimulatedClock
  readonly scenario: Scenario
  readonly watch: Watch
  readonly misdeeds: Misdeeds
  /** Another one after a power cut. */
  log: MemoryLog
  /** Where the log has ended in a seal, in bytes: what a power cut may leave of it. */
  ends: number[]
  /** How often a mind was asked, by task. */
  readonly tasks: Map<Task, number>
  /** Drafts that were refused because their turn was over. */
  refused: number
}

/** The log as whoever appends sees it; everybody's entries are looked at as soon as they are there. */
export async function append(
  world: World,
  draft: EntryDraft,
  check: AppendCheck | null = null,
): Promise<AppendResult> {
  const { log } = world
  const result = await log.append(draft, check ?? undefined)
  if (log !== world.log) return result
  if (result.appended) world.ends.push(log.sealedBytes)
  else world.refused += 1
  world.watch.look(await log.read())
  return result
}

/** What somebody writes into the file; entries that are new in it are put to the misdeed's account. */
export async function write(world: World, text: string, misdeed: Misdeed | null = null): Promise<void> {
  const { log, watch } = world
  const before = watch.state.entries
  log.write(text)
  watch.look(await log.read())
  for (let number = before + 1; number <= watch.state.entries; number += 1) misdeed?.entries.push(number)
}

/** The header stays: nobody who takes it away has a session any more. */
export async function cut(world: World, size: number): Promise<void> {
  world.log.cut(Math.max(size, world.ends[0] ?? 0))
  world.watch.look(await world.log.read())
}

export function stateOf({ watch }: World): State {
  return watch.state
}

/** What a process sees of the log. One that was killed gets no answer any more. */
export function logFor(world: World, isDead: () => boolean): SharedLog {
  const { log } = world
  const unlessDead = async <T>(work: Promise<T>): Promise<T> => {
    const done = await work
    return isDead() ? new Promise<T>(() => {}) : done
  }
  return {
    path: log.path,
    read: () => unlessDead(log.read()),
    append: (draft, check) =>
      isDead()
        ? new Promise<AppendResult>(() => {})
        : unlessDead(
            append(world, draft, later => (isDead() ? 'it was killed' : (check?.(later) ?? null))).then(
              result => {
                world.misdeeds.told(draft, result)
                return result
              },
            ),
          ),
    tail: options => log.tail(options),
    guard: signal => log.guard(signal),
    close: () => log.close(),
  }
}
