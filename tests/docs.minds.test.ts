import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { readCliSpec } from '../src/minds/cli/spec.ts'
import { DRAFT_OF } from '../src/minds/draft.ts'
import { readDraft } from '../src/minds/read-draft.ts'
import { TASKS } from '../src/protocol/state.ts'

const page = readFileSync(new URL('../docs/minds.md', import.meta.url), 'utf8').replace(/\r\n/g, '\n')
const [, section = ''] = /^### Any other command\n([\s\S]*?)^##/m.exec(page) ?? []

/** What an example is an answer to, and what Synod reads in it when a command writes it. */
const examples = [...section.matchAll(/^```json (\w+)\n([\s\S]*?)^```$/gm)].map(([, info, stdout = '']) => {
  const task = TASKS.find(known => known === info)
  if (task === undefined) throw new Error(`There is no task ${info}`)
  const { answer, usage, usd, model } = readCliSpec('agent', '/').program.read({
    stdout,
    stderr: '',
    code: 0,
  })
  if (answer === null) throw new Error(`There is no answer in ${stdout}`)
  const json = 'json' in answer ? answer.json : JSON.parse(answer.text)
  return { task, read: readDraft(task, json), fields: Object.keys(json), reported: { usage, usd, model } }
})

it('shows answers of a command as they are read', () => {
  expect(examples.map(({ task, read }) => [task, read.issues])).toEqual([
    ['review', null],
    ['review', null],
    ['analyse', null],
  ])
  expect(examples.map(({ read }) => read.draft)).toMatchObject([
    { verdict: 'AGREE', evidence: expect.stringContaining('#4'), concerns: [], withdraws: [] },
    {
      verdict: 'OBJECT',
      concerns: [{ id: 'retry-storm', reason: expect.any(String) }],
      withdraws: ['no-limit-for-bursts'],
      asks: ['ARCHITECT'],
    },
    { verdict: null, evidence: null, concerns: [] },
  ])
  for (const { fields } of examples) expect(fields).toEqual(['content', 'judgement', 'resolves', 'asks'])
})

it('shows what such an answer may say of its cost', () => {
  expect(examples.map(({ reported }) => reported)).toEqual([
    { usage: null, usd: null, model: null },
    { usage: null, usd: null, model: null },
    {
      usage: { input: 900, cacheRead: 100, cacheWrite5m: 0, cacheWrite1h: 0, output: 50 },
      usd: 0.002,
      model: 'local-7b',
    },
  ])
})

it('names the tasks that want a judgement, and no other', () => {
  const [, verdicts = '', ruling = ''] =
    /In an? (.+?) the answer's .+?, and in a (`\w+`) the ruling/.exec(section) ?? []
  const named = [...`${verdicts} ${ruling}`.matchAll(/`(\w+)`/g)].map(([, name]) => name)
  const wanting = TASKS.filter(task => !DRAFT_OF[task].safeParse({ content: 'x' }).success)
  expect(named.toSorted()).toEqual(wanting.toSorted())
})
