import { describe, expect, it } from 'vitest'
import type { Header } from '../../src/log/entry.ts'
import { due } from '../../src/protocol/due.ts'
import { foldLog } from '../../src/protocol/fold.ts'
import { statusReport } from '../../src/views/status.ts'
import { renderStatus } from '../../src/views/status-text.ts'
import { createStyle } from '../../src/views/style.ts'
import { displayWidth } from '../../src/views/width.ts'
import { type BuiltEntry, buildLog } from '../support/build.ts'
import { SAMPLE } from '../support/sample.ts'

function page(
  entries: readonly BuiltEntry[],
  upTo = entries.length,
  width = 80,
  color = false,
  header: Partial<Header> = {},
): string {
  const log = buildLog({ entries, header })
  const state = foldLog(log, { upTo })
  const report = statusReport(log, state, { path: 'sessions/rate-limiter/log.md' }, due(state))
  return renderStatus(report, state, { style: createStyle({ color }), width })
}

describe('renderStatus', () => {
  it('shows who agreed to which revision, and what became of each concern', () => {
    expect(page(SAMPLE, 9)).toBe(`Rate limiter for the public API
2026-11-21-rate-limiter, 9 entries, sessions/rate-limiter/log.md

Phase  review
Now    2/3 agree on #8 (revision 2), 1 answered and not yet closed: key-in-log
       (SECURITY)
Why    SECURITY has not spoken on #8; concern key-in-log by SECURITY, raised on
       #5, answered in #8, waits for SECURITY
Due    SECURITY (review #8)

Verdicts
           #5 rev 1   #8 rev 2
           outdated   live
ARCHITECT  author #5  author #8
BACKEND    object #6  agree #9
SECURITY   object #7  none

Concerns
id           owner     status    raised    answered  ended
retry-storm  BACKEND   closed    #6 on #5  #8        #9
    clients that are limited at once retry at once
key-in-log   SECURITY  answered  #7 on #5  #8        -
    API keys stand in the access log

Spend  $0.0237 (2.4k in, 27.4k cached, 1.3k out): BACKEND $0.0237
Spoke  playbook, not a model; claude-sonnet-5-5
`)
  })

  it('shows who is needed with what to type, what waits, and what does not count', () => {
    const entries: readonly BuiltEntry[] = [
      ...SAMPLE.slice(0, 5),
      {
        role: 'BACKEND',
        type: 'REVIEW',
        fields: { Verdict: ['AGREE #5'], Evidence: ['read'] },
        content: 'Fine, but only if the limit is per key.',
      },
      { role: 'HUMAN', type: 'REVIEW', content: 'I agree to #5.' },
      { role: 'HUMAN', type: 'REVIEW', content: 'Is Redis there in every region?' },
      { role: 'STRANGER', type: 'REVIEW', fields: { Concern: ['gdpr: no retention limit'] } },
    ]
    const text = page(entries, 9, 80, false, { external: ['LEGAL'], policy: 'majority' })
    expect(text).toContain('Policy majority\n')
    expect(text).toContain(`Needs  LEGAL (external) to review #5: synod say 2026-11-21-rate-limiter --as
       LEGAL --agree 5, or --object 5 --concern "id: why"
`)
    expect(text).toContain('BACKEND    agree? #6\n')
    expect(text).toMatch(
      /\nBACKEND agreed with a condition in #6 and has to confirm: ".*"\nHUMAN said so in prose in #7\n/s,
    )
    expect(text).toMatch(/\ngdpr {2}STRANGER {2}heard {3}#9 on #5 {2}- {9}-\n/)
    expect(text).toContain('\nQuestions\n- what HUMAN wrote in #8 waits for SUPERVISOR\n')
  })

  it('names the mediation, and what has been made of what was agreed', () => {
    const objecting: readonly BuiltEntry[] = [
      ...SAMPLE.slice(0, 7),
      { role: 'SUPERVISOR', fields: { Re: ['#5'] }, content: 'Mediation.' },
    ]
    expect(page(objecting, 8, 80, false, { maxRevisions: 0 })).toContain('Phase  mediation, mediated in #8\n')
    const built: readonly BuiltEntry[] = [
      ...SAMPLE.slice(0, 10),
      { role: 'BACKEND', type: 'IMPLEMENTATION', fields: { Re: ['#8'] }, content: 'x' },
      { role: 'SECURITY', type: 'IMPLEMENTATION', fields: { Re: ['#8'] }, content: 'x' },
      { role: 'SECURITY', type: 'REVIEW', fields: { Verdict: ['OBJECT #11'], Concern: ['drift: why'] } },
    ]
    expect(page(built, 13, 80, false, { implement: true })).toContain(`Implementations
- #11 by BACKEND for #8: SECURITY object #13
- #12 by SECURITY for #8: nobody has reviewed it yet
`)
  })

  it('says how a session ended, and in which entry', () => {
    const text = page(SAMPLE)
    expect(text).toContain('Phase  ended: CONSENSUS #8, said in #11\n')
    expect(text).toContain('Why    All 3 have agreed to #8 and no concern is open\n')
    expect(text).toContain('Due    nobody\n')
  })

  it('is short at the beginning, and says when no language model spoke', () => {
    expect(page(SAMPLE, 2)).toBe(`Rate limiter for the public API
2026-11-21-rate-limiter, 2 entries, sessions/rate-limiter/log.md

Phase  analysis
Now    no proposal yet: 1/3 have analysed
Due    BACKEND (analyse), SECURITY (analyse)

Spend  nothing
Spoke  the playbook for every role: rules in the role files, no language model
`)
  })

  it('leaves the oldest revisions out where there is no room, and says which', () => {
    const entries = Array.from(
      { length: 8 },
      (): BuiltEntry => ({ role: 'ARCHITECT', type: 'PROPOSAL', content: 'x' }),
    )
    expect(page(entries)).toContain(`Verdicts
           #4 rev 4   #5 rev 5   #6 rev 6   #7 rev 7   #8 rev 8
           outdated   outdated   outdated   outdated   live
ARCHITECT  author #4  author #5  author #6  author #7  author #8
BACKEND    none       none       none       none       none
SECURITY   none       none       none       none       none
not shown, and outdated: #1, #2, #3
`)
  })

  it('says the concerns in words on 40 columns', () => {
    const text = page(SAMPLE, 9, 40)
    expect(text).toContain(`Concerns
retry-storm by BACKEND: closed, raised
in #6 on #5, answered in #8, ended in #9
    clients that are limited at once re…
`)
    expect(text.split('\n').filter(line => displayWidth(line) > 40)).toEqual([])
  })

  it('gives an open concern three lines, and a settled one a single line', () => {
    const reason = 'word '.repeat(80).trim()
    const objection = (number: number): BuiltEntry => ({
      role: 'BACKEND',
      type: 'REVIEW',
      fields: { Verdict: ['OBJECT #1'], Concern: [`c-${number}: ${reason}`] },
    })
    const entries: readonly BuiltEntry[] = [
      { role: 'ARCHITECT', type: 'PROPOSAL', content: 'x' },
      objection(1),
      { role: 'BACKEND', type: 'REVIEW', fields: { Withdraws: ['c-1'] } },
      objection(2),
    ]
    const line = `    ${'word '.repeat(15).trim()}`
    expect(page(entries)).toContain(`Concerns
id   owner    status     raised    answered  ended
c-1  BACKEND  withdrawn  #2 on #1  -         #3
${line}…
c-2  BACKEND  open       #4 on #1  -         -
${line}
${line}
${line}…
`)
  })

  it('names each notice with its line', () => {
    const text = page([{ role: 'BACKEND', type: 'REVIEW', fields: { Verdict: ['AGREE #9'] } }])
    expect(text).toMatch(
      /Notices\n- verdict-unknown, line \d+: #1 is about #9, which is no text to give a verdict\n/,
    )
  })

  it('says the same with colour as without', () => {
    const colored = page(SAMPLE, 9, 80, true)
    expect(colored).toContain('\x1b[31mobject #6\x1b[39m'.replace(/\x1b\[\d+m/g, '')) // outdated: not red
    expect(colored.replace(/\x1b\[[0-9;]*m/g, '')).toBe(page(SAMPLE, 9))
  })

  it('lets no escape through', () => {
    const log = buildLog({ title: 'a\x1b[2J', entries: SAMPLE })
    const state = foldLog(log)
    const report = statusReport({ ...log, title: '\x9b31m\x1b[2J' }, state, { path: 'a\x1b]0;b\x07' }, [])
    expect(renderStatus(report, state, { style: createStyle({ color: false }), width: 80 })).not.toMatch(
      /[\x1b\x07\x9b]/,
    )
  })
})
