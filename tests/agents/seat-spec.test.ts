import { expect, it } from 'vitest'
import { readSeatSpec } from '../../src/agents/seat-spec.ts'

it.each([
  ['security', 'security', null],
  ['security@cli:claude', 'security', 'cli:claude'],
  ['backend@claude-haiku-5-5', 'backend', 'claude-haiku-5-5'],
  ['db=database@openrouter/meta@1', 'db=database', 'openrouter/meta@1'],
  ['security=./agents@v2/sec.md', 'security=./agents@v2/sec.md', null],
  [
    'security=./agents@v2/sec.md@cli:./my agent --fast',
    'security=./agents@v2/sec.md',
    'cli:./my agent --fast',
  ],
  ['security@', 'security', ''],
])('reads the seat and the mind of %s', (written, seat, mind) => {
  expect(readSeatSpec(written)).toEqual({ seat, mind })
})
