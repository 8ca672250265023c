import { appendFileSync, readFileSync } from 'node:fs'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Entry } from '../../src/log/entry.ts'
import { createLog } from '../../src/log/file-log.ts'
import { MemoryLog } from '../../src/log/memory-log.ts'
import { simulatedClock } from '../../src/log/simulated-clock.ts'
import { verifyLog } from '../../src/log/verify.ts'
import { agree, byHand, frame, HEADER, OPENED, PROBLEM, say, TITLE } from '../support/log-builder.ts'
import { tempFolder } from '../support/temp.ts'

const START = { header: HEADER, title: TITLE, problem: PROBLEM }
const REMARK = byHand('HUMAN', 'Please do not touch the free plan.')

function memory() {
  const clock = simulatedClock()
  return { clock, log: new MemoryLog(START, { clock }) }
}

function textOf({ bytes }: MemoryLog): string {
  return new TextDecoder().decode(bytes)
}

describe('what it holds', () => {
  it('is byte for byte what a file would hold', async () => {
    const clock = simulatedClock()
    const log = new MemoryLog(START, { clock, settle: 0 })
    const path = `${tempFolder()}/log.md`
    const file = createLog(path, START, { now: clock.now, settle: 0, durability: 'none' })
    for (const draft of OPENED) for (const each of [log, file]) await each.append(draft)
    log.write(REMARK)
    appendFileSync(path, REMARK)
    for (const each of [log, file]) await each.append(agree('BACKEND', 5))
    await file.close()
    expect(textOf(log)).toBe(readFileSync(path, 'utf8'))
    expect(verifyLog(await log.read())).toMatchObject({ holds: true, entries: 7, unsealed: 0 })
  })

  it('can be gone on with from its bytes', async () => {
    const { log, clock } = memory()
    await log.append(frame())
    const later = new MemoryLog(log.bytes, { clock, path: 'later.md' })
    await later.append(say('BACKEND'))
    expect(later.path).toBe('later.md')
    expect(verifyLog(await later.read())).toMatchObject({ holds: true, entries: 2 })
    expect((await log.read()).entries).toHaveLength(1)
  })

  it('gives out copies: who writes into one changes nothing', async () => {
    const { log } = memory()
    await log.append(frame())
    log.bytes.slice().fill(0)
    log.bytes.fill(0)
    expect(verifyLog(await log.read()).holds).toBe(true)
  })
})

describe('append', () => {
  it('shows the check the log of that moment, one after another', async () => {
    const { log } = memory()
    const counts: number[] = []
    const check = ({ entries }: { readonly entries: readonly Entry[] }) => {
      counts.push(entries.length)
      return entries.length === 1 ? 'one is enough' : null
    }
    const results = await Promise.all([frame(), frame(), frame()].map(draft => log.append(draft, check)))
    expect(results.map(({ appended }) => appended)).toEqual([true, false, false])
    expect(counts).toEqual([0, 1, 1])
  })

  it('goes on after a draft that cannot be written', async () => {
    const { log } = memory()
    const refused = log.append({ ...frame(), role: 'no role' })
    const written = log.append(frame())
    await expect(refused).rejects.toMatchObject({ code: 'SYN_ENTRY_INVALID' })
    expect(await written).toMatchObject({ appended: true, entry: { number: 1, verified: true } })
  })

  it('never writes an earlier time than it wrote before', async () => {
    const clock = { ...simulatedClock(), now: () => now }
    let now = Date.parse('2026-01-02T00:00:00.000Z')
    const log = new MemoryLog(START, { clock })
    await log.append(frame())
    now = Date.parse('2026-01-01T00:00:00.000Z')
    await log.append(frame())
    expect((await log.read()).entries.map(({ time }) => time)).toEqual([
      '2026-01-02T00:00:00.000Z',
      '2026-01-02T00:00:00.000Z',
    ])
  })

  it('has the time of the system where nobody gives it another', async () => {
    const before = Date.now()
    const log = new MemoryLog(START)
    await log.append(frame())
    const [entry] = (await log.read()).entries
    expect(Date.parse(entry?.time ?? '')).toBeGreaterThanOrEqual(before)
    expect(Date.parse(entry?.time ?? '')).toBeLessThanOrEqual(Date.now())
  })

  it.each([
    ['at rest for half a second', [0], 500],
    ['who goes on typing, for two seconds', [0, 400, 800, 1_200, 1_600, 1_900, 2_300], 2_000],
  ])('waits for somebody %s', async (_, strokes, until) => {
    const { log, clock } = memory()
    const start = clock.now()
    await clock.run(log.append(frame()))
    const typing = Promise.all(
      strokes.map(async (at, nth) => {
        await clock.sleep(at)
        log.write(nth === 0 ? REMARK : 'More.\n')
      }),
    )
    await Promise.resolve()
    const appending = clock.sleep(1).then(() => log.append(frame()))
    const { appended } = await clock.run(appending)
    expect({ appended, after: clock.now() - start }).toEqual({
      appended: true,
      after: until + (until === 2_000 ? 1 : 0),
    })
    await clock.run(typing)
  })
})

