import { defineConfig, type ViteUserConfig } from 'vitest/config'

const root = new URL('..', import.meta.url).pathname

/** Figures, one table a file. Nothing here can fail for being slow. */
const config: ViteUserConfig = defineConfig({
  root,
  test: {
    root,
    include: ['tests/bench/**/*.bench.ts'],
    testTimeout: 600_000,
    fileParallelism: false,
    disableConsoleIntercept: true,
    reporters: ['dot'],
  },
})

export default config
