import { expect, it } from 'vitest'
import * as api from '../src/index.ts'
import * as testing from '../src/testing.ts'

it('exports these names from "synod"', () => {
  expect(Object.keys(api).toSorted()).toEqual([
    'ERRORS',
    'EXIT',
    'FileLog',
    'SynodError',
    'blocked',
    'chooseMind',
    'createLog',
    'due',
    'foldLog',
    'initialState',
    'loadAgents',
    'parseLog',
    'renderDecision',
    'resumeSession',
    'seatRoster',
    'startSession',
    'step',
    'verifyLog',
  ])
})

it('exports these names from "synod/testing"', () => {
  expect(Object.keys(testing).toSorted()).toEqual(['scriptedMind'])
})
