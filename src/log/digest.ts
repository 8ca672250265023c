import { createHash, hash } from 'node:crypto'

/**
 * SHA-256 of the parts one after another, as hex. A port of its own because the reader must also run where there is
 * no node:crypto.
 */
export type Digest = (parts: readonly (string | Uint8Array)[]) => string

/** What is short is put together and hashed in one call, which takes half the time of three. */
const scratch = Buffer.allocUnsafeSlow(16_384)

export const sha256: Digest = parts => {
  let length = 0
  for (const part of parts) {
    // A character of a string takes three bytes at most.
    const most = typeof part === 'string' ? part.length * 3 : part.length
    if (length + most > scratch.length) return sha256InParts(parts)
    if (typeof part === 'string') length += scratch.write(part, length, 'utf8')
    else {
      scratch.set(part, length)
      length += part.length
    }
  }
  return hash('sha256', scratch.subarray(0, length), 'hex')
}

function sha256InParts(parts: readonly (string | Uint8Array)[]): string {
  const digest = createHash('sha256')
  for (const part of parts) digest.update(part)
  return digest.digest('hex')
}
