import { expect, it } from 'vitest'
import { foldLog } from '../../src/protocol/fold.ts'
import { type Vacancies, watchVacancies } from '../../src/session/vacancies.ts'
import { buildLog } from '../support/build.ts'
import { SAMPLE } from '../support/sample.ts'

const log = buildLog({ entries: SAMPLE })
const at = (upTo: number) => foldLog(log, { upTo })

interface Watch {
  readonly vacancies: Vacancies
  readonly told: readonly string[]
  readonly held: Set<string>
  /** Resolves when it has looked so often. */
  looked(times: number): Promise<void>
}

function watch(own: readonly string[], ...held: readonly string[]): Watch {
  const told: string[] = []
  const holders = new Set(held)
  let [looks, wanted, resolve] = [0, 0, () => {}]
  const vacancies = watchVacancies({
    own,
    interval: 5,
    isHeld: async role => {
      looks += 1
      if (looks === wanted) setImmediate(resolve)
      return holders.has(role)
    },
    onVacant: ({ role, task, on }) => told.push(`${role} ${task} ${on}`),
  })
  const looked = (times: number) =>
    new Promise<void>(done => {
      wanted = looks + times
      resolve = done
    })
  return { vacancies, told, held: holders, looked }
}

it('tells of a role that is due and that nobody runs, once a turn', async () => {
  const { vacancies, told, looked } = watch(['SUPERVISOR', 'ARCHITECT', 'SECURITY'])
  for (const upTo of [1, 2]) {
    const seen = looked(1)
    vacancies.changed(at(upTo))
    if (upTo === 1) await seen
  }
  expect(told).toEqual(['BACKEND analyse null'])
  const seen = looked(1)
  vacancies.changed(at(5))
  await seen
  expect(told).toEqual(['BACKEND analyse null', 'BACKEND review 5'])
  vacancies.close()
})

it('looks again while somebody is due elsewhere, and tells when its holder is gone', async () => {
  const { vacancies, told, held, looked } = watch(['SUPERVISOR', 'ARCHITECT', 'SECURITY'], 'BACKEND')
  const seen = looked(3)
  vacancies.changed(at(1))
  await seen
  expect(told).toEqual([])
  const again = looked(2)
  held.clear()
  await Promise.race([again, new Promise(resolve => setTimeout(resolve, 500))])
  expect(told).toEqual(['BACKEND analyse null'])
  vacancies.close()
})

it('leaves people and external roles to those who ask them', async () => {
  const own = ['SUPERVISOR', 'ARCHITECT', 'BACKEND']
  const { vacancies, told } = watch(own)
  const outside = buildLog({ entries: SAMPLE, header: { external: ['SECURITY'], with: ['HUMAN'] } })
  for (let upTo = 0; upTo < outside.entries.length; upTo += 1) vacancies.changed(foldLog(outside, { upTo }))
  await new Promise(resolve => setImmediate(resolve))
  expect(told).toEqual([])
  vacancies.close()
})

it('asks about nobody who is run here, and about nobody when nobody is due', async () => {
  const { vacancies, told } = watch(['SUPERVISOR', 'ARCHITECT', 'BACKEND', 'SECURITY'])
  for (let upTo = 0; upTo <= log.entries.length; upTo += 1) vacancies.changed(at(upTo))
  await new Promise(resolve => setImmediate(resolve))
  expect(told).toEqual([])
  vacancies.close()
})
