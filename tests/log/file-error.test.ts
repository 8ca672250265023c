import { expect, it } from 'vitest'
import { SynodError } from '../../src/errors.ts'
import { fileError } from '../../src/log/file-error.ts'

const errno = (code: string) => Object.assign(new Error(`${code}: from the system`), { code })

it.each([
  ['EEXIST', 'SYN_SESSION_EXISTS', 2],
  ['ENOENT', 'SYN_SESSION_NOT_FOUND', 2],
  ['ENOTDIR', 'SYN_LOG_NOT_WRITABLE', 6],
  ['EISDIR', 'SYN_LOG_NOT_A_FILE', 6],
  ['ELOOP', 'SYN_LOG_NOT_A_FILE', 6],
  ['ENXIO', 'SYN_LOG_NOT_A_FILE', 6],
  ['EACCES', 'SYN_LOG_NOT_WRITABLE', 6],
  ['EPERM', 'SYN_LOG_NOT_WRITABLE', 6],
  ['EROFS', 'SYN_LOG_NOT_WRITABLE', 6],
  ['ENOSPC', 'SYN_LOG_NOT_WRITABLE', 6],
  ['EDQUOT', 'SYN_LOG_NOT_WRITABLE', 6],
  ['EFBIG', 'SYN_LOG_NOT_WRITABLE', 6],
])('%s is %s, says what happened to what and what to do, and keeps its cause', (code, expected, exitCode) => {
  const cause = errno(code)
  const error = fileError(cause, '/a/log.md', 'append to')
  expect(error).toMatchObject({
    code: expected,
    exitCode,
    cause,
    details: { path: '/a/log.md', errno: code },
  })
  expect(error.message).toMatch(/^Cannot append to \/a\/log\.md: .+/)
  expect(error.message).not.toContain('from the system')
})

it.each([
  ['an error of another kind', new Error('broken'), 'Cannot read /a/log.md: broken'],
  ['an errno nobody listed', errno('EIO'), 'Cannot read /a/log.md: EIO: from the system'],
  ['what is no error', 'oops', 'Cannot read /a/log.md: oops'],
])('%s is told as it is', (_, thrown, message) =>
  expect(fileError(thrown, '/a/log.md', 'read')).toMatchObject({ code: 'SYN_LOG_NOT_WRITABLE', message }),
)

it('an error that is Synod’s already stays what it is', () => {
  const error = new SynodError('SYN_LOG_LOCKED', 'locked')
  expect(fileError(error, '/a/log.md', 'read')).toBe(error)
})
