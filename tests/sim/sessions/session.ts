/** One session from its header to its end, out of one seed: everything in it that is left to chance comes from there. */
import { SynodError } from '../../../src/errors.ts'
import { MemoryLog } from '../../../src/log/memory-log.ts'
import { simulatedClock } from '../../../src/log/simulated-clock.ts'
import { foldLog } from '../../../src/protocol/fold.ts'
import type { State, Task } from '../../../src/protocol/state.ts'
import { resumeEntry } from '../../../src/workers/pause.ts'
import { createRandom } from '../random.ts'
import { meddle } from './hands.ts'
import { createMisdeeds, type Misdeed } from './misdeeds.ts'
import { takePart } from './people.ts'
import { type Process, startProcess } from './process.ts'
import { checkRemovals, checkTampering } from './removal.ts'
import { scenarioOf } from './scenario.ts'
import { checkIncremental, createWatch, type Violation, type Watch } from './watch.ts'
import { append, stateOf, type World } from './world.ts'

/** What can happen to processes. */
export const PROCESS_MISDEEDS = [
  'a process is killed',
  'a process is interrupted',
  'a process runs twice',
  'a process joins late',
  'a process loses its power',
] as const

export interface Played {
  readonly seed: number
  readonly bytes: Uint8Array
  readonly state: State
  /** `CONSENSUS`, `PAUSED deadlock`, …, and `DAMAGED` where somebody changed what was sealed. */
  readonly end: string
  readonly misdeeds: readonly Misdeed[]
  readonly violations: readonly Violation[]
  /** What the fold said to each entry when it came. */
  readonly said: Watch['said']
  readonly looks: number
  /** How often a mind was asked, by task. */
  readonly tasks: ReadonlyMap<Task, number>
  /** Drafts that were refused because their turn was over. */
  readonly refused: number
}

export interface PlayOptions {
  /** Everything is checked at every entry, and not only where something is claimed. */
  readonly whole: boolean
}

export async function playSession(seed: number, { whole }: PlayOptions): Promise<Played> {
  const random = createRandom(seed)
  const scenario = scenarioOf(random, seed)
  const { header } = scenario
  const clock = simulatedClock()
  const world: World = {
    random,
    clock,
    scenario,
    watch: createWatch(header, whole),
    misdeeds: createMisdeeds(),
    log: new MemoryLog(
      { header, title: 'Rate limiter', problem: 'Limit what one client may ask.' },
      { clock },
    ),
    ends: [],
    tasks: new Map(),
    refused: 0,
  }
  const { watch, misdeeds } = world
  // The header is on the disk before anything else is.
  world.ends.push(world.log.bytes.length)
  try {
    await clock.run(play(world))
  } catch (error) {
    // Whoever comes to a log that was tampered with is told so.
    if (!(error instanceof SynodError && error.code === 'SYN_LOG_DAMAGED' && world.log.broken))
      watch.found('nothing fails but by a fault that was put in', stateOf(world).entries, String(error))
  }
  const { bytes, broken } = world.log
  const state = stateOf(world)
  checkEnd(world)
  if (!broken) {
    checkIncremental(state, await world.log.read(), watch.found)
    if (whole || random.once(6)) {
      checkRemovals(bytes, header, watch, random, whole ? 1_000 : 2)
      checkTampering(bytes, watch, random, whole ? 10 : 2)
    }
  }
  return {
    seed,
    bytes,
    state,
    end: broken ? 'DAMAGED' : endOf(state),
    misdeeds: misdeeds.all,
    violations: watch.violations,
    said: watch.said,
    looks: watch.looks,
    tasks: world.tasks,
    refused: world.refused,
  }
}

