import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ParsedLog } from '../../src/log/entry.ts'
import { parseLog } from '../../src/log/parse.ts'
import { due } from '../../src/protocol/due.ts'
import { foldLog, initialState, step } from '../../src/protocol/fold.ts'
import { logOf } from '../support/log-builder.ts'
import { courses } from '../support/sessions.ts'

/** Every log that is committed, whatever it is there for. */
const root = fileURLToPath(new URL('../..', import.meta.url))
const logs = ['tests/fixtures', 'tests/log/fixtures', 'sessions', 'docs'].flatMap(folder =>
  readdirSync(`${root}/${folder}`, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.md'))
    .map(name => `${folder}/${name}`)
    .filter(path => /^### \[/m.test(readFileSync(`${root}/${path}`, 'utf8'))),
)

function expectSame(log: ParsedLog): void {
  let state = initialState(log.header)
  expect(state).toEqual(foldLog(log, { upTo: 0 }))
  for (const [at, entry] of log.entries.entries()) {
    state = step(state, entry)
    const whole = foldLog(log, { upTo: at + 1 })
    expect(state).toEqual(whole)
    expect(due(state)).toEqual(due(whole))
  }
}

describe('one entry more gives what reading all again gives', () => {
  it('in some log', () => expect(logs.length).toBeGreaterThan(2))

  it.each(logs)('in %s', path => expectSame(parseLog(readFileSync(`${root}/${path}`))))

  it('in sessions as they might go', () => {
    fc.assert(
      fc.property(courses, ({ header, parts }) => expectSame(logOf(parts, { header }))),
      { numRuns: 150 },
    )
  })
})
