import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

type Packages = Readonly<Record<string, string>>

interface Manifest {
  readonly license: string
  readonly dependencies: Packages
  readonly devDependencies: Packages
}

const page = readFileSync(new URL('../docs/dependencies.md', import.meta.url), 'utf8')
const manifest = readManifest('../package.json')

it.each([
  ['Use at run time', manifest.dependencies],
  ['Use for development', manifest.devDependencies],
])('lists under "%s" exactly what package.json has, with its version and a reason', (heading, packages) => {
  const rows = rowsUnder(heading)
  expect(Object.fromEntries(rows.map(({ name, version }) => [name, version]))).toEqual(packages)
  expect(rows.filter(({ why }) => why === '')).toEqual([])
})

it.each(['Use at run time', 'Use for development'])(
  'names under "%s" the licences of what is installed',
  heading => {
    const rows = rowsUnder(heading)
    const installed = rows.map(({ name }) => [
      name,
      readManifest(`../node_modules/${name}/package.json`).license,
    ])
    expect(rows.map(({ name, licence }) => [name, licence])).toEqual(installed)
  },
)

function rowsUnder(heading: string) {
  const section = page.split(/^## /m).find(part => part.startsWith(`${heading}\n`)) ?? ''
  return [...section.matchAll(/^\| `([^`]+)` \| `([^`]+)` \| ([^|]+) \| ([^|]*) \|$/gm)].map(
    ([, name = '', version = '', licence = '', why = '']) => ({ name, version, licence, why: why.trim() }),
  )
}

function readManifest(path: string): Manifest {
  return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as Manifest
}
