/** What the operating system says about a file → what to tell the user. */
import { type ErrorCode, SynodError } from '../errors.ts'

const CAUSES: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  EEXIST: ['SYN_SESSION_EXISTS', 'it is there already: choose another name, or go on with synod resume'],
  ENOENT: ['SYN_SESSION_NOT_FOUND', 'there is no such file'],
  ENOTDIR: ['SYN_LOG_NOT_WRITABLE', 'a part of the path is a file, not a folder: choose another place'],
  EISDIR: ['SYN_LOG_NOT_A_FILE', 'it is a folder: name the log itself'],
  ELOOP: ['SYN_LOG_NOT_A_FILE', 'it is a symbolic link: name the file it leads to'],
  ENXIO: ['SYN_LOG_NOT_A_FILE', 'it is a pipe or a device: name a plain file'],
  EACCES: [
    'SYN_LOG_NOT_WRITABLE',
    'permission denied: change its permissions or choose another folder with --dir',
  ],
  EPERM: [
    'SYN_LOG_NOT_WRITABLE',
    'permission denied: change its permissions or choose another folder with --dir',
  ],
  EROFS: ['SYN_LOG_NOT_WRITABLE', 'the file system is read-only: choose another folder with --dir'],
  ENOSPC: ['SYN_LOG_NOT_WRITABLE', 'the disk is full: free some space, then synod resume'],
  EDQUOT: ['SYN_LOG_NOT_WRITABLE', 'your disk quota is used up: free some space, then synod resume'],
  EFBIG: [
    'SYN_LOG_NOT_WRITABLE',
    'the file would grow over the allowed size: raise the limit, then synod resume',
  ],
}

/** Whether an error of `fileError` says that there is no such file. */
export function isGone(error: unknown): boolean {
  return error instanceof SynodError && error.details['errno'] === 'ENOENT'
}

export function fileError(error: unknown, path: string, action: 'create' | 'read' | 'append to'): SynodError {
  if (error instanceof SynodError) return error
  const errno = error instanceof Error && 'code' in error ? String(error.code) : ''
  // A folder that could not be made on a read-only mount is reported by Node as missing.
  const missing = errno === 'ENOENT' && action === 'create'
  const [code, advice] = CAUSES[missing ? 'EROFS' : errno] ?? [
    'SYN_LOG_NOT_WRITABLE',
    error instanceof Error ? error.message : String(error),
  ]
  return new SynodError(code, `Cannot ${action} ${path}: ${advice}`, {
    cause: error,
    details: { path, errno },
  })
}
