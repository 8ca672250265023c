import { createHash } from 'node:crypto'

/**
 * SHA-256 of the parts one after another, as hex. A port of its own because the reader must also run where there is
 * no node:crypto.
 */
export type Digest = (parts: readonly (string | Uint8Array)[]) => string

export const sha256: Digest = parts => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}
