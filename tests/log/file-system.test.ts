import { expect, it } from 'vitest'
import { fileSystemOf, keepsLocks, kindOf } from '../../src/log/file-system.ts'
import { tempFolder } from '../support/temp.ts'

it.each([
  [0xef53, 'ext', 'local'],
  [0x58465342, 'xfs', 'local'],
  [0x9123683e, 'btrfs', 'local'],
  [0x01021994, 'tmpfs', 'local'],
  [0x794c7630, 'overlay', 'local'],
  [0x2fc12fc1, 'zfs', 'local'],
  [0x6969, 'nfs', 'network'],
  [0xff534d42, 'cifs', 'network'],
  [0xfe534d42, 'smb2', 'network'],
  [0x01021997, '9p', 'network'],
  [0x65735546, 'fuse', 'network'],
  [0x0bd00bd0, 'lustre', 'network'],
  [0x12345, '0x12345', 'unknown'],
])('statfs type %i is %s, which is %s', (magic, name, kind) => {
  expect(kindOf(magic)).toEqual({ name, kind })
  expect(kindOf(BigInt(magic))).toEqual({ name, kind })
})

it('knows a type that a system of 32 bits gives as a negative number', () => {
  expect(kindOf(0x9123683e - 2 ** 32)).toEqual({ name: 'btrfs', kind: 'local' })
})

it.runIf(process.platform === 'linux')('knows what a folder is on', () => {
  expect(fileSystemOf('/proc')).toEqual({ name: '0x9fa0', kind: 'unknown' })
  expect(fileSystemOf(tempFolder()).name).toMatch(/^\w+$/)
  expect(() => fileSystemOf('/nowhere')).toThrow('ENOENT')
})

it('trusts the kernel’s lock on local file systems, and on none where it may not reach', () => {
  expect(keepsLocks({ name: 'ext', kind: 'local' })).toBe(true)
  expect(keepsLocks({ name: 'nfs', kind: 'network' })).toBe(false)
  expect(keepsLocks({ name: '?', kind: 'unknown' })).toBe(process.platform !== 'linux')
})
