/** The part of the package that is used; it ships no types of its own. */
declare module 'fs-native-extensions' {
  export interface LockKind {
    /** Others may share it. Default false: nobody else may have any. */
    readonly shared?: boolean
  }
  /** False when another open file holds the lock. */
  export function tryLock(file: number, offset?: number, length?: number, kind?: LockKind): boolean
  export function unlock(file: number, offset?: number, length?: number): void
  /** Keeps a thread of the pool until the lock is got; nothing can call it back. */
  export function waitForLock(file: number, offset?: number, length?: number): Promise<void>
}
