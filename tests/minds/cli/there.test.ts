import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { absence, programIsThere } from '../../../src/minds/cli/there.ts'
import { tempFolder } from '../../support/temp.ts'

/** `bin/agent` may be run, `etc/agent` may not, `lib/agent` is a folder. */
function folders(): string {
  const folder = tempFolder({ 'bin/agent': '', 'etc/agent': '' })
  chmodSync(join(folder, 'bin/agent'), 0o755)
  chmodSync(join(folder, 'etc/agent'), 0o644)
  mkdirSync(join(folder, 'lib/agent'), { recursive: true })
  return folder
}

it.each([
  ['agent', 'bin', null],
  ['agent', 'none:etc:lib:bin', null],
  ['agent', 'etc', 'EACCES'],
  ['agent', 'lib:none', 'EACCES'],
  ['agent', 'none', 'ENOENT'],
  ['agent', '', 'ENOENT'],
  ['bin/agent', 'none', null],
  ['/bin/agent', 'none', null],
  ['/etc/agent', 'bin', 'EACCES'],
  ['/lib/agent', 'bin', 'EACCES'],
  ['/etc/agent/x', 'bin', 'ENOENT'],
])('looks for %s with the PATH %s: %s', (file, path, why) => {
  const cwd = folders()
  const named = file.startsWith('/') ? join(cwd, file) : file
  expect(absence(named, { PATH: path }, cwd)).toBe(why)
  const absolute = path.split(':').map(folder => join(cwd, folder || 'none'))
  expect(programIsThere(named, { PATH: absolute.join(':') }, cwd)).toBe(why === null)
})

it('finds what every system has where no PATH is set', () => {
  expect(programIsThere('sh', {}, '/')).toBe(true)
  expect(programIsThere('no-such-agent', {}, '/')).toBe(false)
})
