/** When what was written is forced onto the disk. */
import { closeSync, constants, fdatasyncSync } from 'node:fs'
import { fileError } from './file-error.ts'
import { openPlainFile } from './plain-file.ts'

export const DURABILITIES = ['entry', 'interval', 'none'] as const
export type Durability = (typeof DURABILITIES)[number]

const INTERVAL = 1_000

export class Flusher {
  readonly #path: string
  readonly #durability: Durability
  #timer: NodeJS.Timeout | null = null
  #failure: unknown = null

  constructor(path: string, durability: Durability) {
    this.#path = path
    this.#durability = durability
  }

  /** @throws the system's error when the disk does not take it, or did not take what was written before */
  written(file: number): void {
    if (this.#durability === 'entry') fdatasyncSync(file)
    if (this.#durability !== 'interval') return
    this.#raise()
    this.#timer ??= setTimeout(() => this.#flush(), INTERVAL).unref()
  }

  /** Forces what is still on its way. @throws as `written` does */
  close(): void {
    if (this.#timer !== null) this.#flush()
    this.#raise()
  }

  #flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    try {
      const file = openPlainFile(this.#path, constants.O_WRONLY)
      try {
        fdatasyncSync(file)
      } finally {
        closeSync(file)
      }
    } catch (error) {
      // Nobody waits for it now: whoever writes or closes next is told.
      this.#failure = error
    }
  }

  #raise(): void {
    const failure = this.#failure
    this.#failure = null
    if (failure !== null) throw fileError(failure, this.#path, 'append to')
  }
}
