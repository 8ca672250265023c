import { expect, it } from 'vitest'
import { type Facts, type Plan, planFor } from '../../src/log/reconcile.ts'

/** A log of 100 bytes with its last seal at 90, and a journal that has all of it. */
const AGREED: Facts = {
  log: { size: 100, sealedEnd: 90, holds: true },
  journal: { size: 90, soundEnd: 90 },
  common: 90,
  boundary: 90,
}
const EMPTY = { size: 0, soundEnd: 0 }

it.each<[string, Partial<Facts>, Plan]>([
  ['nothing was done to either', {}, { kind: 'agree' }],
  ['neither is there', { log: null, journal: EMPTY, common: 0, boundary: 0 }, { kind: 'agree' }],
  ['the log is gone', { log: null, common: 0, boundary: 0 }, { kind: 'recreate-log' }],
  ['the journal is gone', { journal: EMPTY, common: 0, boundary: 0 }, { kind: 'extend-journal', from: 0 }],
  [
    'the journal ends an entry early',
    { journal: { size: 60, soundEnd: 60 }, common: 60, boundary: 60 },
    { kind: 'extend-journal', from: 60 },
  ],
  [
    'the journal is torn behind its last seal',
    { journal: { size: 95, soundEnd: 90 } },
    { kind: 'extend-journal', from: 90 },
  ],
  [
    'the log was cut within an entry',
    { log: { size: 75, sealedEnd: 60, holds: true }, common: 75, boundary: 60 },
    { kind: 'complete-log', from: 75 },
  ],
  [
    'the log was emptied',
    { log: { size: 0, sealedEnd: 0, holds: true }, common: 0, boundary: 0 },
    { kind: 'complete-log', from: 0 },
  ],
  [
    'the last write reached the journal alone',
    { log: { size: 61, sealedEnd: 60, holds: true }, common: 61, boundary: 60 },
    { kind: 'complete-log', from: 61 },
  ],
  [
    'an older copy was saved with a text below it',
    { log: { size: 80, sealedEnd: 60, holds: true }, common: 62, boundary: 60 },
    { kind: 'restore-log', textFrom: 60 },
  ],
  [
    'somebody typed behind the last seal, on its line',
    { log: { size: 110, sealedEnd: 60, holds: true } },
    { kind: 'restore-log', textFrom: 90 },
  ],
  [
    'a byte before the first seal was changed',
    { log: { size: 100, sealedEnd: 90, holds: false }, common: 3, boundary: 0 },
    { kind: 'changed', boundary: 0 },
  ],
  [
    'a sealed byte in the middle was changed',
    { log: { size: 100, sealedEnd: 90, holds: false }, common: 70, boundary: 60 },
    { kind: 'changed', boundary: 60 },
  ],
  [
    'the chain was written anew from the middle on',
    { common: 70, boundary: 60 },
    { kind: 'changed', boundary: 60 },
  ],
  [
    'a seal that is none stands behind what the journal has',
    { log: { size: 120, sealedEnd: 118, holds: false } },
    { kind: 'changed', boundary: 90 },
  ],
])('%s', (_, facts, plan) => expect(planFor({ ...AGREED, ...facts })).toEqual(plan))
