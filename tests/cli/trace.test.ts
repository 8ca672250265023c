import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createLog } from '../../src/log/file-log.ts'
import { openTrace } from '../../src/session/trace/file.ts'
import { deliberate, startAnthropicServer } from '../support/anthropic-server.ts'
import { callOf } from '../support/calls.ts'
import { runSynod } from '../support/command-line.ts'
import { HEADER, PROBLEM, say, TITLE } from '../support/log-builder.ts'
import { startOtlpServer } from '../support/otlp-server.ts'
import { tempFolder } from '../support/temp.ts'

const KEY = 'sk-ant-0123456789abcdef'
const ID = 'limits'
const TRACE = `sessions/${ID}/log.trace.jsonl`

/** A session on a real server, with its calls in the trace. */
async function session(
  cwd: string,
  flags: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
) {
  await using server = await startAnthropicServer({ replies: deliberate })
  const start = ['start', 'Limit requests', '--id', ID, '--workers', 'architect,backend,security']
  const args = [
    ...start,
    '--mind',
    'anthropic',
    '--base-url',
    server.url,
    '--model',
    'claude-haiku-5-5',
    ...flags,
  ]
  const ran = await runSynod(args, { cwd, env: { ANTHROPIC_API_KEY: KEY, ...env } })
  return { ...ran, requests: server.requests.length }
}