describe('tail', () => {
  function follow(log: MemoryLog): string[] {
    const seen: string[] = []
    const controller = new AbortController()
    onTestFinished(() => controller.abort())
    const { signal } = controller
    void (async () => {
      for await (const { number, content } of log.tail({ after: 1, signal }))
        seen.push(`${number} ${content}`)
    })()
    return seen
  }

  it('gives what is sealed at once, and what is written by hand when its author has rested', async () => {
    const { log, clock } = memory()
    const seen = follow(log)
    await log.append(frame())
    await log.append(say('BACKEND'))
    log.write(byHand('HUMAN', 'Wait'))
    await clock.run(clock.sleep(499))
    expect(seen).toEqual(['2 BACKEND speaks.'])
    await clock.run(clock.sleep(2))
    expect(seen).toEqual(['2 BACKEND speaks.', '3 Wait'])
  })

  it('gives an entry again that its author has changed before it was sealed', async () => {
    const { log, clock } = memory()
    const seen = follow(log)
    await log.append(frame())
    log.write(byHand('HUMAN', 'I agree.'))
    await clock.run(clock.sleep(1_000))
    log.cut(0)
    log.write(byHand('HUMAN', 'I object.'))
    await clock.run(clock.sleep(1_000))
    await log.append(say('BACKEND'))
    await clock.run(clock.sleep(1))
    expect(seen).toEqual(['2 I agree.', '2 I object.', '3 BACKEND speaks.'])
  })

  it('ends by its signal', async () => {
    const { log } = memory()
    const controller = new AbortController()
    const ended = (async () => {
      for await (const _ of log.tail({ signal: controller.signal })) controller.abort()
      return 'ended'
    })()
    await log.append(frame())
    expect(await ended).toBe('ended')
  })
})

describe('what others do to it', () => {
  it('never loses what is sealed', async () => {
    const { log } = memory()
    await log.append(frame())
    const sealed = textOf(log).trimEnd()
    log.write(REMARK)
    log.cut(10)
    expect(textOf(log)).toBe(sealed)
    expect(log.sealedBytes).toBe(Buffer.byteLength(sealed))
  })

  it('takes nothing more once a seal in it is not the right one', async () => {
    const { log } = memory()
    await log.append(frame())
    const guarded = log.guard(new AbortController().signal)
    log.write(`${REMARK}<!-- #2 ${'0'.repeat(32)} adopted -->\n`)
    expect(log.broken).toBe(true)
    await expect(guarded).rejects.toMatchObject({ code: 'SYN_LOG_DAMAGED' })
    await expect(log.append(frame())).rejects.toMatchObject({ code: 'SYN_LOG_DAMAGED' })
  })

  it('is guarded until the signal', async () => {
    const controller = new AbortController()
    const guarded = memory().log.guard(controller.signal)
    controller.abort()
    await expect(guarded).resolves.toBeUndefined()
  })
})
