import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const page = readFileSync(join(root, 'docs', 'architecture.md'), 'utf8').replace(/\r\n/g, '\n')
const tree = /```text\nsrc\/\n([\s\S]*?)```/.exec(page)?.[1] ?? ''
const folders = [...tree.matchAll(/^ {2}([a-z]+)\/ /gm)].map(([, name = '']) => name)
const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter(name =>
  name.endsWith('.ts'),
)

it('draws the tree of src as it is', () => {
  const files = [...tree.matchAll(/^ {2}([a-z.]+\.ts) /gm)].map(([, name = '']) => name)
  expect([...folders, ...files].toSorted()).toEqual(readdirSync(join(root, 'src')).toSorted())
})

it('names no path that is not there', () => {
  const paths = [...page.matchAll(/`((?:src|tests|agents|docs|\.ci)\/[\w./-]*)`/g)].map(
    ([, path = '']) => path,
  )
  expect(paths.length).toBeGreaterThan(60)
  expect(paths.filter(path => !existsSync(join(root, path)))).toEqual([])
})

it('names no function that is not in the file it names', () => {
  const pairs = [...page.matchAll(/`(?:\w+\.)?(\w+)` in `(src\/[\w./-]+\.ts)`/g)]
  expect(pairs.length).toBeGreaterThan(20)
  const wrong = pairs.filter(
    ([, name = '', path = '']) => !new RegExp(`\\b${name}\\b`).test(readFileSync(join(root, path), 'utf8')),
  )
  expect(wrong.map(([said]) => said)).toEqual([])
})

it('imports only towards the top of that tree', () => {
  const upwards = sources.flatMap(file => {
    const from = folders.indexOf(file.split(sep)[0] ?? '')
    return importsOf(file).flatMap(path => {
      const to = join(dirname(file), path)
      const folder = folders.indexOf(to.split(sep)[0] ?? '')
      const allowed = to === 'errors.ts' || from < 0 || (folder >= 0 && folder <= from)
      return allowed ? [] : [`${file} imports ${to}`]
    })
  })
  expect(upwards).toEqual([])
})

it('keeps the protocol free of all but the entries', () => {
  const outside = sources
    .filter(file => file.startsWith(`protocol${sep}`))
    .flatMap(file => importsOf(file, /from '([^']+)'/g).map(path => [file, path]))
    .filter(([, path = '']) => !path.startsWith('./') && path !== '../log/entry.ts')
  expect(outside).toEqual([])
})

function importsOf(file: string, pattern: RegExp = /(?:from|import\()\s*'(\.[^']+)'/g): readonly string[] {
  return [...readFileSync(join(root, 'src', file), 'utf8').matchAll(pattern)].map(([, path = '']) => path)
}
