import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import type { Entry } from '../../src/log/entry.ts'
import { createLog, FileLog } from '../../src/log/file-log.ts'
import { parseLog } from '../../src/log/parse.ts'
import { byHand, HEADER, logText, OPENED, PROBLEM, say, TITLE } from '../support/log-builder.ts'
import { keptFolder } from '../support/temp.ts'

const SETTLE = 40

/** These tests wait for the file system and run side by side: each has a log of its own, all of them one end. */
const folder = keptFolder()
const ends: (() => void)[] = []
afterAll(() => {
  for (const end of ends) end()
})

let logs = 0
function newLog(): FileLog {
  logs += 1
  const path = join(folder, `${logs}/log.md`)
  return createLog(path, { header: HEADER, title: TITLE, problem: PROBLEM }, { settle: SETTLE })
}

/** Follows in the background; `until` resolves when that many have come. */
function follow(log: FileLog, after = 0) {
  const abort = new AbortController()
  const seen: Entry[] = []
  const waiting = new Set<() => void>()
  const ended = (async () => {
    for await (const entry of log.tail({ after, signal: abort.signal })) {
      seen.push(entry)
      for (const look of waiting) look()
    }
  })()
  ends.push(() => abort.abort())
  const until = (count: number) =>
    new Promise<readonly Entry[]>((resolve, reject) => {
      const look = () => {
        if (seen.length >= count) resolve([...seen])
      }
      waiting.add(look)
      look()
      ended.then(look, reject)
    })
  return { seen, until, ended, abort: () => abort.abort() }
}

const contents = (entries: readonly Entry[]) => entries.map(({ content }) => content)

describe.concurrent('a tail', () => {
  it('gives every entry there is, then those to come, in order and once', async () => {
    const log = newLog()
    await log.append(say('BACKEND', {}, '1'))
    await log.append(say('BACKEND', {}, '2'))
    const tail = follow(log)
    expect(contents(await tail.until(2))).toEqual(['1', '2'])
    for (const content of ['3', '4', '5']) await log.append(say('BACKEND', {}, content))
    expect(contents(await tail.until(5))).toEqual(['1', '2', '3', '4', '5'])
  })

  it('begins after an entry', async () => {
    const log = newLog()
    for (const content of ['1', '2', '3']) await log.append(say('BACKEND', {}, content))
    const tail = follow(log, 2)
    expect(contents(await tail.until(1))).toEqual(['3'])
    await log.append(say('BACKEND', {}, '4'))
    expect(contents(await tail.until(2))).toEqual(['3', '4'])
  })

  it('gives what others append, one after another or all at once', async () => {
    const log = newLog()
    const tail = follow(log)
    const other = new FileLog(log.path)
    for (const content of ['1', '2', '3']) await other.append(say('SECURITY', {}, content))
    await tail.until(3)
    const many = Array.from({ length: 30 }, (_, at) => `${at}`)
    await Promise.all(many.map(content => other.append(say('SECURITY', {}, content))))
    expect(contents(await tail.until(33))).toEqual(['1', '2', '3', ...many])
  })

  it('gives the same to each of several followers', async () => {
    const log = newLog()
    const tails = [follow(log), follow(log, 1), follow(new FileLog(log.path))]
    for (const content of ['1', '2', '3']) await log.append(say('BACKEND', {}, content))
    const [first, second, third] = await Promise.all(tails.map((tail, at) => tail.until(at === 1 ? 2 : 3)))
    expect([first, second, third].map(entries => contents(entries ?? []))).toEqual([
      ['1', '2', '3'],
      ['2', '3'],
      ['1', '2', '3'],
    ])
  })

  it('gives entries sealed and verified, though their bytes come in pieces', async () => {
    const log = newLog()
    const tail = follow(log)
    const text = logText(OPENED, { title: TITLE })
    const rest = text.slice(readFileSync(log.path, 'utf8').length)
    expect(text.startsWith(readFileSync(log.path, 'utf8'))).toBe(true)
    for (let at = 0; at < rest.length; at += 60) {
      appendFileSync(log.path, rest.slice(at, at + 60))
      await sleep(1)
    }
    expect((await tail.until(5)).map(({ number, verified }) => [number, verified])).toEqual(
      [1, 2, 3, 4, 5].map(number => [number, true]),
    )
  })

  it('works on a session that somebody reads and appends to in between', async () => {
    const log = newLog()
    const tail = follow(log)
    for (let at = 1; at <= 5; at += 1) {
      await log.append(say('BACKEND', {}, `${at}`))
      expect((await log.read()).entries).toHaveLength(at)
    }
    expect(contents(await tail.until(5))).toEqual(['1', '2', '3', '4', '5'])
  })
})

