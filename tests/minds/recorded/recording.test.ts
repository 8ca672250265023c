import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { sha256 } from '../../../src/log/digest.ts'
import { printOf } from '../../../src/minds/recorded/print.ts'
import { recorderIn } from '../../../src/minds/recorded/recorder.ts'
import { readRecording } from '../../../src/minds/recorded/recording.ts'
import { draft, SPEND } from '../../support/panel.ts'
import { tempFolder } from '../../support/temp.ts'
import { turnOf } from '../../support/turn-of.ts'

const LOG = '# Rate limiter\n'

/** A recording of two answers, the second of a turn that saw more. */
function recording(): string {
  const folder = tempFolder()
  const recorder = recorderIn(folder, { answers: 0, blocks: [] })
  for (const upTo of [2, 5]) {
    const turn = turnOf({ upTo })
    const answer = { draft: draft(`after ${upTo}`), spend: [SPEND] }
    recorder.save(turn, 'test-model', printOf(turn), { answer, error: null })
  }
  writeFileSync(join(folder, 'log.md'), LOG)
  manifest(folder, {})
  return folder
}

function manifest(folder: string, more: object): void {
  const ended = { entries: 0, answers: 2, sha256: sha256([LOG]) }
  const all = { version: 1, session: 's', created: 'c', title: 't', mind: 'm', runs: 1, ended, ...more }
  writeFileSync(join(folder, 'recording.json'), JSON.stringify(all))
}

it('reads what was recorded, blocks that answers share included', () => {
  const folder = recording()
  const { answers, textOf } = readRecording(folder)
  expect(answers.map(({ number, seen }) => [number, seen])).toEqual([
    [1, 2],
    [2, 5],
  ])
  expect(answers.map(({ prompt }) => prompt.blocks.map(([label]) => label))).toEqual([
    ['problem', '#1', '#2'],
    ['problem', '#1', '#2', '#3', '#4', '#5'],
  ])
  expect(answers[1]?.answer).toEqual({ draft: draft('after 5'), spend: [SPEND] })
  expect(answers[1]?.prompt.particular).toBe(printOf(turnOf()).particular)
  expect(textOf(answers[0]?.prompt.blocks[0]?.[1] ?? '')).toContain('<problem>')
  const second = JSON.parse(readFileSync(join(folder, '0002-BACKEND-review.json'), 'utf8'))
  expect(second.prompt.blocks.keep).toBe(3)
  expect(readdirSync(folder).filter(name => name.endsWith('.draft'))).toEqual([])
})

const DAMAGED: readonly (readonly [string, (folder: string) => void, RegExp])[] = [
  [
    'no folder',
    folder => rmSync(folder, { recursive: true }),
    /^There is no folder .+: name the one that synod start --record has written$/,
  ],
  [
    'no recording.json',
    folder => rmSync(join(folder, 'recording.json')),
    /recording\.json is not as .+\(it is not there\)/,
  ],
  ['another version', folder => manifest(folder, { version: 2 }), /version: Expected version 1/],
  [
    'a run that was killed',
    folder => manifest(folder, { ended: null }),
    /was not finished: .+synod resume s/,
  ],
  ['no log', folder => rmSync(join(folder, 'log.md')), /log\.md is not as/],
  [
    'another log',
    folder => writeFileSync(join(folder, 'log.md'), 'x'),
    /log\.md .+not the log that was recorded/,
  ],
  ['a missing answer', folder => rmSync(join(folder, '0001-BACKEND-review.json')), /answer 1 is missing/],
  [
    'the last answer missing',
    folder => rmSync(join(folder, '0002-BACKEND-review.json')),
    /1 answers, and 2 were/,
  ],
  [
    'wrong JSON',
    folder => writeFileSync(join(folder, '0002-BACKEND-review.json'), '{"role"'),
    /0002-BACKEND/,
  ],
  [
    'neither answer nor error',
    folder =>
      edit(folder, text => text.replace(/"answer": \{[\s\S]*\},\n {2}"error"/, '"answer": null,\n  "error"')),
    /expected either an answer or an error/,
  ],
  [
    'an unknown verdict',
    folder => edit(folder, text => text.replace('"verdict": null', '"verdict": "YES"')),
    /answer\.draft\.verdict/,
  ],
  [
    'a path for a text',
    folder => edit(folder, text => text.replace(/"system": "\w+"/, '"system": "../../x"')),
    /prompt\.system: Expected a SHA-256/,
  ],
]

function edit(folder: string, change: (text: string) => string): void {
  const path = join(folder, '0002-BACKEND-review.json')
  const [before, after] = [readFileSync(path, 'utf8'), change(readFileSync(path, 'utf8'))]
  if (before === after) throw new Error('nothing was changed')
  writeFileSync(path, after)
}

it.each(DAMAGED)('refuses a recording with %s, and names the file', (_, damage, message) => {
  const folder = recording()
  damage(folder)
  expect(() => readRecording(folder)).toThrow(
    expect.objectContaining({ code: 'SYN_RECORDING_INVALID', message: expect.stringMatching(message) }),
  )
})

it('does not show a text that was changed', () => {
  const folder = recording()
  const { answers, textOf } = readRecording(folder)
  const hash = answers[0]?.prompt.system ?? ''
  writeFileSync(join(folder, 'texts', `${hash}.txt`), 'changed')
  expect(() => textOf(hash)).toThrow(/not the text that was recorded/)
})
