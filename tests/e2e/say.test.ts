import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseLog, type State } from '../../src/index.ts'
import { desk } from '../support/beside.ts'

const PROBLEM = 'Design a rate limiter for our public REST API: 3 plans, 20k requests a second, 3 regions'

describe('what cannot be said', () => {
  it('is refused with its code, and nothing is written', async () => {
    const { run, path, state, cwd } = desk()
    await run([
      'start',
      PROBLEM,
      '--with',
      'human',
      '--external',
      'critic',
      '--wait',
      '0s',
      '--log',
      'log.md',
    ])
    const live = String(state().proposals.at(-1)?.entry)
    const before = readFileSync(path)
    const refusals: readonly (readonly [readonly string[], number, string])[] = [
      [['say', 'log.md'], 2, 'SYN_SAY_EMPTY'],
      [['say', 'log.md', ' '], 2, 'SYN_SAY_EMPTY'],
      [['say', 'log.md', '-'], 2, 'SYN_SAY_EMPTY'],
      [['say', 'log.md', '--agree', '1'], 2, 'SYN_PROPOSAL_NOT_LIVE'],
      [['say', 'log.md', '--agree', 'it'], 2, 'SYN_USAGE'],
      [['say', 'log.md', '--agree', live, '--object', live], 2, 'SYN_USAGE'],
      [['say', 'log.md', '--agree', live, '--concern', 'a: b'], 2, 'SYN_USAGE'],
      [['say', 'log.md', '--object', live], 2, 'SYN_USAGE'],
      [['say', 'log.md', '--object', live, '--concern', ' '], 2, 'SYN_USAGE'],
      [['say', 'log.md', '--withdraw', 'lock-in'], 2, 'SYN_CONCERN_UNKNOWN'],
      [['say', 'log.md', 'Hm.', '--to', 'wizard'], 2, 'SYN_ROLE_UNKNOWN'],
      [['say', 'log.md', 'Hm.', '--re', '99'], 2, 'SYN_ENTRY_NOT_FOUND'],
      [['say', 'log.md', 'Hm.', '--as', 'backend'], 2, 'SYN_ROLE_EXTERNAL'],
      [['say', 'log.md', 'Hm.', '--as', 'wizard'], 2, 'SYN_ROLE_EXTERNAL'],
      [['say', 'nowhere', 'Hm.'], 2, 'SYN_SESSION_NOT_FOUND'],
      [['say', 'log.md', '--edit'], 2, 'SYN_USAGE'],
      [['join', 'log.md', '--role', 'critic'], 2, 'SYN_ROLE_EXTERNAL'],
      [['join', 'log.md', '--role', 'human'], 2, 'SYN_ROLE_EXTERNAL'],
      [['decide', 'log.md', '--on', live], 2, 'SYN_USAGE'],
      [['decide', 'log.md', '--on', live, '--reason', ' '], 2, 'SYN_SAY_EMPTY'],
      [['decide', 'log.md', '--on', '1', '--reason', 'So.'], 2, 'SYN_PROPOSAL_UNKNOWN'],
      [['start', PROBLEM, '--policy', 'most', '--log', 'new.md'], 2, 'SYN_USAGE'],
      [['start', PROBLEM, '--veto', 'wizard', '--log', 'new.md'], 2, 'SYN_USAGE'],
      [['start', PROBLEM, '--with', 'bob', '--log', 'new.md'], 2, 'SYN_USAGE'],
      [['start', PROBLEM, '--external', 'human', '--log', 'new.md'], 2, 'SYN_ROLE_INVALID'],
      [['start', PROBLEM, '--deadlock', 'war', '--log', 'new.md'], 2, 'SYN_USAGE'],
      [['start', PROBLEM, '--wait', 'long', '--log', 'new.md'], 2, 'SYN_USAGE'],
      [['start', PROBLEM, '--max-entries', '0', '--log', 'new.md'], 2, 'SYN_USAGE'],
    ]
    for (const [args, code, name] of refusals) {
      const ran = await run(args, '', { VISUAL: '', EDITOR: '' })
      expect([args, ran.code, ran.stderr.trimEnd().split(' ').at(-1)]).toEqual([args, code, `[${name}]`])
    }
    const large = await run(['say', 'log.md', '-'], 'x'.repeat(256 * 1024 + 1))
    expect(large.code, large.stderr).toBe(1)
    expect(large.stderr).toMatch(/\[SYN_ENTRY_TOO_LARGE\]\n$/)
    expect(readFileSync(path)).toEqual(before)
    expect(existsSync(join(cwd, 'new.md'))).toBe(false)
  })

  it('is refused when all agree, and when the session has ended', async () => {
    const { run, path, state } = desk()
    await run(['start', PROBLEM, '--with', 'human', '--wait', '0s', '--log', 'log.md'])
    const live = String(state().proposals.at(-1)?.entry)
    const decide = ['decide', 'log.md', '--on', live, '--reason', 'So.']
    const missing = await run(decide)
    expect(missing.code).toBe(2)
    expect(missing.stderr).toContain(`needs no more than synod say --agree ${live}`)
    expect(missing.stderr).toMatch(/\[SYN_CONSENSUS_REACHED\]\n$/)
    expect((await run(['say', 'log.md', '--agree', live])).code).toBe(0)
    expect((await run(decide)).stderr).toMatch(
      /synod resume closes the session.*\[SYN_CONSENSUS_REACHED\]\n$/,
    )
    expect((await run(['resume', 'log.md'])).code).toBe(0)
    const before = readFileSync(path)
    expect((await run(decide)).stderr).toMatch(/\[SYN_SESSION_ENDED\]\n$/)
    expect((await run(['say', 'log.md', 'One more thing.'])).stderr).toMatch(/\[SYN_SESSION_ENDED\]\n$/)
    expect(readFileSync(path)).toEqual(before)
  })
})

