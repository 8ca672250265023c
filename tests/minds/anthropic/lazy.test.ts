import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

it('nothing loads the SDK but a turn: every other import of it is of types', () => {
  const src = fileURLToPath(new URL('../../../src', import.meta.url))
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.ts'))
  const loading = files.flatMap(name =>
    readFileSync(`${src}/${name}`, 'utf8')
      .split('\n')
      .filter(line => line.includes("'@anthropic-ai/sdk") && !/^import type /.test(line))
      .map(line => `${name}: ${line.trim()}`),
  )
  const lazily = "const sdk = await import('@anthropic-ai/sdk')"
  expect(loading.sort()).toEqual([
    `minds/anthropic/call.ts: ${lazily}`,
    `minds/anthropic/count.ts: ${lazily}`,
  ])
})
