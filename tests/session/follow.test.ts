import { readFileSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { FileLog } from '../../src/log/file-log.ts'
import { follow } from '../../src/session/follow.ts'
import { openSession } from '../../src/session/start.ts'
import { rosterOf } from '../support/panel.ts'
import { tempFolder } from '../support/temp.ts'

const HAND = '\n### [HUMAN] [2026-11-21 05:00:00] UTC\n**Content**: '
const FRAME = { role: 'SUPERVISOR', type: 'ANALYSIS', fields: {}, content: 'Framed.' } as const

function following(after?: number) {
  const { path } = openSession({
    problem: 'x',
    roster: rosterOf('A', 'B'),
    mind: 'test',
    folder: tempFolder(),
  })
  const log = new FileLog(path, { settle: 20 })
  const told: string[] = []
  const waiting = new Set<() => void>()
  const stop = new AbortController()
  const start = () =>
    follow(log, {
      after,
      signal: stop.signal,
      onEntry({ number, content }, { entries }) {
        told.push(`#${number} ${content} (${entries})`)
        for (const look of waiting) look()
      },
      onState: () => {},
      onNotice: () => {},
    })
  const until = (line: string) =>
    new Promise<void>(resolve => {
      const look = () => {
        if (told.includes(line)) resolve()
      }
      waiting.add(look)
      look()
    })
  const edit = (change: (text: string) => string) => writeFileSync(path, change(readFileSync(path, 'utf8')))
  return { log, path, told, start, until, edit, stop }
}

it('tells of what came before it began when the caller does not know it yet', async () => {
  const { log, told, start, until, stop } = following(0)
  await log.append(FRAME)
  const done = start()
  await until('#1 Framed. (1)')
  stop.abort()
  await done
  expect(told).toEqual(['#1 Framed. (1)'])
})

it('tells of all that is there before it ends', async () => {
  const { log, told, start, stop } = following()
  const done = start()
  await log.append(FRAME)
  stop.abort()
  await done
  expect(told).toEqual(['#1 Framed. (1)'])
})

it('tells of an entry by hand again when its author has changed it', async () => {
  const { told, start, until, edit, stop } = following()
  const done = start()
  edit(text => `${text}${HAND}Yes.\n`)
  await until('#1 Yes. (1)')
  edit(text => text.replace('Yes.', 'No.'))
  await until('#1 No. (1)')
  stop.abort()
  await done
  expect(told).toEqual(['#1 Yes. (1)', '#1 No. (1)'])
})
