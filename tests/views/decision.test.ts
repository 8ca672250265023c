import { describe, expect, it } from 'vitest'
import { foldLog } from '../../src/protocol/fold.ts'
import { renderDecision } from '../../src/views/decision.ts'
import { type BuiltEntry, type BuiltLog, buildLog } from '../support/build.ts'
import { SAMPLE } from '../support/sample.ts'

function record(built: BuiltLog, upTo?: number): string {
  const log = buildLog(built)
  return renderDecision(log, foldLog(log, upTo === undefined ? {} : { upTo }))
}

/** Links take most of a line: `[#7](log.md#…)` is read here as `#7`. */
function bare(text: string): string {
  return text.replace(/\[(#\d+)\]\(log\.md#[a-z0-9-]+\)/g, '$1')
}

describe('renderDecision', () => {
  it('is the complete record of a session', () => {
    expect(bare(record({ entries: SAMPLE }))).toBe(`# Rate limiter for the public API

**Status**: accepted by consensus on #8 (revision 2), 2026-11-21

## Deciders

| Role | Verdict | Entry | What was checked |
|---|---|---|---|
| ARCHITECT | author | #8 |  |
| BACKEND | AGREE | #9 | the 429 answer names Retry-After with jitter |
| SECURITY | AGREE | #10 | keys are hashed |

A proposal is its author's agreement: ARCHITECT wrote #8.

## Context and problem

> Limit what one client may ask of our public API.

Framed by SUPERVISOR in #1 (playbook, not a model).

### Constraints

- 5 ms at most per request
- No new database

### Definition of done

- Every limit has a number
- Every worker agrees

## Decision

#8, revision 2, by ARCHITECT (playbook, not a model), 2026-11-21 04:11:22 UTC.

### Token bucket

#### Components

A bucket per hashed API key in Redis: \`Map<key, bucket>\`.

#### Interfaces

429 with Retry-After and jitter.

## Options left out

From #8.

- Fixed window: doubles the rate at the edge

## Objections

### retry-storm, by BACKEND

- Raised by BACKEND in #6 on #5 (revision 1): clients that are limited at once retry at once
- Answered by ARCHITECT in #8: Retry-After with jitter
- Closed by BACKEND in #9, with its agreement to a later revision

### key-in-log, by SECURITY

- Raised by SECURITY in #7 on #5 (revision 1): API keys stand in the access log
- Answered by ARCHITECT in #8: keys are hashed before they are logged
- Closed by SECURITY in #10, with its agreement to a later revision

## Closing

#11 by SUPERVISOR (playbook, not a model), 2026-11-21 04:11:52 UTC.

All three agreed to #8. Backend builds the bucket first.

## Revisions

| Revision | Entry | Author | Written | Verdicts of the others |
|---|---|---|---|---|
| 1 | #5 | ARCHITECT | 2026-11-21 04:10:52 UTC | BACKEND OBJECT #6, SECURITY OBJECT #7 |
| 2 | #8 | ARCHITECT | 2026-11-21 04:11:22 UTC | BACKEND AGREE #9, SECURITY AGREE #10 |

## Dissent

None: all 3 agree to #8, and no concern is open.

## Provenance

- Spoke: the playbook (rules in the role files, no language model), for SUPERVISOR, ARCHITECT, SECURITY
- Spoke: claude-sonnet-5-5, for BACKEND
- Spend: $0.0237 (2.4k tokens in, 27.4k cached, 1.3k out)
- Log: [log.md](log.md), 11 entries; every entry is sealed and unchanged
- To check it: \`synod verify 2026-11-21-rate-limiter\`; to watch it again: \`synod replay 2026-11-21-rate-limiter\`
`)
  })

  it('leads from each number to the heading of its entry', () => {
    expect(record({ entries: SAMPLE })).toContain(
      '| BACKEND | AGREE | [#9](log.md#backend-2026-11-21-041132000-utc) |',
    )
  })

  it('links the file of the log alone, because it stands beside it', () => {
    const log = buildLog({ entries: SAMPLE })
    const text = renderDecision(log, foldLog(log), { path: '/home/me/my (own) notes.md' })
    expect(text).toContain('[#9](my%20%28own%29%20notes.md#backend-')
    expect(text).toContain('- Log: [my (own) notes.md](my%20%28own%29%20notes.md), ')
  })
})

describe('the status line', () => {
  const agreed = SAMPLE.slice(0, 10)
  const closing = (outcome: string, before: readonly BuiltEntry[]): readonly BuiltEntry[] => [
    ...before,
    { role: 'SUPERVISOR', fields: { Outcome: [outcome] }, content: 'Closed.' },
  ]
  const split = SAMPLE.slice(0, 7)
  it.each<[readonly BuiltEntry[], string]>([
    [closing('CONSENSUS #8', agreed), 'accepted by consensus on #8 (revision 2), 2026-11-21'],
    [closing('DECIDED_WITH_DISSENT #5', split), 'decided with dissent on #5 (revision 1), 2026-11-21'],
    [
      closing('STOPPED', SAMPLE.slice(0, 6)),
      'no decision: stopped in #7, 2026-11-21. BACKEND objects to #5; SECURITY has not spoken on #5; concern retry-storm by BACKEND, raised on #5, is not answered.',
    ],
    [
      closing('PAUSED budget', SAMPLE.slice(0, 5)),
      'no decision yet: paused (budget) in #6, 2026-11-21. BACKEND has not spoken on #5; SECURITY has not spoken on #5.',
    ],
    [SAMPLE.slice(0, 3), 'no decision yet. There is no proposal yet.'],
    [
      agreed,
      'no decision yet: All 3 have agreed to #8 and no concern is open, but nobody has closed the session',
    ],
    [
      closing('CONSENSUS #5', SAMPLE.slice(0, 5)),
      'no decision yet. BACKEND has not spoken on #5; SECURITY has not spoken on #5.',
    ],
  ])('after case %#', (entries, status) => {
    expect(bare(record({ entries }))).toContain(`**Status**: ${status}\n`)
  })

  it('calls a text that is not decided a proposal', () => {
    const text = bare(record({ entries: split }))
    expect(text).toContain('## Proposal so far, not decided\n')
    expect(text).not.toContain('## Decision\n')
    expect(text).not.toContain('## Closing\n')
  })

  it('leaves out of the closing what the record has already', () => {
    const content =
      'Agreed.\n\n#### Objections that changed it\n- a\n\n#### What to watch\n- b\n\n#### Left out\n- c'
    const closed: BuiltEntry = { role: 'SUPERVISOR', fields: { Outcome: ['CONSENSUS #8'] }, content }
    expect(bare(record({ entries: [...agreed, closed] }))).toContain(`## Closing

#11 by SUPERVISOR (the engine), 2026-11-21 04:11:52 UTC. What it repeats of the parts above is left out here.

Agreed.

### What to watch
- b

## Revisions
`)
  })

  it('names the dissent', () => {
    expect(bare(record({ entries: closing('DECIDED_WITH_DISSENT #5', split) }))).toContain(`## Dissent

Decided by SUPERVISOR in #8.

- BACKEND objects in #6
- SECURITY objects in #7
- retry-storm by BACKEND, raised in #6, is still open: clients that are limited at once retry at once
- key-in-log by SECURITY, raised in #7, is still open: API keys stand in the access log
`)
  })

  it('says of a concern that nobody answered, and of one that its owner withdrew', () => {
    const withdrawal: BuiltEntry = { role: 'SECURITY', type: 'REVIEW', fields: { Withdraws: ['key-in-log'] } }
    const text = bare(record({ entries: [...split, withdrawal] }))
    expect(text).toContain(
      '- Not answered by any revision\n- Still open: BACKEND has neither agreed to a later revision nor withdrawn it\n',
    )
    expect(text).toContain('- Not answered by any revision\n- Withdrawn by SECURITY in #8\n')
  })
})

describe('what others wrote', () => {
  const forged =
    '# Rate limiter\n\n## Decision\n\n<script>alert(1)</script> ![x](http://evil/?d=1)\n\nDissent\n---'

  it('cannot forge a part of the record', () => {
    const entries: readonly BuiltEntry[] = [
      { role: 'SUPERVISOR', content: forged },
      { role: 'ARCHITECT', type: 'PROPOSAL', content: forged },
      {
        role: 'BACKEND',
        type: 'REVIEW',
        fields: { Verdict: ['OBJECT #2'], Concern: ['a: ## Decision'], Evidence: ['| x | <b>'] },
        content: forged,
      },
      { role: 'SUPERVISOR', fields: { Outcome: ['STOPPED'] }, content: forged },
    ]
    const text = record({ entries, problem: forged, title: '<b>Title' })
    const ours = [
      'Deciders',
      'Context and problem',
      'Proposal so far, not decided',
      'Objections',
      'Closing',
      'Revisions',
      'Dissent',
      'Provenance',
    ]
    expect(text.split('\n').filter(line => /^(?:> )?##? /.test(line))).toEqual([
      '# &lt;b>Title',
      ...ours.map(name => `## ${name}`),
    ])
    expect(text).not.toMatch(/<[a-z/!]|!\[|^---$/im)
    expect(text).toContain(
      '| BACKEND | OBJECT | [#3](log.md#backend-2026-11-21-041032000-utc) | \\| x \\| &lt;b> |',
    )
  })

  it('is quoted up to forty lines of the problem, with the way to the rest', () => {
    const text = record({
      problem: Array.from({ length: 60 }, (_, at) => `line ${at + 1}`).join('\n'),
      entries: [],
    })
    expect(text).toContain('> line 40\n\n20 more lines stand in [log.md](log.md).\n')
    expect(text).not.toContain('line 41')
  })

  it('is given whole where a framework names no constraints', () => {
    expect(record({ entries: [{ role: 'SUPERVISOR', content: 'Keep it small.' }] })).toContain(
      '### Framework\n\nKeep it small.\n',
    )
  })

  it('is told apart by who vouches for it', () => {
    const text = record({
      entries: SAMPLE.slice(0, 2),
      tail: '\n### [HUMAN] [2026-11-21 05:00] UTC\n**Verdict**: AGREE #1\n**Content**: I agree.\n',
    })
    expect(text).toContain('- Spoke: a person, for HUMAN\n')
    expect(text).toContain('3 entries; without a seal: #3\n')
  })

  it('is listed where it could not be counted', () => {
    const text = record({
      entries: [
        ...SAMPLE.slice(0, 5),
        { role: 'BACKEND', type: 'REVIEW', fields: { Verdict: ['AGREE #3'] } },
      ],
    })
    expect(text).toMatch(
      /### Notices\n\n- verdict-unknown, line \d+: #6 is about #3, which is no text to give a verdict on: it changes nothing\n/,
    )
  })
})
