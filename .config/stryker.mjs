// `npm run mutation [-- PART [FILE...]]`: changes the code in small ways and tells how many changes the tests notice.
// What was found is kept in coverage/, and only what has changed since is run again.
import { Stryker } from '@stryker-mutator/core'

/** Each part of the code, and the tests that have to notice. */
const PARTS = {
  grammar: {
    mutate: ['src/log/grammar.ts', 'src/log/text.ts', 'src/log/read-entry.ts'],
    tests: ['tests/log/{grammar,text,read-entry}.test.ts'],
  },
  kernel: { mutate: ['src/protocol/*.ts'], tests: ['tests/protocol/*.test.ts'] },
  prose: { mutate: ['src/protocol/prose/*.ts'], tests: ['tests/protocol/prose/*.test.ts'] },
}
/** The least score of all of it, in percent. */
const LEAST = 85

const [part, ...files] = process.argv.slice(2)
if (part !== undefined && !Object.hasOwn(PARTS, part)) {
  console.error(`There is no part ${part}: expected ${Object.keys(PARTS).join(', ')}`)
  process.exit(2)
}

const mutants = []
for (const [name, { mutate, tests }] of Object.entries(PARTS)) {
  if (part !== undefined && part !== name) continue
  // Read by vitest.mutation.config.ts.
  process.env['SYNOD_MUTATION_TESTS'] = tests.join(' ')
  const stryker = new Stryker({
    mutate: files.length > 0 ? files : mutate,
    plugins: ['@stryker-mutator/vitest-runner'],
    testRunner: 'vitest',
    vitest: { configFile: '.config/vitest.mutation.config.ts', related: false },
    coverageAnalysis: 'perTest',
    concurrency: Number(process.env['SYNOD_MUTATION_PROCESSES'] ?? 1),
    timeoutMS: 15_000,
    incremental: true,
    incrementalFile: `coverage/mutation-${name}.json`,
    ignorePatterns: ['dist', 'coverage', '.ci'],
    tempDirName: '.stryker-tmp',
    reporters: ['clear-text', 'progress-append-only'],
    clearTextReporter: { reportTests: false, reportScoreTable: false, allowColor: false },
  })
  mutants.push(...(await stryker.runMutationTest()))
}

const names = [...new Set(mutants.map(({ fileName }) => fileName))].sort()
const rows = names.map(name => [name, mutants.filter(({ fileName }) => fileName === name)])
console.log('| file | mutants | noticed | not noticed | score |\n|---|--:|--:|--:|--:|')
for (const [name, some] of [...rows, ['all', mutants]]) {
  const { noticed, missed } = tally(some)
  const file = name.replace(`${process.cwd()}/`, '')
  console.log(`| ${file} | ${noticed + missed} | ${noticed} | ${missed} | ${score(some).toFixed(1)} % |`)
}
if (score(mutants) < LEAST) {
  console.error(`The score is below ${LEAST} %`)
  process.exitCode = 1
}

function tally(some) {
  const count = (...statuses) => some.filter(({ status }) => statuses.includes(status)).length
  return { noticed: count('Killed', 'Timeout'), missed: count('Survived', 'NoCoverage') }
}

function score(some) {
  const { noticed, missed } = tally(some)
  return noticed + missed === 0 ? 100 : (100 * noticed) / (noticed + missed)
}
