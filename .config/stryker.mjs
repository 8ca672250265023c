// `npm run mutation [-- PART [FILE...]]`: changes the code in small ways and tells how many changes the tests notice.
// What was noticed is kept in coverage/ and is not tried again before its code or its tests change.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
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

const isAsked = file => files.length === 0 || files.includes(file)
const mutants = []
for (const [name, { mutate, tests }] of Object.entries(PARTS)) {
  if (part !== undefined && part !== name) continue
  const known = `coverage/mutation-${name}.json`
  forgetMissed(known)
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
    incrementalFile: known,
    ignorePatterns: ['dist', 'coverage', '.ci'],
    tempDirName: '.stryker-tmp',
    reporters: ['clear-text', 'progress-append-only'],
    clearTextReporter: { reportTests: false, reportScoreTable: false, allowColor: false },
  })
  for (const { fileName, status } of await stryker.runMutationTest()) {
    const file = fileName.replace(`${process.cwd()}/`, '')
    if (isAsked(file)) mutants.push({ file, status })
  }
}

const names = [...new Set(mutants.map(({ file }) => file))].sort()
const rows = names.map(name => [name, mutants.filter(({ file }) => file === name)])
console.log('| file | mutants | noticed | not noticed | score |\n|---|--:|--:|--:|--:|')
for (const [name, some] of [...rows, ['all', mutants]]) {
  const { noticed, missed } = tally(some)
  console.log(`| ${name} | ${noticed + missed} | ${noticed} | ${missed} | ${score(some).toFixed(1)} % |`)
}
if (score(mutants) < LEAST) {
  console.error(`The score is below ${LEAST} %`)
  process.exitCode = 1
}

/** Stryker does not try again what stands outside of functions, though there is a new test that would notice. */
function forgetMissed(path) {
  if (!existsSync(path)) return
  const report = JSON.parse(readFileSync(path, 'utf8'))
  for (const [name, file] of Object.entries(report.files))
    if (isAsked(name)) file.mutants = file.mutants.filter(({ status }) => isNoticed(status))
  writeFileSync(path, JSON.stringify(report))
}

function isNoticed(status) {
  return status === 'Killed' || status === 'Timeout'
}

function tally(some) {
  const missed = some.filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
  return { noticed: some.filter(({ status }) => isNoticed(status)).length, missed: missed.length }
}

function score(some) {
  const { noticed, missed } = tally(some)
  return noticed + missed === 0 ? 100 : (100 * noticed) / (noticed + missed)
}
