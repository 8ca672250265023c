import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openTrace } from '../../../src/session/trace/file.ts'
import { readTrace, type TraceItem } from '../../../src/session/trace/read.ts'
import { callOf } from '../../support/calls.ts'
import { tempFolder } from '../../support/temp.ts'

/** One line as it is written, with some of its fields replaced. */
function lineOf(change: Readonly<Record<string, unknown>> = {}): string {
  const { at: _, body: __, ...call } = callOf()
  return JSON.stringify({ schema: 1, time: '2026-11-21T04:10:12.000Z', ...call, ...change })
}

async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}

async function read(text: string | Uint8Array): Promise<readonly TraceItem[]> {
  const path = join(tempFolder(), 'log.trace.jsonl')
  writeFileSync(path, text)
  return await all(readTrace(path))
}

const kinds = (items: readonly TraceItem[]) => items.map(({ kind }) => kind)

describe('readTrace', () => {
  it('reads what was written, with and without bodies', async () => {
    const path = join(tempFolder(), 'log.trace.jsonl')
    const trace = openTrace(path, { onNotice: () => {} })
    const { at: _, body: __, ...call } = callOf()
    trace.write(callOf())
    trace.write(callOf({ body: { request: { a: 1 }, answer: null } }))
    trace.close()
    const line = { schema: 1, time: '2026-11-21T04:10:12.000Z', ...call }
    expect(await all(readTrace(path))).toEqual([
      { kind: 'call', line, unknown: [] },
      { kind: 'call', line: { ...line, body: { request: { a: 1 }, answer: null } }, unknown: [] },
    ])
  })

  it('tells a last line that is cut off, and takes one that only lacks its end', async () => {
    expect(kinds(await read(`${lineOf()}\n${lineOf().slice(0, 200)}`))).toEqual(['call', 'torn'])
    expect(kinds(await read(`${lineOf()}\n${lineOf()}`))).toEqual(['call', 'call'])
  })

  it('keeps fields it does not know, and names them', async () => {
    const [item] = await read(`${lineOf({ region: 'eu', tier: 2 })}\n`)
    expect(item).toMatchObject({
      kind: 'call',
      line: { region: 'eu', role: 'BACKEND' },
      unknown: ['region', 'tier'],
    })
  })

  it.each([
    ['words', 'hello'],
    ['another shape', '{"event":"entry"}'],
    ['a later schema', lineOf({ schema: 2 })],
    ['a role that is none', lineOf({ role: 'rm -rf\u001b[2J' })],
    ['a number that is none', lineOf({ ms: '4200' })],
    ['a number out of this world', lineOf({ ms: 1e300 })],
    ['a time that is none', lineOf({ time: 'yesterday' })],
    ['an outcome there is not', lineOf({ outcome: 'fine' })],
    ['a list', '[1,2]'],
    ['two lines in one', lineOf() + lineOf()],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00, 0x7b])],
    ['more than a line can have', `"${'x'.repeat(6 * 2 ** 20)}"`],
  ])('passes over %s, and goes on behind it', async (_, middle) => {
    const text = Buffer.concat([
      Buffer.from(`${lineOf()}\n`),
      Buffer.from(middle),
      Buffer.from(`\n${lineOf()}\n`),
    ])
    expect(kinds(await read(text))).toEqual(['call', 'foreign', 'call'])
  })

  it('takes blank lines for nothing', async () => {
    expect(kinds(await read(`\n${lineOf()}\n\n\r\n`))).toEqual(['call'])
  })

  it('says that there is none, and how to get one', async () => {
    const path = join(tempFolder(), 'log.trace.jsonl')
    await expect(all(readTrace(path))).rejects.toMatchObject({
      code: 'SYN_TRACE_NOT_FOUND',
      exitCode: 2,
      message: `No call is traced in ${path}: no call of this session has ended yet, or it was run with --trace off; the playbook makes none`,
    })
    mkdirSync(path)
    await expect(all(readTrace(path))).rejects.toMatchObject({ code: 'SYN_LOG_NOT_A_FILE' })
  })
})
