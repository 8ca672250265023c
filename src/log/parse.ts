import { type Digest, sha256 } from './digest.ts'
import type { ParsedLog } from './entry.ts'
import { LogReader } from './reader.ts'

/**
 * A whole log, from its text or its bytes. Never throws: what cannot be read becomes a notice.
 * Source: docs/protocol.md, section 1.
 */
export function parseLog(log: string | Uint8Array, digest: Digest = sha256): ParsedLog {
  const reader = new LogReader(digest)
  reader.push(typeof log === 'string' ? new TextEncoder().encode(log) : log)
  return reader.snapshot()
}
