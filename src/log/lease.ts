/**
 * Who runs a session, and who works a role of it: a lock held for as long as its holder lives, on a file that says
 * who that is. A dead holder's lease is free at once, a stopped one's is not. Where the lock of the kernel does not
 * reach, as on network file systems, a folder with a time on it is held as well; a dead holder's is then free after 30 s.
 *
 *   .synod/log.md.lease            {"pid":4711,"host":"HOST","command":"synod start","since":"2026-11-21T12:03:11.000Z"}
 *   .synod/log.md.SECURITY.lease   the same, of the process that works SECURITY
 */
import { closeSync, constants, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { format, isSameDay } from 'date-fns'
import { z } from 'zod'
import { SynodError } from '../errors.ts'
import { fileError } from './file-error.ts'
import { type FileSystem, fileSystemOf, keepsLocks } from './file-system.ts'
import { type FolderLock, isFolderLocked, takeFolderLock } from './folder-lock.ts'
import { type HeldFile, isKernelLocked, NoKernelLock, orRefusal, tryKernelLock } from './kernel-lock.ts'
import { makeSideFolder, sideFile } from './side-files.ts'

export interface Holder {
  /** 0 when the holder could not be read; `command` is then "another process". */
  readonly pid: number
  readonly host: string
  readonly command: string
  /** ISO 8601; empty when the holder could not be read. */
  readonly since: string
}

export interface Lease {
  /** The file that is held. */
  readonly name: string
  /** Lets go of it; again is nothing. */
  release(): void
}

export interface LeaseOptions {
  /** What the process was started as, for people. Default `synod`. */
  readonly command?: string
  /** Milliseconds since the epoch. Default: the system's clock. */
  readonly now?: () => number
  /** What the log's folder is stored on. Default: what the operating system says. */
  readonly fileSystem?: (folder: string) => FileSystem
}

/** Whoever asks who holds a lease has it for an instant, and who has just got it is about to write its name. */
const INSTANT = 150
const LOOK = 10

const line = z
  .string()
  .max(200)
  .regex(/^[^\p{C}\p{Zl}\p{Zp}]*$/u)
const holder = z.object({
  pid: z.number().int().positive(),
  host: line,
  command: line,
  since: z.iso.datetime(),
})
const SOMEBODY: Holder = { pid: 0, host: '', command: 'another process', since: '' }

/**
 * The lease of the session whose log is at `path`, or of one role in it. The same process has it only once.
 * @throws SynodError SYN_SESSION_RUNNING (session) or SYN_ROLE_TAKEN (role), naming the holder; SYN_LOG_NOT_WRITABLE
 */
export async function takeLease(
  path: string,
  role: string | null,
  { command = 'synod', now = Date.now, fileSystem = fileSystemOf }: LeaseOptions = {},
): Promise<Lease> {
  const kind = leaseKind(role)
  let locks: Locks | null
  try {
    locks = await takeLocks(path, kind, fileSystem)
  } catch (error) {
    throw fileError(error, sideFile(path, kind), 'append to')
  }
  if (locks === null)
    throw taken(path, role, (await leaseHolder(path, role, { fileSystem })) ?? SOMEBODY, now())
  const held = locks
  try {
    writeHolder(path, kind, {
      pid: process.pid,
      host: hostname(),
      command,
      since: new Date(now()).toISOString(),
    })
  } catch (error) {
    release(held)
    throw fileError(error, sideFile(path, kind), 'append to')
  }
  let mine = true
  return {
    name: sideFile(path, kind),
    release() {
      if (!mine) return
      mine = false
      release(held)
    },
  }
}

/** Who holds it now, or null when nobody does (a dead holder's lease is free at once). Makes no file. */
export async function leaseHolder(
  path: string,
  role: string | null,
  { fileSystem = fileSystemOf }: Pick<LeaseOptions, 'fileSystem'> = {},
): Promise<Holder | null> {
  const kind = leaseKind(role)
  for (let patience = INSTANT; ; patience -= LOOK) {
    const text = await textIfHeld(path, kind, fileSystem)
    if (text === null) return null
    const found = holder.safeParse(readJson(text))
    if (found.success) return found.data
    if (patience <= 0) return SOMEBODY
    await sleep(LOOK)
  }
}

interface Locks {
  readonly kernel: HeldFile | null
  readonly folder: FolderLock | null
}

/** Null when another has it. */
async function takeLocks(
  path: string,
  kind: string,
  fileSystem: (folder: string) => FileSystem,
): Promise<Locks | null> {
  const until = performance.now() + INSTANT
  const system = fileSystem(dirname(path))
  let answer = await tryKernelLock(path, kind).catch(orRefusal)
  while (answer === null && performance.now() < until) {
    await sleep(LOOK)
    answer = await tryKernelLock(path, kind).catch(orRefusal)
  }
  if (answer === null) return null
  const kernel = answer instanceof NoKernelLock ? null : answer
  if (kernel !== null && keepsLocks(system)) return { kernel, folder: null }
  try {
    makeSideFolder(path)
    const folder = await takeFolderLock(leaseFolder(path, kind), until)
    if (folder !== null) return { kernel, folder }
  } catch (error) {
    kernel?.release()
    throw error
  }
  kernel?.release()
  return null
}

function release({ kernel, folder }: Locks): void {
  try {
    folder?.release()
  } finally {
    kernel?.release()
  }
}

/** What the file says, or null when nobody holds it. */
async function textIfHeld(
  path: string,
  kind: string,
  fileSystem: (folder: string) => FileSystem,
): Promise<string | null> {
  let file: number
  try {
    file = openSync(
      sideFile(path, kind),
      constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
    )
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw fileError(error, sideFile(path, kind), 'read')
  }
  try {
    const locked = await isKernelLocked(file).catch(orRefusal)
    const reaches = !(locked instanceof NoKernelLock) && keepsLocks(fileSystem(dirname(path)))
    const held = locked === true || (!reaches && (await isFolderLocked(leaseFolder(path, kind))))
    return held ? readFileSync(file, 'utf8') : null
  } finally {
    closeSync(file)
  }
}

/** Through a file of its own: also where the kernel has no lock and so none is open. */
function writeHolder(path: string, kind: string, holder: Holder): void {
  const flags = constants.O_WRONLY | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0)
  const file = openSync(sideFile(path, kind), flags, 0o600)
  try {
    ftruncateSync(file)
    writeSync(file, `${JSON.stringify(holder)}\n`)
  } finally {
    closeSync(file)
  }
}

function leaseKind(role: string | null): string {
  return role === null ? 'lease' : `${role}.lease`
}

function leaseFolder(path: string, kind: string): string {
  return sideFile(path, `${kind}-folder`)
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Empty, or half of it: the caller looks again.
    return null
  }
}

function taken(path: string, role: string | null, by: Holder, now: number): SynodError {
  const who = describeHolder(by, now)
  const details = { path, role, holder: by }
  return role === null
    ? new SynodError(
        'SYN_SESSION_RUNNING',
        `${path} is being run by ${who}: watch it with synod watch, or end that process`,
        { details },
      )
    : new SynodError(
        'SYN_ROLE_TAKEN',
        `${role} of ${path} is being worked by ${who}: take another role, or end that process`,
        { details },
      )
}

/** Such as: process 4711 on HOST since 12:03:11 (synod start). In local time. */
function describeHolder({ pid, host, command, since }: Holder, now: number): string {
  if (pid === 0) return command
  const name = pid === process.pid && host === hostname() ? `this process, ${pid}` : `process ${pid}`
  const time = format(since, isSameDay(since, now) ? 'HH:mm:ss' : 'yyyy-MM-dd HH:mm:ss')
  return `${name} on ${host} since ${time} (${command})`
}