describe('an editor', () => {
  const EDIT = 'sh -c \'cp "$0" seen.txt; printf "%s\\n" "$SAYS" | cat - "$0" > new && mv new "$0"\''

  it('shows the live proposal, and says what stands above it', async () => {
    const { run, state, text, cwd } = desk()
    await run(['start', PROBLEM, '--with', 'human', '--wait', '0s', '--log', 'log.md'])
    const { number, content } = liveText(text(), state())
    const said = await run(['say', 'log.md', '--edit'], '', {
      VISUAL: EDIT,
      SAYS: '# Yes\n\nI agree to the text.',
    })
    expect(said.code, said.stderr).toBe(0)
    const seen = readFileSync(join(cwd, 'seen.txt'), 'utf8')
    expect(seen).toContain(`# #${number} by ARCHITECT, revision `)
    expect(seen).toContain(`# > ${content.split('\n')[0]}\n`)
    const last = parseLog(Buffer.from(text())).entries.at(-1)
    expect(last).toMatchObject({ role: 'HUMAN', content: '# Yes\n\nI agree to the text.', verified: true })
  })

  it('that writes nothing, or fails, says nothing; what was written and could not be said is kept', async () => {
    const { run, path, state, cwd } = desk()
    await run(['start', PROBLEM, '--with', 'human', '--wait', '0s', '--log', 'log.md'])
    expect(state().consensus.missing).toEqual(['HUMAN'])
    const before = readFileSync(path)
    const edit = (visual: string, ...args: readonly string[]) =>
      run(['say', 'log.md', '--edit', ...args], '', { VISUAL: visual, SAYS: 'Kept words.', TMPDIR: cwd })
    expect((await edit('true')).stderr).toMatch(/nothing was said \[SYN_SAY_EMPTY\]\n$/)
    const failed = await edit('false')
    expect(failed.code).toBe(1)
    expect(failed.stderr).toMatch(/\[SYN_EDITOR_FAILED\]\n$/)
    const late = await edit(EDIT, '--re', '99')
    const [, kept = ''] = /what you wrote is kept in (\S+) \[SYN_ENTRY_NOT_FOUND\]\n$/.exec(late.stderr) ?? []
    expect(readFileSync(kept, 'utf8')).toMatch(/^Kept words\.\n/)
    expect(readFileSync(path)).toEqual(before)
  })
})

function liveText(text: string, state: State): { readonly number: number; readonly content: string } {
  const number = state.proposals.at(-1)?.entry ?? 0
  return { number, content: parseLog(Buffer.from(text)).entries[number - 1]?.content ?? '' }
}
