/**
 * What a session costs in tokens, and what each way to save them saves. A session of five roles is worked by the real
 * engine against the test server, which accounts for prompt caching as the Messages API does; the ways that are not
 * Synod's are made from the same requests and the same texts, and accounted for by the same rules.
 */

import { readFileSync } from 'node:fs'
import type { Anthropic } from '@anthropic-ai/sdk'
import { expect, it } from 'vitest'
import { chooseMind, type Entry, foldLog, parseLog, seatRoster, startSession } from '../../../src/index.ts'
import { logBreakpoints } from '../../../src/minds/anthropic/breakpoints.ts'
import { entryBlock } from '../../../src/minds/log-told.ts'
import { type InputUsage, PromptCache } from '../../support/anthropic-cache.ts'
import { entry, type Reply, startAnthropicServer } from '../../support/anthropic-server.ts'
import { tempFolder } from '../../support/temp.ts'
import { printTable } from '../table.ts'

type Body = Anthropic.MessageCreateParams

/** Tokens of each kind of entry. */
interface Sizes {
  readonly frame: number
  readonly analyse: number
  readonly text: number
  readonly review: number
}

/** As in the session that is committed as an example. */
const DESIGN: Sizes = { frame: 900, analyse: 740, text: 3_000, review: 500 }
/** As other frameworks were measured with. */
const SHORT: Sizes = { frame: 150, analyse: 150, text: 150, review: 150 }
const MODEL = 'claude-sonnet-5-5'
/** Dearness beside a token that is sent and not cached. */
const WEIGHT = { write: 1.25, read: 0.1 }

interface Sums {
  sent: number
  written: number
  read: number
}

function billed({ sent, written, read }: Sums): number {
  return sent - written - read + written * WEIGHT.write + read * WEIGHT.read
}

function sum(usages: readonly InputUsage[]): Sums {
  const sums = { sent: 0, written: 0, read: 0 }
  for (const usage of usages) {
    sums.written += usage.cache_creation_input_tokens
    sums.read += usage.cache_read_input_tokens
    sums.sent += usage.input_tokens + usage.cache_creation_input_tokens + usage.cache_read_input_tokens
  }
  return sums
}

/** Words in an order that no other text has: what is said twice would end a session. */
function words(tokens: number, seed: number): string {
  let state = seed * 7_919 + 1
  const next = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return (state >> 8).toString(36).slice(0, 4)
  }
  return Array.from({ length: Math.ceil((tokens * 4) / 5) }, next).join(' ')
}

/** SECURITY objects to every text but the last, to something new each time, and drops what was settled. */
function model(rounds: number, sizes: Sizes): (request: { readonly body: Body }) => Reply {
  let count = 0
  const none = { verdict: null, evidence: null, concerns: [], resolves: [], withdraws: [], asks: [] }
  return ({ body }) => {
    count += 1
    const turn = lastText(body)
    const [, role, task, on] = /^<turn role="([^"]+)" task="([^"]+)"(?: on="#(\d+)")?>/.exec(turn) ?? []
    const revision = Number(/^Live proposal: #\d+ by \S+, revision (\d+)/m.exec(turn)?.[1] ?? 0)
    const open = [...turn.matchAll(/^- ([a-z0-9-]+), owner /gm)].map(([, id]) => id)
    const own = /^Yours: ([a-z0-9-, ]+)\.$/m.exec(turn)?.[1]?.split(', ') ?? []
    const say = (tokens: number, more: object = {}) =>
      entry({ ...none, content: words(tokens, count), ...more }, { outputTokens: tokens + 60 })
    if (task === 'propose' || task === 'revise')
      return say(sizes.text, { resolves: task === 'revise' ? open.map(id => ({ id, how: 'a number' })) : [] })
    if (task === 'review' && role === 'SECURITY' && revision < rounds)
      return say(sizes.review, {
        verdict: 'OBJECT',
        withdraws: own,
        concerns: [{ id: `limit-${revision}`, reason: `what happens in #${on} at ${words(12, count)}` }],
      })
    if (task === 'review') return say(sizes.review, { verdict: 'AGREE', evidence: 'read from end to end' })
    return say(task === 'analyse' ? sizes.analyse : sizes.frame)
  }
}

function contentOf({ messages }: Body): readonly Anthropic.ContentBlockParam[] {
  const content = messages[0]?.content ?? []
  return typeof content === 'string' ? [] : content
}

function textOf(block: Anthropic.ContentBlockParam | undefined): string {
  return block?.type === 'text' ? block.text : ''
}

function lastText(body: Body): string {
  return textOf(contentOf(body).at(-1))
}

interface Played {
  readonly bodies: readonly Body[]
  readonly entries: readonly Entry[]
  readonly usd: number
  readonly usages: readonly InputUsage[]
}

async function play(rounds: number, sizes: Sizes, context?: number): Promise<Played> {
  const answer = model(rounds, sizes)
  await using server = await startAnthropicServer({ replies: answer })
  const minds = chooseMind({ mind: 'anthropic', model: MODEL, baseUrl: server.url, env: {} })
  const session = startSession({
    problem: 'Design a rate limiter for our public API: 3 plans, 20k requests a second, 3 regions.',
    roster: seatRoster(),
    minds,
    folder: tempFolder(),
    maxRevisions: 1_000,
    ...(context === undefined ? {} : { context }),
  })
  const { error, state } = await session.result
  if (error !== null) throw error
  expect(state.outcome?.kind).toBe('CONSENSUS')
  const log = parseLog(readFileSync(session.log.path))
  const bodies = server.requests.map(({ body }) => body)
  return { bodies, entries: log.entries, usd: foldLog(log).spend.usd, usages: account(bodies) }
}

/** As the server has accounted for them, one after the other. */
function account(bodies: readonly Body[]): readonly InputUsage[] {
  const cache = new PromptCache(() => 0, 512)
  return bodies.map(body => cache.account(body))
}

function withBlocks(body: Body, system: string, blocks: readonly string[], isCached: boolean): Body {
  const marks = isCached ? logBreakpoints(blocks.length - 1) : []
  const mark = { cache_control: { type: 'ephemeral' as const } }
  return {
    ...body,
    system: [{ type: 'text', text: system, ...(isCached ? mark : {}) }],
    messages: [
      {
        role: 'user',
        content: blocks.map((text, at) => ({ type: 'text', text, ...(marks.includes(at) ? mark : {}) })),
      },
    ],
  }
}

/** A request taken apart: what all share, the role's own definition, the log, the turn. */
function parts(body: Body) {
  const [seats, problem, ...log] = contentOf(body).map(textOf)
  const turn = log.pop() ?? ''
  const role = /^<turn role="([^"]+)"/.exec(turn)?.[1] ?? ''
  const seat = new RegExp(`<seat role="${role}">[\\s\\S]*?</seat>`).exec(seats ?? '')?.[0] ?? ''
  const framework = (typeof body.system === 'string' ? body.system : textOf(body.system?.[0])) ?? ''
  return { framework, seat, problem: problem ?? '', log, turn }
}

