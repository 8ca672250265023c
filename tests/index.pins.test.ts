import { expect, it } from 'vitest'
import * as api from '../src/index.ts'
import * as testing from '../src/testing.ts'

it('exports these names from "synod"', () => {
  expect(Object.keys(api).toSorted()).toEqual([
    'ERRORS',
    'EXIT',
    'FileLog',
    'SynodError',
    'allows',
    'blocked',
    'checkLog',
    'chooseMind',
    'createLog',
    'decideSession',
    'defineAgent',
    'due',
    'foldLog',
    'initialState',
    'joinSession',
    'loadAgents',
    'modelTable',
    'parseLog',
    'readAgent',
    'readVerdict',
    'renderDecision',
    'repairSession',
    'resumeSession',
    'sayInSession',
    'seatRoster',
    'startSession',
    'step',
    'suggest',
    'verifyFile',
    'verifyLog',
  ])
})

it('exports these names from "synod/testing"', () => {
  expect(Object.keys(testing).toSorted()).toEqual(['MemoryLog', 'scriptedMind', 'simulatedClock'])
})
