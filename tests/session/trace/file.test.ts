import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import type { Notice } from '../../../src/log/entry.ts'
import { openTrace, type TraceOptions } from '../../../src/session/trace/file.ts'
import { callOf } from '../../support/calls.ts'
import { compiledLog, startScript } from '../../support/compiled-log.ts'
import { tempFolder } from '../../support/temp.ts'

const isRoot = process.getuid?.() === 0

function traceIn(folder: string, options: Partial<TraceOptions> = {}) {
  const notices: Notice[] = []
  const path = join(folder, 'log.trace.jsonl')
  const trace = openTrace(path, { onNotice: notice => notices.push(notice), ...options })
  const lines = () =>
    readFileSync(path, 'utf8')
      .split('\n')
      .slice(0, -1)
      .map(line => JSON.parse(line) as Record<string, unknown>)
  return { path, trace, notices, lines }
}

describe('the trace of a session', () => {
  it('has one line a call, in a file of its owner alone', () => {
    const { path, trace, notices } = traceIn(tempFolder())
    trace.write(callOf())
    trace.write(callOf({ outcome: 'failed', usage: null, error: { code: 'SYN_MIND_CUT', message: 'cut' } }))
    trace.close()
    const [first, second, end] = readFileSync(path, 'utf8').split('\n')
    expect(first).toBe(
      `{"schema":1,"time":"2026-11-21T04:10:12.000Z","role":"BACKEND","task":"review","on":5,"reason":"first",` +
        `"mind":"anthropic","server":"api.anthropic.com:443","model":"claude-haiku-5-5","request":"${'ab'.repeat(32)}",` +
        `"bytes":12345,"prefixes":[{"upTo":"system","hash":"${'5e'.repeat(32)}","bytes":8000},{"upTo":"#4","hash":"${'04'.repeat(32)}","bytes":11000}],` +
        `"firstTokenMs":800,"ms":4200,"usage":{"input":100,"cacheRead":600,"cacheWrite5m":150,"cacheWrite1h":50,"output":40},` +
        `"usd":0.0123,"outcome":"answered","stopReason":"tool_use","error":null}`,
    )
    expect(JSON.parse(second ?? '')).toMatchObject({ outcome: 'failed', error: { code: 'SYN_MIND_CUT' } })
    expect(end).toBe('')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(notices).toEqual([])
  })

  it('is not there before the first call', () => {
    const { path, trace } = traceIn(tempFolder())
    trace.close()
    expect(existsSync(path)).toBe(false)
  })

  it('is gone on with by the next run, and half a line of one that was killed is ended', () => {
    const { path, trace, lines } = traceIn(tempFolder())
    writeFileSync(path, '{"schema":1,"ti')
    trace.write(callOf())
    trace.write(callOf({ role: 'QA' }))
    expect(() => lines()).toThrow(SyntaxError)
    expect(
      readFileSync(path, 'utf8')
        .split('\n')
        .map(line => line.slice(0, 15)),
    ).toEqual(['{"schema":1,"ti', '{"schema":1,"ti', '{"schema":1,"ti', ''])
    const [, second = '', third = ''] = readFileSync(path, 'utf8').split('\n')
    expect([second, third].map(line => JSON.parse(line).role)).toEqual(['BACKEND', 'QA'])
  })

  it('stays below 64 KiB a line, however long what was said is', () => {
    const { trace, path } = traceIn(tempFolder())
    const long = '\u0001'.repeat(100_000)
    trace.write(
      callOf({
        mind: long,
        server: long,
        model: long,
        request: long,
        stopReason: long,
        error: { code: long, message: long },
        prefixes: Array.from({ length: 500 }, () => ({ upTo: long, hash: long, bytes: 1 })),
      }),
    )
    expect(statSync(path).size).toBeLessThan(64 * 1024)
    expect(JSON.parse(readFileSync(path, 'utf8')).error.message).toHaveLength(4_000)
  })

  it('has bodies whole where they were asked for, and the first mebibyte of long ones with their size', () => {
    const { trace, lines } = traceIn(tempFolder())
    trace.write(callOf({ body: { request: { messages: ['hi'] }, answer: 'x'.repeat(2 ** 21) } }))
    trace.write(callOf({ body: { request: undefined, answer: 7 } }))
    const [long, short] = lines() as { body: Record<string, { cut: number; text: string }> }[]
    expect(long?.body['request']).toEqual({ messages: ['hi'] })
    expect(long?.body['answer']?.cut).toBe(2 ** 21 + 2)
    expect(long?.body['answer']?.text).toHaveLength(2 ** 20)
    expect(short?.body).toEqual({ request: null, answer: 7 })
  })

  it('takes secrets out before it cuts', () => {
    const redact = (json: string) => json.replaceAll('sk-secret-key', '[key]')
    const { trace, path } = traceIn(tempFolder(), { redact })
    const answer = `${'x'.repeat(2 ** 20 - 8)}sk-secret-key ${'y'.repeat(100)}`
    trace.write(callOf({ body: { request: 'sk-secret-key', answer }, server: 'sk-secret-key' }))
    expect(readFileSync(path, 'utf8')).not.toContain('sk-s')
  })
})

