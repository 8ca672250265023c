import { defineConfig, type ViteUserConfig } from 'vitest/config'

const root = new URL('..', import.meta.url).pathname

/** The tests that a mutant has to get past: those of stryker.mjs, but not those that try many random inputs. */
const config: ViteUserConfig = defineConfig({
  root,
  test: {
    root,
    include: (process.env['SYNOD_MUTATION_TESTS'] ?? 'tests/protocol/**/*.test.ts').split(' '),
    exclude: [
      'tests/protocol/{fold,incremental,metamorphic}.test.ts',
      'tests/protocol/prose/{linear-time,metamorphic}.test.ts',
    ],
    isolate: false,
    testTimeout: 20_000,
  },
})

export default config
