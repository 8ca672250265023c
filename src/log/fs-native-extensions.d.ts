/** The part of the package that is used; it ships no types of its own. */
declare module 'fs-native-extensions' {
  /** False when another open file holds the lock. */
  export function tryLock(file: number): boolean
  export function unlock(file: number): void
}
