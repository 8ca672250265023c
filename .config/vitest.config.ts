import { defineConfig, type ViteUserConfig } from 'vitest/config'

const root = new URL('..', import.meta.url).pathname

/** End-to-end tests in which it matters what happens when: processes that race, people who type, signals, waits. */
const TIMED = ['anthropic', 'editors', 'faults', 'human', 'join', 'session', 'writers'].map(
  name => `tests/e2e/${name}.test.ts`,
)

/**
 * `unit` mirrors src/; `e2e` and `e2e-commands` start real processes on the built program and so have longer limits.
 * The latter run one command after the other and may do so side by side.
 */
const config: ViteUserConfig = defineConfig({
  root,
  test: {
    projects: [
      {
        root,
        test: {
          name: 'unit',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/e2e/**', 'tests/bench/**'],
          testTimeout: 20_000,
          // Work for the processor mostly, so each one takes part; what starts processes of its own goes one by one.
          maxWorkers: '100%',
          sequence: { groupOrder: 0 },
        },
      },
      {
        root,
        test: {
          name: 'e2e-commands',
          include: ['tests/e2e/**/*.test.ts'],
          exclude: TIMED,
          testTimeout: 90_000,
          hookTimeout: 90_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        root,
        test: {
          name: 'e2e',
          include: TIMED,
          testTimeout: 90_000,
          hookTimeout: 90_000,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})

export default config
