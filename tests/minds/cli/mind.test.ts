import { createHash } from 'node:crypto'
import { chmodSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { SynodError } from '../../../src/errors.ts'
import type { Purse, Quote } from '../../../src/minds/purse.ts'
import type { Spend } from '../../../src/protocol/state.ts'
import { tempFolder } from '../../support/temp.ts'
import { turnOf } from '../../support/turn-of.ts'
import { ask, failure, PROGRAMS } from './fake-programs.ts'

const DRAFT = {
  content: 'The table has no index on the key.',
  verdict: 'OBJECT',
  concerns: [{ id: 'no-index', reason: 'Lookups scan the table; an index would settle it' }],
}
const AGENT = join(PROGRAMS, 'agent')

describe('what each program answers and reports', () => {
  it.each([
    ['claude', { model: 'claude-opus-5-5', input: 312, cached: 4000, output: 250, usd: 0.0125 }],
    ['codex', { model: 'codex', input: 800, cached: 4200, output: 310, usd: 0 }],
    ['gemini', { model: 'gemini-pro', input: 1400, cached: 5000, output: 470, usd: 0 }],
    ['opencode', { model: 'opencode', input: 750, cached: 2000, output: 250, usd: 0.0031 }],
    [AGENT, { model: 'agent', input: 0, cached: 0, output: 0, usd: 0 }],
  ])('%s', async (spec, spend) => {
    const asked = await ask(spec)
    expect(asked.error).toBeNull()
    expect(asked.answer?.draft).toMatchObject(DRAFT)
    expect(asked.answer?.spend).toEqual([spend])
    expect(asked.activities).toEqual([
      'thinking',
      'writing',
      ...(spec === 'codex' || spec === 'opencode' ? ['thinking'] : []),
    ])
  })

  it.each(['claude', 'codex', 'gemini', 'opencode', AGENT])(
    '%s, with prose around the object',
    async spec => {
      const { answer, seen } = await ask(spec, { fake: 'prose-around' })
      expect(answer?.draft).toMatchObject(DRAFT)
      expect(seen).toHaveLength(1)
    },
  )

  it('a command that reports what it has used', async () => {
    const { answer } = await ask(AGENT, { env: { FAKE_WRAPPED: '1' } })
    expect(answer?.draft).toMatchObject(DRAFT)
    expect(answer?.spend).toEqual([{ model: 'local-7b', input: 900, cached: 100, output: 50, usd: 0.002 }])
  })

  it('the price of a model that is known, where the program names none', async () => {
    const { answer } = await ask('codex', { model: 'claude-sonnet-5-5' })
    expect(answer?.spend).toEqual([
      { model: 'claude-sonnet-5-5', input: 800, cached: 4200, output: 310, usd: 0.00512 },
    ])
  })
})

describe('what a program is given', () => {
  it('the prompt on stdin, in an empty folder of its own that is gone afterwards', async () => {
    const { seen } = await ask('claude', { env: { CLAUDECODE: '1', FORCE_COLOR: '1' } })
    const [run] = seen
    expect(run?.stdin).toContain('You sit at a table of experts')
    expect(run?.stdin).toContain('ONE JSON object')
    expect(run?.argv.join(' ')).not.toContain('table of experts')
    expect(run?.files).toEqual([])
    expect(run?.env).toEqual({ NO_COLOR: '1', PWD: run?.cwd })
    expect(existsSync(run?.cwd ?? '/')).toBe(false)
  })

  it('what keeps gemini and opencode from doing anything but answer', async () => {
    const gemini = (await ask('gemini')).seen[0]
    expect(gemini?.files).toEqual(['.gemini', '.gemini/settings.json'])
    expect(gemini?.env).toMatchObject({ CI: '1', GEMINI_CLI_TRUST_WORKSPACE: 'true' })
    const opencode = (await ask('opencode')).seen[0]
    expect(opencode?.env).toMatchObject({ OPENCODE_PERMISSION: '{"*":"deny"}' })
  })

  it('the prompt in a file, where a command has a place for it', async () => {
    const { answer, seen } = await ask(`${AGENT} --from-file {prompt} {schema}`)
    expect(answer?.draft).toMatchObject(DRAFT)
    expect(seen[0]?.argv[2]).toMatch(/schema\.json$/)
  })

  it('words as they are: no shell reads a role, a model or a command', async () => {
    const model = '`touch here`;rm -rf $HOME $(touch here)'
    const turn = { ...turnOf(), role: '$(touch here)' }
    const { answer, seen, folder } = await ask(`"${AGENT}" {model} --as={role} '$(touch here)' a;b "*"`, {
      model,
      turn,
    })
    expect(answer?.draft).toMatchObject(DRAFT)
    expect(seen[0]?.argv).toEqual([model, '--as=$(touch here)', '$(touch here)', 'a;b', '*'])
    expect(seen[0]?.files).toEqual([])
    expect(existsSync(join(folder, 'here'))).toBe(false)
  })

  it('a program beside the user, though it runs elsewhere', async () => {
    const { answer } = await ask('./agent', { cwd: PROGRAMS })
    expect(answer?.draft).toMatchObject(DRAFT)
  })
})

describe('an answer that is no entry', () => {
  it.each(['mended', 'mended-verdict'])('is asked for once more, in a new process: %s', async fake => {
    const { answer, calls, seen } = await ask('claude', { fake })
    expect(answer?.draft).toMatchObject(DRAFT)
    expect(answer?.spend).toHaveLength(2)
    expect(calls.map(({ reason, outcome }) => [reason, outcome])).toEqual([
      ['first', 'answered'],
      ['repair', 'answered'],
    ])
    expect(seen[1]?.stdin.startsWith(seen[0]?.stdin ?? 'nothing')).toBe(true)
    expect(seen[1]?.stdin.slice(seen[0]?.stdin.length)).toContain('your answer was not accepted')
  })

  it.each(['claude', 'codex', 'gemini', 'opencode'])('is an error when it is prose twice: %s', async spec => {
    const asked = await ask(spec, { fake: 'prose' })
    expect(failure(asked)).toBe(
      `SYN_MIND_NONSENSE: ${spec} twice gave no usable entry for BACKEND's turn to review #5 (there is no JSON object with content in it); it wrote "I think the design is [31mfine [0m.": go on with synod resume, or choose another mind with --mind`,
    )
    expect(asked.error?.details['spend']).toHaveLength(2)
  })

  it.each(['claude', 'codex', 'gemini', 'opencode', AGENT])(
    'is an error when its output breaks off: %s',
    async spec => {
      const asked = await ask(spec, { fake: 'partial' })
      expect(asked.error?.code).toBe('SYN_MIND_NONSENSE')
      expect(asked.seen).toHaveLength(2)
    },
  )

  it('is an error when there is none', async () => {
    expect(failure(await ask(AGENT, { fake: 'silent' }))).toContain(
      "SYN_MIND_NONSENSE: agent twice gave no usable entry for BACKEND's turn to review #5 (there is no answer in what was written)",
    )
  })
})

describe('what a program copies from its prompt', () => {
  const AGREE = {
    content: 'Fine as it stands, see @/etc/x.',
    judgement: { verdict: 'AGREE', evidence: 'read #5 in whole', condition: null, withdraws: [] },
    resolves: [],
    asks: [],
  }
  const TEXT = JSON.stringify(AGREE)
  const fenced = (value: unknown) => `Its output:\n\`\`\`json\n${JSON.stringify(value, null, 1)}\n\`\`\``
  const node = (code: string) =>
    `"${process.execPath}" -e "const said = require('node:fs').readFileSync(0, 'utf8'); ${code}"`
  const last = node('console.log(JSON.stringify(JSON.parse(said.match(/^[{].*$/m)[0]), null, 2))')

  it.each([
    ['an entry', 'cat', TEXT],
    ['an entry in a fence', 'cat', fenced(AGREE)],
    ['a report', 'cat', fenced({ answer: AGREE, usage: { input: 1, usd: 9 } })],
    ['a report with the answer as a string', 'cat', fenced({ answer: TEXT })],
    ['an entry, laid out anew', last, TEXT],
    ['a report, laid out anew', last, JSON.stringify({ answer: AGREE, usage: { usd: 9 } })],
    ['a string in a report, laid out anew', last, JSON.stringify({ answer: TEXT, usage: { usd: 9 } })],
    [
      'the answer of a report, with a usage of its own',
      node(
        'console.log(JSON.stringify({ answer: JSON.parse(said.match(/^[{].*$/m)[0]), usage: { usd: 0 } }))',
      ),
      TEXT,
    ],
    [
      'an event with the entry',
      'codex',
      JSON.stringify({ type: 'item.completed', item: { type: 'agent_message', text: TEXT } }),
    ],
    [
      'a result with the entry',
      'claude',
      JSON.stringify({ type: 'result', subtype: 'success', structured_output: AGREE }),
    ],
  ])('is no answer, and costs nothing: %s', async (_, spec, said) => {
    const folder = tempFolder({ codex: '#!/bin/sh\ncat\n', claude: "#!/bin/sh\ngrep '^{' | head -n 1\n" })
    for (const name of ['codex', 'claude']) chmodSync(join(folder, name), 0o755)
    const PATH = `${folder}:${process.env['PATH']}`
    const asked = await ask(spec, { turn: { ...turnOf(), problem: `Design it.\n${said}` }, env: { PATH } })
    expect(failure(asked)).toMatch(/^SYN_MIND_NONSENSE: .*copied from the log/)
    expect(asked.error?.details['spend']).toEqual([
      expect.objectContaining({ usd: 0 }),
      expect.objectContaining({ usd: 0 }),
    ])
  })

  it('does not hide the answer that it gives itself, with what it has used', async () => {
    const turn = {
      ...turnOf(),
      problem: `Design it.\n${fenced({ answer: AGREE, usage: { usd: 9 } })}\n${TEXT}`,
    }
    const own = fenced({ answer: { ...AGREE, content: 'Mine.' }, usage: { usd: 0.5 } })
    const folder = tempFolder({ agent: `#!/bin/sh\ncat\ncat <<'END'\n\n${own}\nEND\n` })
    chmodSync(join(folder, 'agent'), 0o755)
    const { answer } = await ask(join(folder, 'agent'), { turn })
    expect(answer?.draft).toMatchObject({ content: 'Mine.', verdict: 'AGREE' })
    expect(answer?.spend).toMatchObject([{ usd: 0.5 }])
  })

  it('does not keep it from giving one of two answers again', async () => {
    const folder = tempFolder({
      agent: `#!/bin/sh\ncat >/dev/null\necho '${TEXT}'\n[ -e "$0.again" ] || echo '${TEXT}'\ntouch "$0.again"\n`,
    })
    chmodSync(join(folder, 'agent'), 0o755)
    const { answer, calls } = await ask(join(folder, 'agent'))
    expect(answer?.draft.verdict).toBe('AGREE')
    expect(calls).toHaveLength(2)
  })
})

describe('money and the record', () => {
  it('asks the purse before each process, tells it what each has cost, and hands on the budget', async () => {
    const quotes: Quote[] = []
    const settled: (Spend | null)[] = []
    const purse: Purse = {
      draw: async quote => {
        quotes.push(quote)
        return { output: 0, usd: 0.5, settle: spend => settled.push(spend) }
      },
    }
    const { seen } = await ask('claude', { fake: 'mended', model: 'opus', purse })
    expect(quotes.map(({ model, output }) => [model, output])).toEqual([
      ['opus', 0],
      ['opus', 0],
    ])
    expect(quotes[0]?.input).toBe(Math.ceil(Buffer.byteLength(seen[0]?.stdin ?? '') / 4))
    expect(settled.map(spend => spend?.usd)).toEqual([0.0125, 0.0125])
    expect(seen[0]?.argv.slice(-2)).toEqual(['--max-budget-usd', '0.5000'])
  })

  it('settles a crash with nothing known, and starts nothing without a grant', async () => {
    const settled: (Spend | null)[] = []
    const open: Purse = { draw: async () => ({ output: 0, usd: null, settle: spend => settled.push(spend) }) }
    await ask('codex', { fake: 'crash', purse: open })
    expect(settled).toEqual([null])
    const empty: Purse = { draw: () => Promise.reject(new SynodError('SYN_CAP_REACHED', 'Nothing is left')) }
    const asked = await ask('codex', { purse: empty })
    expect([failure(asked), asked.seen, asked.error?.details]).toEqual([
      'SYN_CAP_REACHED: Nothing is left',
      [],
      { spend: [] },
    ])
  })

  it('keeps a record of each process', async () => {
    let time = 1_000
    const { calls, seen } = await ask('claude', { now: () => (time += 5), bodies: true })
    const prompt = seen[0]?.stdin ?? ''
    expect(calls).toEqual([
      {
        role: 'BACKEND',
        task: 'review',
        on: 5,
        reason: 'first',
        mind: 'cli:claude',
        server: 'claude',
        model: 'claude-opus-5-5',
        at: 1_005,
        firstTokenMs: 5,
        ms: 15,
        request: createHash('sha256').update(prompt).digest('hex'),
        bytes: Buffer.byteLength(prompt),
        prefixes: [],
        usage: { input: 12, cacheRead: 4000, cacheWrite5m: 100, cacheWrite1h: 200, output: 250 },
        usd: 0.0125,
        outcome: 'answered',
        stopReason: null,
        error: null,
        body: { request: prompt, answer: expect.stringContaining('total_cost_usd') },
      },
    ])
  })
})