/** The role's definition in front, as its system prompt: every role has a prefix of its own. */
function perRole(body: Body): Body {
  const { framework, seat, problem, log, turn } = parts(body)
  return withBlocks(body, `${framework}\n${seat}`, [problem, ...log, turn], true)
}

/** The definitions at the end, as part of each role's turn: the prefix is shared, and shorter. */
function definitionLast(body: Body): Body {
  const { framework, seat, problem, log, turn } = parts(body)
  return withBlocks(body, framework, [problem, ...log, `${seat}\n${turn}`], true)
}

/** One after the other, each with a system prompt of its own and all that was said so far. Nothing is cached. */
function resendEverything(bodies: readonly Body[], entries: readonly Entry[]): readonly Body[] {
  return bodies.map((body, at) => {
    const { framework, seat, problem, turn } = parts(body)
    const before = entries.slice(0, at).map(entry => entryBlock(entry).text)
    return withBlocks(body, `${framework}\n${seat}`, [problem, ...before, turn], false)
  })
}

/** Synod's own requests, but each sees all that is in the log when it is sent. */
function withoutHorizons(bodies: readonly Body[], entries: readonly Entry[]): readonly Body[] {
  return bodies.map((body, at) => {
    const { framework, problem, turn } = parts(body)
    const seats = textOf(contentOf(body)[0])
    const before = entries.slice(0, at).map(entry => entryBlock(entry).text)
    return withBlocks(body, framework, [seats, problem, ...before, turn], true)
  })
}

function thousands(value: number): string {
  return Math.round(value / 1_000).toLocaleString('en')
}

function usdOf({ sent, written, read }: Sums, output: number): string {
  const micros = (sent - written - read) * 2 + written * 2.5 + read * 0.1 + output * 10
  return (micros / 1e6).toFixed(2)
}

function outputOf({ entries }: Played): number {
  return entries.reduce((total, { content }) => total + Math.ceil(content.length / 4) + 60, 0)
}

it.each([
  ['a design: 3,000 tokens a text, 500 a review', DESIGN],
  ['short answers: 150 tokens each', SHORT],
])('%s', async (name, sizes) => {
  for (const rounds of [5, 25]) {
    const plain = await play(rounds, sizes)
    const { bodies, entries } = plain
    const budget = sizes === DESIGN ? 16_000 : 6_000
    const usual = await play(rounds, sizes, 80_000)
    const summed = await play(rounds, sizes, budget)
    const d = sum(account(resendEverything(bodies, entries)))
    const rows: readonly (readonly [string, Sums, number])[] = [
      ['(a) Synod, nothing summed up', sum(plain.usages), outputOf(plain)],
      ['(a) as it comes, --context 80000', sum(usual.usages), outputOf(usual)],
      [`(a) with summaries, --context ${budget}`, sum(summed.usages), outputOf(summed)],
      ['(a) with definitions in each turn', sum(account(bodies.map(definitionLast))), outputOf(plain)],
      ['(a) without horizons', sum(account(withoutHorizons(bodies, entries))), outputOf(plain)],
      ['(b) a prefix for each role', sum(account(bodies.map(perRole))), outputOf(plain)],
      ['(c) nothing cached', { ...sum(plain.usages), written: 0, read: 0 }, outputOf(plain)],
      ['(d) everything again, nothing cached', d, outputOf(plain)],
    ]
    printTable(
      `${rounds} rounds, ${name}: ${bodies.length} calls; thousands of tokens; billed as ${WEIGHT.write}x written, ${WEIGHT.read}x read`,
      ['what', 'sent', 'written', 'read', 'billed', 'of (d)', 'USD with answers'],
      rows.map(([what, sums, output]) => [
        what,
        thousands(sums.sent),
        thousands(sums.written),
        thousands(sums.read),
        thousands(billed(sums)),
        `${((billed(sums) / billed(d)) * 100).toFixed(1)} %`,
        usdOf(sums, output),
      ]),
    )
  }
})
