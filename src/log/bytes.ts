/** What the reader does with bytes. */

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const lossy = new TextDecoder('utf-8', { ignoreBOM: true })

/** UTF-8 → text; where it is not valid, `onInvalid` is told and the bad bytes become U+FFFD. */
export function decode(bytes: Uint8Array, onInvalid: () => void = () => {}): string {
  try {
    return strict.decode(bytes)
  } catch {
    onInvalid()
    return lossy.decode(bytes)
  }
}

export function startsWith(bytes: Uint8Array, start: number, prefix: readonly number[]): boolean {
  for (let at = 0; at < prefix.length; at += 1) if (bytes[start + at] !== prefix[at]) return false
  return true
}

export function concat(left: Uint8Array, right: Uint8Array): Uint8Array {
  if (left.length === 0) return right
  if (right.length === 0) return left
  const joined = new Uint8Array(left.length + right.length)
  joined.set(left)
  joined.set(right, left.length)
  return joined
}
