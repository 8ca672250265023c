import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Save, World } from './world.ts'

/** `SYNOD_SIM_RUNS=2000 SYNOD_SIM_SEED=7 npx vitest run tests/sim/log-model…` for more. */
const RUNS = Number(process.env['SYNOD_SIM_RUNS'] ?? 40)
const SEED = process.env['SYNOD_SIM_SEED']

/** One hand on the file. */
type Command =
  | { readonly do: 'append'; readonly engine: 0 | 1; readonly size: number }
  | { readonly do: 'race'; readonly size: number }
  | { readonly do: 'type'; readonly before: string; readonly behind: string }
  | {
      readonly do: 'crash'
      readonly engine: 0 | 1
      readonly share: number
      readonly where: 'journal' | 'log'
    }
  | { readonly do: 'restart'; readonly engine: 0 | 1 }
  | { readonly do: 'open' }
  | { readonly do: 'save'; readonly which: number; readonly how: Save }
  | { readonly do: 'truncate'; readonly share: number }
  | { readonly do: 'delete'; readonly what: 'log' | 'journal' | 'folder' }
  | { readonly do: 'guard' }
  | { readonly do: 'follow'; readonly where: 0 | 1 | 'alone'; readonly fromNow: boolean }

const is = <const T extends string>(what: T) => fc.constant(what)
const engine = fc.constantFrom(0 as const, 1 as const)
const size = fc.constantFrom(0, 3, 40, 2_000)
const share = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }))

/** What people and other tools leave at the end of a file: whole entries, half ones, torn lines. */
const BEFORE = [
  '\n### [HUMAN] [2026-11-21 05:00] UTC\n**Content**: ',
  '### [HUMAN] [2026-11-21 05:00] UTC\n',
  '\n### [QA] [now] UTC\n**Type**: REVIEW\n**Verdict**: AGREE #1\n**Content**:\n',
  '\n### [BACKEND] [2026-11-21 05:00] UTC\nI am not who I say. ',
  '\n### [HUM',
  '\n### [HUMAN] [2026-11-21 05:00] UTC',
  ' ',
  '\n\n',
  '\r\n',
  '\n<!-- #3 ',
  '\n**Verdict**: OBJECT #1 ',
  '\0',
]
const BEHIND = [
  '\n',
  '',
  '\n\n',
  ' and so',
  '\n### [HUMAN] [2026-11-21 05:',
  '\n### [',
  '\r\n',
  '\n<!-- #',
  '\u2028',
]

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: is('append'), engine, size }) },
  { weight: 1, arbitrary: fc.record({ do: is('race'), size }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: is('type'),
      before: fc.constantFrom(...BEFORE),
      behind: fc.constantFrom(...BEHIND),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: is('crash'),
      engine,
      share,
      where: fc.constantFrom('journal' as const, 'log' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: is('restart'), engine }) },
  { weight: 2, arbitrary: fc.record({ do: is('open') }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: is('save'),
      which: fc.nat(4),
      how: fc.constantFrom<Save>('rename', 'rewrite'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: is('truncate'), share }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: is('delete'),
      what: fc.constantFrom('log' as const, 'journal' as const, 'folder' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: is('guard') }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: is('follow'),
      where: fc.constantFrom(0 as const, 1 as const, 'alone' as const),
      fromNow: fc.boolean(),
    }),
  },
)

async function carryOut(world: World, command: Command): Promise<void> {
  switch (command.do) {
    case 'append':
      return world.append(command.engine, command.size)
    case 'race':
      return world.race(command.size)
    case 'type':
      return world.byHand(command.before, command.behind)
    case 'crash':
      return world.crash(command.engine, command.share, command.where)
    case 'restart':
      return world.restart(command.engine)
    case 'open':
      return world.open()
    case 'save':
      return world.save(command.which, command.how)
    case 'truncate':
      return world.truncate(command.share)
    case 'delete':
      if (command.what === 'log') return world.deleteLog()
      return command.what === 'journal' ? world.deleteJournal() : world.deleteSideFolder()
    case 'guard':
      return world.guard()
    case 'follow':
      return world.follow(command.where, command.fromNow)
  }
}

async function run(commands: readonly Command[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'synod-sim-'))
  const world = await World.create(folder)
  try {
    for (const command of commands) await carryOut(world, command)
    await world.settle()
  } finally {
    await world.end()
    rmSync(folder, { recursive: true, force: true })
  }
}

it(`no hand on the file loses, doubles or reorders what was acknowledged, in ${RUNS} sessions`, {
  timeout: 60_000 + RUNS * 5_000,
}, async () => {
  let commands = 0
  const begun = performance.now()
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 3, maxLength: 24 }), async given => {
      commands += given.length
      await run(given)
    }),
    { numRuns: RUNS, ...(SEED === undefined ? {} : { seed: Number(SEED) }) },
  )
  const seconds = (performance.now() - begun) / 1000
  process.stdout.write(`${RUNS} sessions, ${commands} commands, ${seconds.toFixed(1)} s\n`)
  expect(commands).toBeGreaterThan(RUNS)
})

/** Sessions that once broke a promise. */
const REGRESSIONS: readonly (readonly [string, readonly Command[]])[] = [
  [
    'a person is the first to write into a new log, and the log is deleted after the first append',
    [
      { do: 'type', before: '\n### [HUMAN] [2026-11-21 05:00] UTC\n', behind: '\n' },
      { do: 'append', engine: 0, size: 3 },
      { do: 'delete', what: 'log' },
    ],
  ],
]

it.each(REGRESSIONS)('%s', async (_, commands) => run(commands))
