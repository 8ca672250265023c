import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readModels, readPreset } from '../../src/cli/config.ts'
import { tempFolder } from '../support/temp.ts'

const CONFIG = {
  workers: ['architect', 'qa'],
  agents: ['./team'],
  presets: {
    payments: { workers: ['backend', 'db=database', 'risk=./team/risk.md', './team/legal.md'] },
    empty: {},
  },
}

const withConfig = (text: string = JSON.stringify(CONFIG)) =>
  tempFolder({ 'synod.config.json': text, 'team/risk.md': 'You weigh risks.' })

it('gives what the file says for every session, and a preset by its name', () => {
  const folder = withConfig()
  expect(readPreset(folder, undefined)).toEqual({
    workers: ['architect', 'qa'],
    agents: [join(folder, 'team')],
  })
  expect(readPreset(folder, 'payments')).toEqual({
    workers: [
      'backend',
      'db=database',
      `risk=${join(folder, 'team/risk.md')}`,
      join(folder, 'team/legal.md'),
    ],
    agents: [join(folder, 'team')],
  })
})

it('says nothing where there is no file, and of what a preset leaves out', () => {
  expect(readPreset(tempFolder(), undefined)).toEqual({})
  expect(readPreset(withConfig(), 'empty').workers).toBeUndefined()
})

it('is found above the working folder, up to the root of the repository and not beyond', () => {
  const folder = withConfig()
  const inner = join(folder, 'src', 'deep')
  mkdirSync(inner, { recursive: true })
  expect(readPreset(inner, undefined).workers).toEqual(['architect', 'qa'])
  mkdirSync(join(folder, 'src', '.git'))
  expect(readPreset(inner, undefined)).toEqual({})
})

it.each([
  ['{', 'SYN_CONFIG_INVALID', 'JSON'],
  ['{"worker": []}', 'SYN_CONFIG_INVALID', 'worker'],
  ['{"agents": ["./gone"]}', 'SYN_CONFIG_INVALID', 'agents: there is no ./gone in'],
  ['{"workers": "backend"}', 'SYN_CONFIG_INVALID', 'workers'],
  ['{"presets": {"a": {"workers": [1]}}}', 'SYN_CONFIG_INVALID', 'presets.a.workers.0'],
  ['{"models": {"m": {"input": 1}}}', 'SYN_CONFIG_INVALID', 'models.m.output'],
  ['{"models": {"m": {"input": -1, "output": 1}}}', 'SYN_CONFIG_INVALID', 'models.m.input'],
  ['{"models": {"m": {"input": "1", "output": 1}}}', 'SYN_CONFIG_INVALID', 'models.m.input'],
  ['{"models": {"m": {"input": 1, "output": 1, "cached": 1}}}', 'SYN_CONFIG_INVALID', 'models.m'],
  ['{"models": {"m": {"input": 1, "output": 1, "alias": "a b"}}}', 'SYN_CONFIG_INVALID', 'models.m.alias'],
  [
    '{"models": {"m": {"input": 1, "output": 1, "long": {"input": 1, "output": 1}}}}',
    'SYN_CONFIG_INVALID',
    'models.m.long.above',
  ],
])('refuses %s and names what is wrong in it', (text, code, why) => {
  const folder = withConfig(text)
  expect(() => readPreset(folder, undefined)).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(why) }),
  )
})

it.each([
  ['a file without it', JSON.stringify(CONFIG), 'known are payments, empty'],
  ['a file without presets', '{}', 'it has none'],
])('names the presets there are to whoever asks for another, in %s', (_, text, why) => {
  expect(() => readPreset(withConfig(text), 'payment')).toThrow(
    expect.objectContaining({ code: 'SYN_USAGE', message: expect.stringContaining(why) }),
  )
})

it('says that there is no file to have a preset in', () => {
  expect(() => readPreset(tempFolder(), 'payments')).toThrow(
    expect.objectContaining({ code: 'SYN_USAGE', message: expect.stringContaining('no synod.config.json') }),
  )
})

it('gives models their names and prices, before those that are built in', () => {
  const own = {
    'my-model': { alias: 'mine', input: 1, output: 5, cacheRead: 0.1 },
    'claude-opus-5-5': { input: 40, output: 200, long: { above: 10, input: 80, output: 400 } },
  }
  const table = readModels(withConfig(JSON.stringify({ models: own })))
  const usage = { input: 10, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 1_000_000 }
  expect(table.resolve('mine', 'other')).toBe('my-model')
  expect(table.priceOf('my-model', usage)).toBe(5.00001)
  expect(table.priceOf('claude-opus-5-5', usage)).toBe(200.0004)
  expect(table.priceOf('claude-opus-5-5', { ...usage, input: 11 })).toBe(400.00088)
  expect(table.priceOf('claude-haiku-5-5', usage)).toBe(0.500001)
})

it('knows the models that are built in where no file says more', () => {
  for (const folder of [tempFolder(), withConfig()]) {
    expect(readModels(folder).resolve('opus', 'other')).toBe('claude-opus-5-5')
    expect(readModels(folder).hasPrice('my-model')).toBe(false)
  }
})

it('refuses two models with one alias', () => {
  const models = { a: { alias: 'x', input: 1, output: 1 }, b: { alias: 'X', input: 1, output: 1 } }
  expect(() => readModels(withConfig(JSON.stringify({ models })))).toThrow(
    expect.objectContaining({ code: 'SYN_CONFIG_INVALID', message: expect.stringContaining('the alias x') }),
  )
})
