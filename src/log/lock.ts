/** One writer of a log at a time, in whatever process, on whatever file system. */
import { dirname, resolve } from 'node:path'
import { SynodError } from '../errors.ts'
import { fileError } from './file-error.ts'
import { type FileSystem, fileSystemOf, keepsLocks } from './file-system.ts'
import { FOLDER_LOCK_STALE, type FolderLock, takeFolderLock } from './folder-lock.ts'
import { type HeldFile, NoKernelLock, orRefusal } from './kernel-lock.ts'
import { makeSideFolder, sideFile } from './side-files.ts'
import { takeKernelLock } from './write-lock.ts'

export interface LockOptions {
  /** How long to wait for other writers, in milliseconds; an append takes about one. Default 10 000. */
  readonly patience?: number
  /** Told once a log, in a sentence, where only a weaker lock is to be had. */
  readonly onWarning?: (message: string) => void
  /** What the log's folder is stored on. Default: what the operating system says. */
  readonly fileSystem?: (folder: string) => FileSystem
}

/** Who waits in this process, by the log; each goes on from the one before. */
const queues = new Map<string, Promise<void>>()
const warned = new Set<string>()

/**
 * Runs `work` while no other process, and no other caller in this one, holds the lock of the log at `path`.
 * Callers in this process take turns in the order they came.
 * @throws SynodError SYN_LOG_LOCKED, and SYN_LOG_NOT_WRITABLE and the like when the lock's file cannot be made
 */
export function withLock<T>(path: string, work: () => T, options: LockOptions = {}): Promise<T> {
  const { patience = 10_000 } = options
  const deadline = performance.now() + patience
  const key = resolve(path)
  const before = queues.get(key)
  return new Promise<T>((done, fail) => {
    let gaveUp = false
    const timer = before === undefined ? undefined : setTimeout(giveUp, patience)
    const turn = (before ?? Promise.resolve()).then(async () => {
      clearTimeout(timer)
      if (!gaveUp) await lockAndWork(path, work, deadline, options).then(done, fail)
      if (queues.get(key) === turn) queues.delete(key)
    })
    queues.set(key, turn)

    function giveUp(): void {
      gaveUp = true
      fail(locked(path, patience))
    }
  })
}

async function lockAndWork<T>(
  path: string,
  work: () => T,
  deadline: number,
  { patience = 10_000, onWarning, fileSystem = fileSystemOf }: LockOptions,
): Promise<T> {
  const { kernel, folder } = await takeLocks(path, deadline, { patience, onWarning, fileSystem }).catch(
    (error: unknown) => {
      throw fileError(error, path, 'append to')
    },
  )
  try {
    if (folder !== null && !folder.isOurs()) throw takenOver(path, 'Nothing was written: try again')
    const result = work()
    if (folder !== null && !folder.isOurs()) onWarning?.(takenOver(path, 'Run synod verify').message)
    return result
  } finally {
    try {
      folder?.release()
    } finally {
      kernel?.release()
    }
  }
}

interface Locks {
  readonly kernel: HeldFile | null
  readonly folder: FolderLock | null
}

interface Terms {
  readonly patience: number
  readonly onWarning: ((message: string) => void) | undefined
  readonly fileSystem: (folder: string) => FileSystem
}

/** The kernel's, and the folder where that one does not reach; both there, for those on this machine use the first. */
async function takeLocks(path: string, deadline: number, terms: Terms): Promise<Locks> {
  const system = terms.fileSystem(dirname(path))
  const answer = await takeKernelLock(path, deadline).catch(orRefusal)
  if (answer === null) throw locked(path, terms.patience)
  const refusal = answer instanceof NoKernelLock ? answer : null
  const kernel = answer instanceof NoKernelLock ? null : answer
  if (kernel !== null && keepsLocks(system)) return { kernel, folder: null }
  try {
    warn(path, system, refusal, terms.onWarning)
    makeSideFolder(path)
    const folder = await takeFolderLock(sideFile(path, 'lock-folder'), deadline)
    if (folder === null) throw locked(path, terms.patience, FOLDER_LOCK_STALE)
    return { kernel, folder }
  } catch (error) {
    kernel?.release()
    throw error
  }
}

function warn(
  path: string,
  { name }: FileSystem,
  refusal: NoKernelLock | null,
  onWarning: Terms['onWarning'],
): void {
  const key = resolve(path)
  if (onWarning === undefined || warned.has(key)) return
  warned.add(key)
  const why = refusal === null ? `is on ${name}` : `has no lock of the kernel (${name}: ${refusal.message})`
  onWarning(
    `${path} ${why}, so writers take turns by a folder with a time on it: after a crash others wait ${
      FOLDER_LOCK_STALE / 1000
    } s, and a machine that sleeps in the middle of a write, or whose clock is as far off, lets a second writer in`,
  )
}

function locked(path: string, patience: number, stale = 0): SynodError {
  const advice = stale === 0 ? '' : `; one that died without letting go keeps it for ${stale / 1000} s`
  return new SynodError(
    'SYN_LOG_LOCKED',
    `${path} is being written by another process for over ${patience / 1000} s: end that process, then try again${advice}`,
  )
}

function takenOver(path: string, advice: string): SynodError {
  return new SynodError(
    'SYN_LOG_LOCKED',
    `${path}: another process took over the lock, because this one did not move for over ${FOLDER_LOCK_STALE / 1000} s. ${advice}`,
  )
}
