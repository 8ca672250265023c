const NOTHING = new Uint8Array(0)

/** Bytes that come at the end and go at the beginning, at a cost that grows with their number and not with its square. */
export class ByteQueue {
  #buffer: Uint8Array = NOTHING
  #start = 0
  #end = 0
  /** The buffer was made here, so that there may be written into the room behind its bytes. */
  #owned = false

  /** What is in it. Valid until the next `push`. */
  get bytes(): Uint8Array {
    return this.#buffer.subarray(this.#start, this.#end)
  }

  get length(): number {
    return this.#end - this.#start
  }

  /** An empty queue keeps the chunk itself: whoever pushes must not write into it afterwards. */
  push(chunk: Uint8Array): void {
    if (chunk.length === 0) return
    if (this.length === 0) {
      this.#buffer = chunk
      this.#start = 0
      this.#end = chunk.length
      this.#owned = false
      return
    }
    const needed = this.length + chunk.length
    if (!this.#owned || this.#end + chunk.length > this.#buffer.length) this.#move(needed)
    this.#buffer.set(chunk, this.#end)
    this.#end += chunk.length
  }

  drop(count: number): void {
    this.#start += count
  }

  /** Another queue with the same bytes; pushing to one does not change the other. */
  fork(): ByteQueue {
    const copy = new ByteQueue()
    copy.push(this.bytes)
    return copy
  }

  #move(needed: number): void {
    const bytes = this.bytes
    this.#buffer = new Uint8Array(Math.max(needed, bytes.length * 2))
    this.#buffer.set(bytes)
    this.#start = 0
    this.#end = bytes.length
    this.#owned = true
  }
}
