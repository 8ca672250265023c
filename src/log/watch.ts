/** Tells that a file may have changed. Events are only hints: whoever is told looks for itself. */
import { basename, dirname, resolve } from 'node:path'
import type { FSWatcher } from 'chokidar'

/** How often to look without any event, in milliseconds: chokidar drops the last of two quick changes. */
const SAFETY = 250

export interface Watch {
  close(): Promise<void>
}

/** Watches the folder, not the file: editors replace files, and a watched file that was replaced stays silent. */
export function watchFile(path: string, onHint: () => void): Watch {
  const name = basename(path)
  let watcher: FSWatcher | null = null
  let closed = false
  const timer = setInterval(onHint, SAFETY)
  const opening = import('chokidar').then(({ watch }) => {
    if (closed) return
    watcher = watch(dirname(resolve(path)), {
      depth: 0,
      ignoreInitial: true,
      ignored: (entry, stats) => stats?.isFile() === true && basename(entry) !== name,
    })
    // `raw` and not `change`: chokidar 5 throttles `change` and then forgets the last one.
    watcher.on('raw', onHint)
    // Without events the timer still sees everything, only later.
    watcher.on('error', onHint)
  })
  return {
    async close() {
      closed = true
      clearInterval(timer)
      await opening
      await watcher?.close()
    },
  }
}
