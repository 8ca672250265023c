/** What a session is to be like: who takes part, by which rules, how they are, and what goes wrong. */
import type { Header } from '../../../src/log/entry.ts'
import type { Random } from '../random.ts'

/** How a role is: what it does when nothing makes it misbehave. */
export interface Temper {
  /** Out of 10: how often it objects to a first text. Later texts it likes better. */
  readonly objects: number
  /** It objects to whatever it reads. */
  readonly never: boolean
  /** The longest it thinks, in milliseconds. */
  readonly slowest: number
  /** It never answers. */
  readonly silent: boolean
}

export interface Scenario {
  readonly header: Header
  /** The roles that the engine runs. */
  readonly run: readonly string[]
  /** People and other tools. */
  readonly others: readonly string[]
  readonly tempers: Readonly<Record<string, Temper>>
  /** One turn in so many is answered badly; 0 for none. */
  readonly badDrafts: number
  /** How often somebody gets at the file, or at the processes. */
  readonly handActs: number
  readonly processActs: number
  /** Roles that a process of their own runs. */
  readonly joined: readonly string[]
  /** How often it is opened again after a pause. */
  readonly resumes: number
  /** Each time it is opened. */
  readonly maxEntries: number
  readonly maxTokens: number | null
  readonly timeout: number
}

const WORKERS = ['ARCHITECT', 'BACKEND', 'FRONTEND', 'SECURITY', 'OPS', 'DATA'] as const
const EXTERNAL = ['AUDITOR', 'LEGAL'] as const
const POLICIES = ['consent', 'majority', 'supermajority', 'supermajority:3/4'] as const

export function scenarioOf(random: Random, seed: number): Scenario {
  const header = headerOf(random, seed)
  const run = ['SUPERVISOR', ...header.workers.filter(role => !header.external.includes(role))]
  const others = [...new Set(['HUMAN', ...header.external, ...header.veto])].filter(
    role => !run.includes(role),
  )
  const tempers = Object.fromEntries([...run, ...others].map(role => [role, temperOf(random)]))
  const calm = random.once(4)
  return {
    header,
    run,
    others,
    tempers,
    badDrafts: calm ? 0 : random.pick([4, 8, 16, 30]),
    handActs: calm ? 0 : random.below(6),
    processActs: calm ? 0 : Math.max(0, random.below(5) - 2),
    joined: random.once(8) ? run.filter(() => random.once(3)) : [],
    resumes: random.pick([0, 0, 1, 1, 2]),
    maxEntries: 40 + random.below(20),
    maxTokens: random.once(20) ? 2_000 + random.below(4_000) : null,
    timeout: 20 * 60_000,
  }
}

function headerOf(random: Random, seed: number): Header {
  const count = random.pick([1, 2, 2, 2, 2, 3, 3, 3, 4, 5, 6])
  const workers = WORKERS.slice(0, count)
  const external: string[] = random.once(4) ? EXTERNAL.slice(0, 1 + random.below(2)) : []
  // A worker that writes without the engine.
  if (count > 1 && random.once(12)) external.push(random.pick(workers))
  const voices = [...workers, ...external, 'HUMAN', 'PRIVACY']
  return {
    synod: 1,
    session: `sim-${seed}`,
    created: '2026-01-01T00:00:00.000Z',
    workers,
    proposer: random.once(3) ? random.pick(workers) : 'ARCHITECT',
    policy: random.once(3) ? random.pick(POLICIES) : 'unanimous',
    veto: random.once(6) ? [random.pick(voices)] : [],
    external: [...new Set(external)],
    with: random.once(4) ? ['HUMAN'] : [],
    deadlock: random.pick(['pause', 'supervisor', 'owner']),
    implement: random.once(8),
    maxRevisions: random.below(4),
    mind: null,
    ...budgetOf(seed),
  }
}

/** Every fifth session is summed up now and then. Not left to the same chance as the rest: the others stay as they were. */
function budgetOf(seed: number): Pick<Header, 'context'> {
  if (seed % 5 !== 0) return {}
  return { context: [120, 250, 500, 900][Math.floor(seed / 5) % 4] ?? 500 }
}

function temperOf(random: Random): Temper {
  return {
    objects: random.pick([0, 1, 3, 5, 8]),
    never: random.once(30),
    slowest: random.once(12) ? 240_000 : 20_000,
    silent: random.once(60),
  }
}
