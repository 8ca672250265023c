import { describe, expect, it } from 'vitest'
import { type Header, type ParsedLog, SUPERVISOR } from '../../../src/log/entry.ts'
import { anthropicMind } from '../../../src/minds/anthropic/mind.ts'
import { due } from '../../../src/protocol/due.ts'
import { foldLog } from '../../../src/protocol/fold.ts'
import { entryOf } from '../../../src/workers/entry-of.ts'
import { deliberate, startAnthropicServer } from '../../support/anthropic-server.ts'
import { type BuiltEntry, buildLog } from '../../support/build.ts'
import { agentOf, PANEL } from '../../support/turn-of.ts'

/** Everybody who is due, until nobody is; a round thinks in parallel. */
async function play(url: string, header: Partial<Header> = {}): Promise<ParsedLog> {
  const mind = anthropicMind({ model: 'claude-haiku-5-5', baseUrl: url })
  const { signal } = new AbortController()
  let entries: readonly BuiltEntry[] = []
  let log = buildLog({ entries, header })
  for (;;) {
    const state = foldLog(log)
    const round = due(state)
    if (round.length === 0) return log
    const drafts = await Promise.all(
      round.map(async turn => {
        const seen = log.entries.slice(0, turn.horizon)
        const { draft, spend } = await mind.think(
          {
            ...turn,
            agent: agentOf({ role: turn.role }),
            title: log.title,
            problem: log.problem,
            panel: PANEL,
            entries: seen,
            state: foldLog({ header: log.header, entries: seen }),
          },
          { signal },
        )
        return entryOf(turn, draft, spend, state)
      }),
    )
    entries = [...entries, ...drafts]
    log = buildLog({ entries, header })
  }
}

function shape({ entries }: ParsedLog): readonly (readonly string[])[] {
  return entries.map(({ role, fields }) => [role, fields['Verdict']?.[0] ?? fields['Outcome']?.[0] ?? ''])
}

describe('a whole session over the wire', () => {
  it('comes to an agreement after one objection and one revision', async () => {
    await using server = await startAnthropicServer({ replies: deliberate })
    const log = await play(server.url)
    const state = foldLog(log)
    expect(shape(log)).toEqual([
      [SUPERVISOR, ''],
      ['ARCHITECT', ''],
      ['BACKEND', ''],
      ['SECURITY', ''],
      ['ARCHITECT', ''],
      ['BACKEND', 'AGREE #5'],
      ['SECURITY', 'OBJECT #5'],
      ['ARCHITECT', ''],
      ['BACKEND', 'AGREE #8'],
      ['SECURITY', 'AGREE #8'],
      [SUPERVISOR, 'CONSENSUS #8'],
    ])
    expect(state.notices).toEqual([])
    expect(state.concerns).toMatchObject([{ id: 'no-upper-limit', status: 'closed' }])
    expect(state.models).toEqual(['claude-haiku-5-5'])
    expect(state.spend.usd).toBeGreaterThan(0)
    expect(server.requests).toHaveLength(log.entries.length)
  })
  it('goes over mediation and reconsideration to an agreement, and on to its implementation', async () => {
    await using server = await startAnthropicServer({ replies: deliberate })
    const log = await play(server.url, { maxRevisions: 0, implement: true })
    expect(shape(log).slice(5)).toEqual([
      ['BACKEND', 'AGREE #5'],
      ['SECURITY', 'OBJECT #5'],
      [SUPERVISOR, ''],
      ['SECURITY', 'OBJECT #5'],
      ['ARCHITECT', ''],
      ['BACKEND', 'AGREE #10'],
      ['SECURITY', 'AGREE #10'],
      ['ARCHITECT', ''],
      ['BACKEND', ''],
      ['SECURITY', ''],
      ['ARCHITECT', 'AGREE #14'],
      ['BACKEND', 'AGREE #13'],
      ['SECURITY', 'AGREE #13'],
      ['ARCHITECT', 'AGREE #15'],
      ['BACKEND', 'AGREE #15'],
      ['SECURITY', 'AGREE #14'],
      [SUPERVISOR, 'CONSENSUS #10'],
    ])
    expect(foldLog(log).notices).toEqual([])
    expect(server.requests).toHaveLength(log.entries.length)
  })
})