describe.concurrent('an entry by hand', () => {
  it('is given once its writer has been quiet for a while', async () => {
    const log = newLog()
    const tail = follow(log)
    appendFileSync(log.path, byHand('HUMAN', 'Hello.'))
    expect(await tail.until(1)).toMatchObject([{ role: 'HUMAN', content: 'Hello.', sealed: false }])
    await log.append(say('BACKEND', {}, 'Welcome.'))
    expect(contents(await tail.until(2))).toEqual(['Hello.', 'Welcome.'])
  })

  it('is not given while its writer is still at it', async () => {
    const clock = { now: 1_000 }
    const log = new FileLog(newLog().path, { now: () => clock.now, settle: 500 })
    const tail = follow(log)
    appendFileSync(log.path, byHand('HUMAN', 'Hel').trimEnd())
    await log.read()
    clock.now += 499
    await sleep(300)
    expect(tail.seen).toEqual([])
    appendFileSync(log.path, 'lo.')
    await log.read()
    clock.now += 499
    await sleep(300)
    expect(tail.seen).toEqual([])
    clock.now += 1
    expect(contents(await tail.until(1))).toEqual(['Hello.'])
  })

  it('is given though the clock was set back meanwhile', async () => {
    const clock = { now: Date.now() }
    const log = new FileLog(newLog().path, { now: () => clock.now, settle: 500 })
    const tail = follow(log)
    appendFileSync(log.path, byHand('HUMAN', 'Hello.'))
    await log.read()
    const timer = setInterval(() => {
      clock.now += 200
    }, 50)
    ends.push(() => clearInterval(timer))
    clock.now -= 3_600_000
    expect(contents(await tail.until(1))).toEqual(['Hello.'])
  })

  it('is given at once where something follows it', async () => {
    const log = new FileLog(newLog().path, { settle: 3_600_000 })
    const tail = follow(log)
    appendFileSync(log.path, byHand('HUMAN', '1') + byHand('HUMAN', '2') + byHand('HUMAN', '3'))
    expect(contents(await tail.until(2))).toEqual(['1', '2'])
    await new FileLog(log.path).append(say('BACKEND', {}, '4'))
    expect(contents(await tail.until(4))).toEqual(['1', '2', '3', '4'])
  })

  it('is given where its seal lost the last newline', async () => {
    const log = newLog()
    const tail = follow(log)
    writeFileSync(log.path, logText([say('BACKEND')]).trimEnd())
    expect(await tail.until(1)).toMatchObject([{ sealed: true, verified: true }])
  })
})

describe.concurrent('a tail lives on', () => {
  it('when an editor puts a file with the same text in the place of the log', async () => {
    const log = newLog()
    await log.append(say('BACKEND', {}, '1'))
    const tail = follow(log)
    await tail.until(1)
    for (const content of ['2', '3']) {
      copyFileSync(log.path, `${log.path}~`)
      renameSync(`${log.path}~`, log.path)
      await new FileLog(log.path).append(say('SECURITY', {}, content))
      await tail.until(Number(content))
    }
    expect(contents(tail.seen)).toEqual(['1', '2', '3'])
  })

  it('when the file is away for a moment', async () => {
    const log = newLog()
    await log.append(say('BACKEND', {}, '1'))
    const tail = follow(log)
    await tail.until(1)
    const text = readFileSync(log.path)
    rmSync(log.path)
    await sleep(300)
    writeFileSync(log.path, text)
    await new FileLog(log.path).append(say('SECURITY', {}, '2'))
    expect(contents(await tail.until(2))).toEqual(['1', '2'])
  })

  it('after the log is closed and appended to again', async () => {
    const log = newLog()
    const tail = follow(log)
    await log.append(say('BACKEND', {}, '1'))
    await tail.until(1)
    await log.close()
    await log.append(say('BACKEND', {}, '2'))
    expect(contents(await tail.until(2))).toEqual(['1', '2'])
  })
})

describe.concurrent('a tail ends', () => {
  it('when it is aborted while it waits', async () => {
    const log = newLog()
    const tail = follow(log)
    await log.append(say('BACKEND'))
    await tail.until(1)
    tail.abort()
    await tail.ended
    await log.append(say('BACKEND'))
    expect(tail.seen).toHaveLength(1)
  })

  it('before it begins when it is aborted already', async () => {
    const log = newLog()
    await log.append(say('BACKEND'))
    expect(await log.tail({ signal: AbortSignal.abort() }).next()).toEqual({ done: true, value: undefined })
  })

  it('in the midst of what there is', async () => {
    const log = newLog()
    for (const content of ['1', '2', '3']) await log.append(say('BACKEND', {}, content))
    const abort = new AbortController()
    const seen: string[] = []
    for await (const { content } of log.tail({ signal: abort.signal })) {
      seen.push(content)
      if (content === '2') abort.abort()
    }
    expect(seen).toEqual(['1', '2'])
  })

  it('with an error when a folder takes the log’s place, and can begin anew when the log is back', async () => {
    const log = newLog()
    await log.append(say('BACKEND', {}, '1'))
    const tail = follow(log)
    await tail.until(1)
    const text = readFileSync(log.path)
    rmSync(log.path)
    mkdirSync(log.path)
    await expect(tail.ended).rejects.toMatchObject({ code: 'SYN_LOG_NOT_A_FILE' })
    rmSync(log.path, { recursive: true })
    writeFileSync(log.path, text)
    expect(contents(await follow(log).until(1))).toEqual(['1'])
  })
})

it('what a tail gives is what a full read gives', async () => {
  const log = newLog()
  const tail = follow(log)
  for (const draft of OPENED) await log.append(draft)
  expect(await tail.until(5)).toEqual(parseLog(readFileSync(log.path)).entries)
})

it('a tail that its reader leaves leaves nothing running', async () => {
  const log = newLog()
  await log.append(say('BACKEND'))
  const before = process.getActiveResourcesInfo().filter(name => name === 'Timeout').length
  for await (const entry of log.tail()) {
    expect(entry.number).toBe(1)
    break
  }
  const after = process.getActiveResourcesInfo().filter(name => name === 'Timeout').length
  expect(after).toBeLessThanOrEqual(before)
})