describe('a trace that cannot be written', () => {
  it('that is full is told once, and nothing of the next call is in it', () => {
    const { path, trace, notices } = traceIn(tempFolder(), { largest: 2_000 })
    for (let at = 0; at < 5; at += 1) trace.write(callOf())
    const { size } = statSync(path)
    expect(size).toBeGreaterThan(700)
    expect(size).toBeLessThanOrEqual(2_000)
    expect(readFileSync(path, 'utf8').endsWith('}\n')).toBe(true)
    const message = `${path} has its 2000 bytes and takes no more calls: move it away, and the next run begins a new one`
    expect(notices).toEqual([{ code: 'trace-full', line: 0, entry: null, message }])
  })

  it.each([
    ['a folder', (path: string) => mkdirSync(path), 'it is a folder'],
    ['a link', (path: string) => symlinkSync('elsewhere', path), 'it is a symbolic link'],
  ])('because its name is %s is told once, with why', (_, make, why) => {
    const { path, trace, notices } = traceIn(tempFolder())
    make(path)
    trace.write(callOf())
    trace.write(callOf())
    expect(notices).toMatchObject([{ code: 'trace-lost', line: 0, entry: null }])
    expect(notices[0]?.message).toContain(`Calls are no longer traced. Cannot append to ${path}: ${why}`)
    trace.close()
  })

  it.skipIf(isRoot || process.platform === 'win32')('because its folder is read-only is told once', () => {
    const folder = tempFolder()
    chmodSync(folder, 0o500)
    const { trace, notices } = traceIn(folder)
    trace.write(callOf())
    trace.write(callOf())
    chmodSync(folder, 0o700)
    expect(notices).toMatchObject([{ code: 'trace-lost' }])
    expect(notices[0]?.message).toContain('permission denied')
  })

  it('because of what it is told is told once, and never thrown', () => {
    const { path, trace, notices } = traceIn(tempFolder())
    trace.write(callOf({ at: Number.NaN }))
    trace.write(callOf())
    expect(notices).toMatchObject([
      { code: 'trace-lost', message: expect.stringContaining('Invalid time value') },
    ])
    expect(existsSync(path)).toBe(false)
  })
})

describe('several processes', () => {
  const compiled = compiledLog()
  for (const name of ['session/trace/file', 'session/trace/line']) {
    const source = readFileSync(join(import.meta.dirname, `../../../src/${name}.ts`), 'utf8')
    const { outputText } = ts.transpileModule(source, {
      compilerOptions: {
        target: ts.ScriptTarget.ES2023,
        module: ts.ModuleKind.ESNext,
        verbatimModuleSyntax: true,
        rewriteRelativeImportExtensions: true,
      },
    })
    mkdirSync(join(compiled, 'session/trace'), { recursive: true })
    writeFileSync(join(compiled, `${name}.js`), outputText)
  }
  writeFileSync(
    join(compiled, 'trace.mjs'),
    `import { openTrace } from './session/trace/file.js'
const [path, role, amount, limit] = process.argv.slice(2)
const trace = openTrace(path, { onNotice: ({ code }) => console.log(code), largest: Number(limit) })
const call = ${JSON.stringify(callOf())}
for (let ms = 0; ms < Number(amount); ms += 1) trace.write({ ...call, role, ms })
trace.close()
`,
  )
  const start = (path: string, role: string, amount: number, limit: number) =>
    startScript(process.execPath, [join(compiled, 'trace.mjs'), path, role, `${amount}`, `${limit}`]).ended

  it('append to one trace: every call is there once and whole, each one’s in order', async () => {
    const path = join(tempFolder(), 'log.trace.jsonl')
    const roles = ['BACKEND', 'QA', 'SECURITY']
    const ends = await Promise.all(roles.map(role => start(path, role, 300, 2 ** 26)))
    expect(ends).toMatchObject(roles.map(() => ({ code: 0, stdout: '', stderr: '' })))
    const lines = readFileSync(path, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line))
    expect(lines).toHaveLength(900)
    for (const role of roles) {
      expect(lines.filter(line => line.role === role).map(({ ms }) => ms)).toEqual(
        Array.from({ length: 300 }, (_, at) => at),
      )
    }
  })

  it.skipIf(process.platform === 'win32')('that run out of room are told so and end well', async () => {
    const path = join(tempFolder(), 'log.trace.jsonl')
    // 4 KiB, by the operating system: a few lines fit, the next does not.
    const { ended } = startScript('bash', [
      '-c',
      'ulimit -f 4; exec "$0" "$@"',
      process.execPath,
      join(compiled, 'trace.mjs'),
      path,
      'QA',
      '20',
      `${2 ** 26}`,
    ])
    expect(await ended).toEqual({ code: 0, stdout: 'trace-lost\n', stderr: '' })
    expect(statSync(path).size).toBeLessThanOrEqual(4096)
  })
})