async function play(world: World): Promise<void> {
  const { scenario, clock, random } = world
  const over = new AbortController()
  const joined = new Map<string, Process>()
  let main: Process | null = null
  const join = (role: string) =>
    joined.set(role, startProcess(world, [role], { joined: true, entries: scenario.maxEntries * 4 }))
  for (const role of scenario.joined) join(role)

  const others = [
    takePart(world, over.signal),
    atTimes(scenario.handActs, () => meddle(world), true),
    atTimes(scenario.processActs, () => disturb()),
  ]
  let resumes = scenario.resumes
  for (let restarts = 0; ; ) {
    const held = [...joined.values()].filter(({ ended }) => !ended).flatMap(({ roles }) => roles)
    const roles = scenario.run.filter(role => !held.includes(role))
    main = startProcess(world, roles, { joined: false, entries: scenario.maxEntries })
    await main.done
    const { outcome } = stateOf(world)
    if (world.log.broken || (outcome !== null && outcome.kind !== 'PAUSED')) break
    if (outcome === null) {
      // It was killed; whoever finds that starts it again.
      restarts += 1
      if (restarts > scenario.processActs) {
        world.watch.found('a session ends by a word', stateOf(world).entries, 'it just ended')
        break
      }
      await clock.sleep(1_000 + random.below(60_000))
      continue
    }
    if (resumes === 0) break
    resumes -= 1
    await clock.sleep(1_000 + random.below(600_000))
    await append(world, resumeEntry(), later => (foldLog(later).outcome === null ? 'already resumed' : null))
  }
  over.abort()
  for (const process of joined.values()) process.interrupt()
  await Promise.all([...others, ...[...joined.values()].map(({ done }) => done)])

  /** @param late mostly not before there is something to be agreed to */
  async function atTimes(count: number, act: () => Promise<void>, late = false): Promise<void> {
    for (let nth = 0; nth < count; nth += 1) {
      try {
        await clock.sleep(random.below(random.once(4) ? 900_000 : 60_000), over.signal)
        while (late && stateOf(world).proposals.length === 0 && !random.once(8))
          await clock.sleep(1_000 + random.below(20_000), over.signal)
      } catch {
        return
      }
      if (world.log.broken) return
      await act()
    }
  }

  async function disturb(): Promise<void> {
    if (main === null || main.ended || stateOf(world).outcome !== null) return
    const kind = random.pick(PROCESS_MISDEEDS)
    world.misdeeds.add(kind)
    const role = random.pick(scenario.run)
    switch (kind) {
      case 'a process is killed':
        return random.pick([main, ...joined.values()]).kill()
      case 'a process is interrupted':
        return main.interrupt()
      case 'a process runs twice':
      case 'a process joins late':
        if (joined.get(role)?.ended ?? true) join(role)
        return
      case 'a process loses its power':
        return losePower()
    }
  }

  /** Everything stops, and of the log there is what had come to the disk: up to a seal, and perhaps a torn line. */
  async function losePower(): Promise<void> {
    const { bytes } = world.log
    const end = world.ends.at(-1 - random.below(4)) ?? world.ends[0] ?? 0
    for (const process of [main, ...joined.values()]) process?.kill()
    joined.clear()
    const torn = random.once(2) ? 0 : random.below(80)
    const left = bytes.subarray(0, Math.min(bytes.length, end + torn))
    world.ends = world.ends.filter(at => at <= end)
    world.log = new MemoryLog(left, { clock })
    world.watch.look(await world.log.read())
  }
}

function endOf({ outcome }: State): string {
  if (outcome === null) return 'NONE'
  return outcome.kind === 'PAUSED' ? `PAUSED ${outcome.reason}` : outcome.kind
}

function checkEnd({ watch, scenario, tasks, log }: World): void {
  const { outcome, entries } = watch.state
  if (log.broken) return
  if (outcome === null) watch.found('a session ends by a word', entries, watch.state.phase)
  const opened = 1 + scenario.resumes
  const most = opened * (scenario.maxEntries + 40) + 60
  if (entries > most) watch.found('a session stays within its caps', entries, `${entries} entries`)
  const calls = [...tasks.values()].reduce((sum, count) => sum + count, 0)
  const asked = 2 * most + 30 * scenario.processActs
  if (calls > asked) watch.found('nobody spins', entries, `${calls} calls`)
}
