/**
 * The seal chain. A seal's hash covers the hash before it and every byte since that seal's `-->`, so that nothing in
 * the file lies outside the chain:
 *
 *   preamble ── h0 ── bytes of #1 ── h1 ── bytes of #2 ── h2 …
 *
 *   h0 = first 32 hex digits of SHA-256(every byte before the first heading)
 *   hN = first 32 hex digits of SHA-256(hN-1 as hex, every byte from the end of seal N-1 to the start of seal N)
 *
 * For an adopted entry the word ` adopted` is added to what is hashed, so that the mark cannot be put on or taken off.
 */
import type { Digest } from './digest.ts'

const LENGTH = 32

export function chainStart(preamble: Uint8Array, digest: Digest): string {
  return digest([preamble]).slice(0, LENGTH)
}

export function chainNext(previous: string, bytes: Uint8Array, adopted: boolean, digest: Digest): string {
  return digest(adopted ? [previous, bytes, ' adopted'] : [previous, bytes]).slice(0, LENGTH)
}