describe('a session that is traced', () => {
  it('leaves every call beside the log, and synod trace shows what they were and came to', async () => {
    const cwd = tempFolder()
    const dir = join(cwd, 'sessions')
    const { code, stderr, requests } = await session(cwd, ['--dir', dir])
    expect({ code, stderr }).toMatchObject({ code: 0 })
    const path = join(cwd, TRACE)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1)
    expect(lines).toHaveLength(requests)
    expect(readFileSync(path, 'utf8')).not.toContain(KEY)
    expect(lines.filter(line => line.includes('"body"'))).toEqual([])

    const page = await runSynod(['trace', ID, '--dir', dir], { cwd })
    expect(page).toMatchObject({ code: 0, stderr: '' })
    expect(page.stdout).toMatch(new RegExp(`^${requests} calls to claude-haiku-5-5\n`))
    // Each call has gone into an entry, in the order of the log.
    const entries = [...page.stdout.matchAll(/^ +#(\d+) {2}[A-Z]+ +[a-z]+/gm)].map(([, number]) =>
      Number(number),
    )
    expect([...entries].sort((a, b) => a - b)).toEqual(Array.from({ length: requests }, (_, at) => at + 1))
    expect(page.stdout).toMatch(/^#1 SUPERVISOR frame +░*█+ +\d+\.\d s$/m)
    expect(page.stdout).toMatch(/\nTotals\nrole +calls +sent +cached +out +cost +from cache +time\n/)
    expect(page.stdout).not.toContain('spent by the trace')

    const plain = await runSynod(['trace', ID, '--dir', dir], { cwd, env: { ACCESSIBLE: '1' } })
    expect(plain.stdout).not.toContain('█')
  })

  it('has requests and answers with --trace full, and nothing at all with --trace off', async () => {
    const cwd = tempFolder()
    const dir = join(cwd, 'sessions')
    await session(cwd, ['--dir', dir, '--trace', 'full'])
    const [first = ''] = readFileSync(join(cwd, TRACE), 'utf8').split('\n')
    const { body } = JSON.parse(first)
    expect(JSON.stringify(body.request)).toContain('Limit requests')
    expect(body.answer).not.toBeNull()

    rmSync(dir, { recursive: true })
    await session(cwd, ['--dir', dir, '--trace', 'off'])
    expect(await runSynod(['trace', ID, '--dir', dir], { cwd })).toEqual({
      code: 2,
      stdout: '',
      stderr: `synod: No call is traced in ${join(cwd, TRACE)}: no call of this session has ended yet, or it was run with --trace off; the playbook makes none [SYN_TRACE_NOT_FOUND]\n`,
    })
  })

  it('goes on where no trace can be written, and where nobody takes its spans', async () => {
    const cwd = tempFolder()
    const dir = join(cwd, 'sessions')
    mkdirSync(join(cwd, 'other.trace.jsonl'))
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1', OTEL_EXPORTER_OTLP_TIMEOUT: '500' }
    const { code, stdout } = await session(cwd, ['--dir', dir, '--log', join(cwd, 'other.md'), '--json'], env)
    expect(code).toBe(0)
    const events = stdout
      .split('\n')
      .slice(0, -1)
      .map(line => JSON.parse(line))
    expect(events[0]).toMatchObject({ event: 'header' })
    expect(events.at(-1)).toMatchObject({ event: 'result' })
    const codes = events.filter(({ event }) => event === 'notice').map(({ code: one }) => one)
    expect(codes.filter(one => one === 'trace-lost' || one === 'telemetry-lost')).toEqual([
      'trace-lost',
      'telemetry-lost',
    ])
  })

  it('sends spans of its turns and calls to the endpoint the environment names', async () => {
    await using collector = await startOtlpServer()
    const cwd = tempFolder()
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' }
    const { requests } = await session(cwd, ['--dir', join(cwd, 'sessions')], env)
    const spans = collector.spans()
    const calls = spans.filter(({ name }) => name === 'chat claude-haiku-5-5')
    const turns = new Map(
      spans.filter(({ name }) => name.startsWith('invoke_agent')).map(one => [one.spanId, one]),
    )
    expect(calls).toHaveLength(requests)
    for (const { attributes, parentSpanId = '' } of calls) {
      expect(attributes).toMatchObject({ 'gen_ai.conversation.id': ID, 'server.address': '127.0.0.1' })
      expect(turns.get(parentSpanId)?.name).toBe(`invoke_agent ${attributes['gen_ai.agent.name']}`)
    }
    expect(spans.filter(({ name }) => name === 'invoke_workflow synod')).toHaveLength(1)
    expect(JSON.stringify(spans)).not.toContain('Limit requests')
  })
})

/** A session whose calls were put into its trace by hand: two roles, one call that no entry tells of. */
async function traced(): Promise<string> {
  const cwd = tempFolder()
  const log = createLog(join(cwd, 'log.md'), { header: HEADER, title: TITLE, problem: PROBLEM })
  await log.append(say('BACKEND', { Spend: ['claude-haiku-5-5 in 300 cached 600 out 40 usd 0.0123'] }))
  const trace = openTrace(join(cwd, 'log.trace.jsonl'), { onNotice: () => {} })
  trace.write(callOf())
  trace.write(callOf({ role: 'QA', usd: 0.01 }))
  trace.close()
  return cwd
}

describe('synod trace', () => {
  it('passes the calls on as they are with --json, and tells on stderr what is none', async () => {
    const cwd = await traced()
    const path = join(cwd, 'log.trace.jsonl')
    const written = readFileSync(path, 'utf8')
    appendFileSync(path, `nonsense\n${written.split('\n')[1]?.replace('{', '{"region":"eu",')}\n{"schema":1`)
    const { code, stdout, stderr } = await runSynod(['trace', join(cwd, 'log.md'), '--json'], { cwd })
    expect(code).toBe(0)
    expect(stdout.startsWith(written)).toBe(true)
    expect(stdout.split('\n')[2]).toContain('"region":"eu"')
    expect(stdout.split('\n')).toHaveLength(4)
    expect(stderr).toBe(
      'note  1 line of the trace cannot be read as a call\nnote  the last line of the trace is cut off\n' +
        'note  1 line of the trace with fields this version does not know: region\n',
    )
    const last = await runSynod(
      ['trace', join(cwd, 'log.md'), '--json', '--tail', '1', '--role', 'backend'],
      { cwd },
    )
    expect(last.stdout).toBe(`${written.split('\n')[0]}\n`)
  })

  it('shows one role alone, and compares with what that role has spent by the log', async () => {
    const cwd = await traced()
    const log = join(cwd, 'log.md')
    const all = await runSynod(['trace', log], { cwd })
    expect(all.stdout).toMatch(
      /spent by the trace 0\.0223 USD, by the log 0\.0123 USD: calls ended before their\s+entry\s+was\s+written\n$/,
    )
    const one = await runSynod(['trace', log, '--role', 'backend'], { cwd })
    expect(one.stdout).toMatch(/^1 call to /)
    expect(one.stdout).not.toContain('QA')
    expect(one.stdout).not.toContain('spent by')
  })

  it('fits a terminal, and off one shows each call in full', async () => {
    const cwd = await traced()
    const args = ['trace', join(cwd, 'log.md')]
    const header = (text: string) => text.split('\n').find(line => line.startsWith('entry'))
    expect(header((await runSynod(args, { cwd, columns: 72 })).stdout)).not.toContain('model')
    expect(header((await runSynod(args, { cwd })).stdout)).toMatch(/ model .+ first /)
  })

  it('knows no price of a model that neither it nor synod.config.json has', async () => {
    const cwd = await traced()
    const log = join(cwd, 'log.md')
    const trace = openTrace(join(cwd, 'log.trace.jsonl'), { onNotice: () => {} })
    for (const model of ['qwen3', 'house']) trace.write(callOf({ role: 'UX', model, usd: 0 }))
    trace.close()
    const models = { house: { input: 0, output: 0 } }
    writeFileSync(join(cwd, 'synod.config.json'), JSON.stringify({ models }))
    const { stdout } = await runSynod(['trace', log], { cwd })
    expect(stdout).toMatch(/ qwen3 .+ \? +0\.8 s/)
    expect(stdout).toMatch(/ house .+ \$0\.00 +0\.8 s/)
    expect(stdout).toContain('\nthe price of qwen3 is not known: its calls count as 0\n')
  })

  it('is shown also where the log cannot be read', async () => {
    const cwd = await traced()
    const log = join(cwd, 'log.md')
    renameSync(log, join(cwd, 'elsewhere.md'))
    symlinkSync('elsewhere.md', log)
    const { code, stdout, stderr } = await runSynod(['trace', log], { cwd })
    expect(code).toBe(0)
    expect(stdout).toMatch(/^2 calls to /)
    expect(stderr).toContain(`note  Cannot read ${log}: it is a symbolic link`)
  })

  it('says whose calls there are, and that there is none that can be read', async () => {
    const cwd = await traced()
    const log = join(cwd, 'log.md')
    const path = join(cwd, 'log.trace.jsonl')
    const failure = async (args: readonly string[]) =>
      (await runSynod(['trace', log, ...args], { cwd })).stderr
    expect(await failure(['--role', 'db'])).toBe(
      `synod: No call by DB is traced in ${path}: there are calls by BACKEND, QA [SYN_TRACE_NOT_FOUND]\n`,
    )
    writeFileSync(path, 'nonsense\n')
    expect(await failure([])).toBe(
      `synod: No call is traced in ${path}: 1 line of the trace cannot be read as a call [SYN_TRACE_NOT_FOUND]\n`,
    )
    expect(await failure(['--tail', 'x'])).toContain('[SYN_USAGE]')
  })
})
