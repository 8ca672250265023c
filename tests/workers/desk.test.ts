import { writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { Entry, ParsedLog } from '../../src/log/entry.ts'
import { parseLog } from '../../src/log/parse.ts'
import { foldLog } from '../../src/protocol/fold.ts'
import type { State } from '../../src/protocol/state.ts'
import { openSession } from '../../src/session/start.ts'
import { advance, type Desk, deskOf } from '../../src/workers/desk.ts'
import { buildLog } from '../support/build.ts'
import { rosterOf } from '../support/panel.ts'
import { SAMPLE } from '../support/sample.ts'
import { tempFolder } from '../support/temp.ts'

const log = buildLog({ entries: SAMPLE })
const HUMAN = (text: string) => `\n### [HUMAN] [2026-11-21 05:00:00] UTC\n**Content**: ${text}\n`
const QA = '\n### [QA] [2026-11-21 05:00:10] UTC\n**Content**: Me too.\n'

/** What a reader has in front of it when somebody has typed so much below the log. */
const typed = (tail: string) => buildLog({ entries: SAMPLE, tail })

function told(desk: Desk, next: ParsedLog, settled?: number): [Desk, readonly string[]] {
  const lines: string[] = []
  const after = advance(desk, next, settled, ({ number, content }, { entries }: State) =>
    lines.push(`#${number} ${content} ${entries}`),
  )
  return [after, lines]
}

it('is the fold of the log at every entry, one entry after another', () => {
  let desk = deskOf(log, 0)
  for (let upTo = 1; upTo <= log.entries.length; upTo += 1) {
    desk = advance(desk, { ...log, entries: log.entries.slice(0, upTo) })
    expect(desk.state).toEqual(foldLog(log, { upTo }))
    expect(desk.entries).toHaveLength(upTo)
  }
})

it('is the same desk when there is nothing new', () => {
  const desk = deskOf(log)
  expect(advance(desk, log)).toBe(desk)
  expect(advance(desk, parseLog('')), 'sealed entries that are missing come back').toBe(desk)
})

it('looks at nothing but what is new and what is not sealed', () => {
  const [head, last] = [log.entries.slice(0, -1), log.entries.slice(-1)]
  const desk = deskOf({ ...log, entries: head })
  const untouchable = head.map((entry): Entry => new Proxy(entry, { get: (_, name) => read(entry, name) }))
  const read = (entry: Entry, name: string | symbol) => {
    throw new Error(`#${entry.number}.${String(name)} was read again`)
  }
  expect(advance(desk, { ...log, entries: [...untouchable, ...last] }).state).toEqual(foldLog(log))
})

it('leaves an entry that is still being typed for later', () => {
  const desk = deskOf(log)
  const count = log.entries.length
  expect(advance(desk, typed(HUMAN('I th')), count)).toBe(desk)
  const [after, lines] = told(desk, typed(HUMAN('I think so.') + QA), count + 1)
  expect(lines).toEqual([`#${count + 1} I think so. ${count + 1}`])
  expect(after.entries).toHaveLength(count + 1)
})

it.each<[string, string, readonly string[]]>([
  ['changed', HUMAN('No.') + QA, ['No.', 'Me too.']],
  ['taken out', QA, ['Me too.']],
  ['taken out with all behind it', '', []],
  ['given another author', HUMAN('Yes.').replace('HUMAN', 'QA') + QA, ['Yes.', 'Me too.']],
  [
    'given a field',
    HUMAN('Yes.').replace('**Content**', '**To**: QA\n**Content**') + QA,
    ['Yes.', 'Me too.'],
  ],
])('folds anew when an entry by hand is %s', (_, tail, contents) => {
  const desk = deskOf(typed(HUMAN('Yes.') + QA))
  const now = typed(tail)
  const [after, lines] = told(desk, now)
  expect(after.state).toEqual(foldLog(now))
  expect(after.entries).toEqual(now.entries)
  expect(lines).toEqual(
    contents.map((text, at) => `#${SAMPLE.length + at + 1} ${text} ${SAMPLE.length + at + 1}`),
  )
})

it('does not fold anew because an entry by hand was sealed', async () => {
  const session = openSession({
    problem: 'x',
    roster: rosterOf('A', 'B'),
    mind: 'test',
    folder: tempFolder(),
  })
  writeFileSync(session.path, HUMAN('Yes.'), { flag: 'a' })
  const desk = deskOf(await session.read(), 1)
  await session.append({ role: 'SUPERVISOR', type: 'ANALYSIS', fields: {}, content: 'Framed.' })
  const [after, lines] = told(desk, await session.read())
  expect(lines).toEqual(['#2 Framed. 2'])
  expect(after.entries[0]).toMatchObject({ adopted: true, content: 'Yes.' })
})

it('does not begin with an entry that somebody may still be typing', async () => {
  const session = openSession({
    problem: 'x',
    roster: rosterOf('A', 'B'),
    mind: 'test',
    folder: tempFolder(),
  })
  writeFileSync(session.path, HUMAN('I am still'), { flag: 'a' })
  expect(deskOf(await session.read()).entries).toEqual([])
})
