/** What a folder is stored on, as far as locks care: only a local file system shows them to every process. */
import { statfsSync } from 'node:fs'

export type FileSystemKind = 'local' | 'network' | 'unknown'

export interface FileSystem {
  /** Such as `ext` or `nfs`; a number in hexadecimal when it is not known. */
  readonly name: string
  readonly kind: FileSystemKind
}

/** The numbers of statfs(2) on Linux. FUSE is sshfs as well as ntfs-3g: whoever cannot be told apart is not trusted. */
const KNOWN: readonly (readonly [magic: number, name: string, kind: FileSystemKind])[] = [
  [0xef53, 'ext', 'local'],
  [0x58465342, 'xfs', 'local'],
  [0x9123683e, 'btrfs', 'local'],
  [0x01021994, 'tmpfs', 'local'],
  [0x858458f6, 'ramfs', 'local'],
  [0x794c7630, 'overlay', 'local'],
  [0x2fc12fc1, 'zfs', 'local'],
  [0xf2f52010, 'f2fs', 'local'],
  [0xca451a4e, 'bcachefs', 'local'],
  [0x3153464a, 'jfs', 'local'],
  [0x52654973, 'reiserfs', 'local'],
  [0x3434, 'nilfs', 'local'],
  [0x4d44, 'fat', 'local'],
  [0x2011bab0, 'exfat', 'local'],
  [0x5346544e, 'ntfs', 'local'],
  [0x7366746e, 'ntfs', 'local'],
  [0xf15f, 'ecryptfs', 'local'],
  [0x6969, 'nfs', 'network'],
  [0x517b, 'smb', 'network'],
  [0xff534d42, 'cifs', 'network'],
  [0xfe534d42, 'smb2', 'network'],
  [0x01021997, '9p', 'network'],
  [0x65735546, 'fuse', 'network'],
  [0x00c36400, 'ceph', 'network'],
  [0x5346414f, 'afs', 'network'],
  [0x6b414653, 'afs', 'network'],
  [0x73757245, 'coda', 'network'],
  [0x0bd00bd0, 'lustre', 'network'],
  [0x47504653, 'gpfs', 'network'],
  [0x01161970, 'gfs2', 'network'],
  [0x7461636f, 'ocfs2', 'network'],
  [0x19830326, 'beegfs', 'network'],
  [0x013111a8, 'ibrix', 'network'],
  [0xaad7aaea, 'panfs', 'network'],
  [0x786f4256, 'vboxsf', 'network'],
  [0xbacbacbc, 'vmhgfs', 'network'],
  [0x7c7c6673, 'prl_fs', 'network'],
]
const BY_MAGIC: ReadonlyMap<number, FileSystem> = new Map(
  KNOWN.map(([magic, name, kind]) => [magic, { name, kind }]),
)

/** `type` of statfs on Linux → what it stands for. */
export function kindOf(magic: number | bigint): FileSystem {
  // A system of 32 bits gives the upper half of the numbers as negative ones.
  const unsigned = Number(BigInt.asUintN(32, BigInt(magic)))
  return BY_MAGIC.get(unsigned) ?? { name: `0x${unsigned.toString(16)}`, kind: 'unknown' }
}

/** Unknown everywhere but on Linux, where alone the numbers mean something. @throws what statfs throws */
export function fileSystemOf(folder: string): FileSystem {
  if (process.platform !== 'linux') return { name: process.platform, kind: 'unknown' }
  return kindOf(statfsSync(folder).type)
}

/**
 * Whether a lock of the kernel is enough. On macOS and Windows, where nothing tells, it is trusted: nearly every disk
 * is local, Windows has the file's server keep the lock, and macOS passes it on or refuses it; refused is noticed.
 */
export function keepsLocks({ kind }: FileSystem): boolean {
  return kind === 'local' || (kind === 'unknown' && process.platform !== 'linux')
}
