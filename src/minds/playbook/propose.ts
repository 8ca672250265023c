/** The proposer: the first text of the design. */
import type { Draft } from '../draft.ts'
import { composeDesign } from './compose.ts'
import { renderDesign } from './design.ts'
import { draft } from './drafts.ts'
import type { Reading } from './reading.ts'

export function propose(reading: Reading): Draft {
  return draft([renderDesign(composeDesign(reading))])
}
