import { execFileSync, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { FIELD_ORDER } from '../src/log/entry.ts'
import { parseLog } from '../src/log/parse.ts'
import { verifyLog } from '../src/log/verify.ts'
import { due } from '../src/protocol/due.ts'
import { foldLog } from '../src/protocol/fold.ts'
import { CLOSING_OUTCOMES, PAUSE_REASONS, TASKS } from '../src/protocol/state.ts'
import { tempFolder } from './support/temp.ts'

const page = readFileSync(new URL('../docs/protocol.md', import.meta.url), 'utf8').replace(/\r\n/g, '\n')
const blocks = [...page.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].map(([, info = '', text = '']) => ({
  info,
  text,
}))
const example = blocks.find(({ info }) => info === 'text log.md')?.text ?? ''
const log = parseLog(example)

it('has a whole session whose seals hold', () => {
  expect(verifyLog(log)).toEqual({ holds: true, entries: 10, unsealed: 0, firstBroken: null })
  expect(log.entries.filter(({ adopted }) => adopted).map(({ number, role }) => [number, role])).toEqual([
    [5, 'HUMAN'],
  ])
  expect(log.notices).toEqual([])
})

it('says of that session what the fold finds in it', () => {
  const state = foldLog(log)
  expect(state.notices).toEqual([])
  expect(state.outcome).toEqual({ kind: 'CONSENSUS', on: 8, entry: 10 })
  expect(state.concerns).toMatchObject([
    {
      id: 'retry-storm',
      owner: 'BACKEND',
      raisedAt: 6,
      on: 4,
      answer: { entry: 8 },
      status: 'closed',
      endedAt: 9,
    },
  ])
  expect(due(foldLog(log, { upTo: 6 }))).toEqual([
    { role: 'SUPERVISOR', task: 'answer', on: 5, horizon: 6 },
    { role: 'ARCHITECT', task: 'revise', on: 4, horizon: 6 },
  ])
})

it('shows no entry and no seal that is not one of that session', () => {
  const shown = blocks.filter(({ text }) => /^(?:### \[[A-Z]|<!-- #)/m.test(text))
  expect(shown.length).toBeGreaterThan(3)
  const framing = shown.flatMap(({ text }) => text.split('\n').filter(line => /^(?:### |<!-- #)/.test(line)))
  expect(framing.filter(line => !example.split('\n').includes(line))).toEqual([])
  const [first] = blocks
  expect(example.startsWith(first?.text.trimEnd() ?? '?')).toBe(true)
  expect(verifyLog(parseLog(first?.text ?? ''))).toMatchObject({ holds: true, entries: 1 })
})

it('names the entry in which a letter was changed, and no other', () => {
  const changed = parseLog(example.replace('A token bucket', 'A tokem bucket'))
  expect(verifyLog(changed).firstBroken).toMatchObject({ number: 4, role: 'ARCHITECT' })
  expect(changed.entries.filter(({ verified }) => !verified).map(({ number }) => number)).toEqual([4])
})

const hasTools = ['sh', 'sha256sum', 'grep', 'sed'].every(tool => !spawnSync(tool, ['--version']).error)

it.runIf(hasTools)('is walked by the shell commands it gives, with the output it shows', () => {
  const script = blocks.find(({ info }) => info === 'sh')?.text ?? ''
  const output = blocks.find(({ text }) => text.startsWith('h0 ') && text.includes('bytes '))?.text ?? ''
  const cwd = tempFolder({ 'protocol.md': page })
  expect(execFileSync('sh', ['-c', script], { cwd, encoding: 'utf8' })).toBe(output)
  expect(readFileSync(`${cwd}/log.md`, 'utf8')).toBe(example)
})

it.each([
  ['Fields', FIELD_ORDER],
  ['Outcomes and pauses', [...CLOSING_OUTCOMES, 'PAUSED', ...PAUSE_REASONS]],
])('lists under "%s" the words the source has, in its order', (heading, words) => {
  const section = page.split(/^##+ /m).find(part => part.startsWith(`${heading}\n`)) ?? ''
  expect([...section.matchAll(/^\| `([A-Za-z_]+)/gm)].map(([, word]) => word)).toEqual(words)
})

it('gives every task its row in the table of turns', () => {
  const section = page.split(/^## /m).find(part => part.includes('Find whose turn it is')) ?? ''
  const tasks = [...section.matchAll(/^\| [^|]+ \| [^|]+ \| `([a-z]+)`(?:, then `[a-z]+`)? \|/gm)].map(
    ([, task]) => task,
  )
  expect([...new Set(tasks)].toSorted()).toEqual(TASKS.toSorted())
})

it('explains every notice of the source, and none that is not there', () => {
  const table = page.split(/^## /m).find(section => section.includes('Look up a notice')) ?? ''
  const explained = [...table.matchAll(/^\| `([a-z0-9-]+)` \| [^|]+ \| [^|]+ \|$/gm)].map(([, code]) => code)
  expect(explained.toSorted()).toEqual([...new Set(noticesIn('log', 'protocol'))].toSorted())
  expect(new Set(explained).size).toBe(explained.length)
})

/** The codes given to `note(…)`, `notice(…)` and literal notices. */
function noticesIn(...folders: readonly string[]): readonly string[] {
  return folders.flatMap(folder => {
    const at = new URL(`../src/${folder}/`, import.meta.url)
    return readdirSync(at, { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith('.ts'))
      .flatMap(name => {
        const text = readFileSync(new URL(name, at), 'utf8')
        const given = /(?:\bnot(?:e|ice)\((?:\s*ledger,\s*entry,)?|\bcode:)\s*'([a-z0-9-]+)'/g
        return [...text.matchAll(given)].flatMap(([, code]) => code ?? [])
      })
  })
}
