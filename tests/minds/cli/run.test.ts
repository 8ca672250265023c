import { expect, it } from 'vitest'
import { run } from '../../../src/minds/cli/run.ts'

/** What is left of what a program writes to stderr. */
async function stderrOf(code: string): Promise<string> {
  const { ending, stderr } = await run({
    file: process.execPath,
    args: ['-e', code],
    cwd: '/',
    env: {},
    input: '',
    timeoutMs: 30_000,
    mostOutput: 1_000,
    graceMs: 1_000,
    signal: new AbortController().signal,
    onOutput: () => {},
  })
  expect(ending).toBe('exited')
  return stderr
}

it('keeps a short stderr as it is', async () => {
  expect(await stderrOf("process.stderr.write('half a line')")).toBe('half a line')
})

it('keeps 64 KB of exactly that as they are', async () => {
  expect(await stderrOf("process.stderr.write('x'.repeat(65_536))")).toBe('x'.repeat(65_536))
})

it('begins the end of a long one with a whole word: half a key is no word that anybody would know', async () => {
  const stderr = await stderrOf("process.stderr.write('begun sk-very-secret' + ' the end'.repeat(8_191))")
  expect(stderr).toBe(' the end'.repeat(8_191))
})

it('keeps nothing of a word that is longer than all that is kept', async () => {
  expect(await stderrOf("process.stderr.write('x'.repeat(65_537))")).toBe('')
})
