import { defineConfig, type ViteUserConfig } from 'vitest/config'

const root = new URL('..', import.meta.url).pathname

/** `unit` mirrors src/; `e2e` starts real processes on the built program and so has longer limits. */
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
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          testTimeout: 90_000,
          hookTimeout: 90_000,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})

export default config
