/** Many short pieces of output, written in few calls and never faster than they are taken. */
import { type OutputStream, write } from './io.ts'

const CHUNK = 64 * 1024

export interface Chunks {
  /** False when nobody reads any more (`| head`): there is no use in going on. */
  add(text: string): Promise<boolean>
  end(): Promise<void>
}

export function createChunks(stream: OutputStream): Chunks {
  let pending: string[] = []
  let length = 0
  const flush = async () => {
    const text = pending.join('')
    pending = []
    length = 0
    if (text !== '') await write(stream, text)
  }
  return {
    async add(text) {
      pending.push(text)
      length += text.length
      if (length >= CHUNK) await flush()
      return !stream.destroyed && stream.errored === null
    },
    end: flush,
  }
}
