import { expect, it } from 'vitest'
import { opened, refuseFolder, shown } from '../../src/cli/agents-paths.ts'
import { tempFolder } from '../support/temp.ts'

it.each([
  ['/project', '/project/agents/x.md', 'agents/x.md'],
  ['/project', '/project//agents/x.md', 'agents/x.md'],
  ['/project', './agents/x.md', 'agents/x.md'],
  ['/project', '././x.md', 'x.md'],
  ['/project', '../x.md', '../x.md'],
  ['/project', 'link/../x.md', 'link/../x.md'],
  ['/project', '/projects/x.md', '/projects/x.md'],
  ['/project', '/project', '/project'],
  ['/project', '/project/', '/project/'],
  ['/project', '.hidden.md', '.hidden.md'],
  ['/project', './', './'],
  ['/', '/x.md', 'x.md'],
])('in %s shows %s as %s', (cwd, path, text) => {
  expect(shown({ cwd }, path)).toBe(text)
})

it.each([
  ['/project', 'agents', '/project/agents'],
  ['/project', '/elsewhere', '/elsewhere'],
  ['/project', 'link/../x.md', '/project/link/../x.md'],
  [process.cwd(), './x.md', './x.md'],
])('in %s opens %s as %s', (cwd, path, text) => {
  expect(opened({ cwd }, path)).toBe(text)
})

it('refuses a folder where a file is meant, and leaves other mistakes to whoever reads it', () => {
  const folder = tempFolder({ 'x.md': '' })
  expect(() => refuseFolder(folder, './agents')).toThrow('./agents is a folder: name one file of it')
  for (const path of ['x.md', 'none.md', 'x.md/y.md', 'a\0b']) {
    expect(() => refuseFolder(`${folder}/${path}`, path)).not.toThrow()
  }
})
