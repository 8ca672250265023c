/** Child processes that speak in lines. */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const running = new Set()
// Whatever ends this process: it leaves none of them behind.
process.on('exit', () => {
  for (const child of running) child.kill()
})

/**
 * @param {string} script in this folder @param {readonly string[]} args
 * @param {(words: readonly string[], line: string) => void} onLine @param {readonly string[]} before e.g. strace and its options
 */
export function start(script, args, onLine, before = []) {
  const path = fileURLToPath(new URL(script, import.meta.url))
  const [command, ...rest] = [...before, process.execPath, path, ...args]
  // A group of its own: strace must die with the writer it runs, and not alone.
  const child = spawn(command, rest, { stdio: ['pipe', 'pipe', 'pipe'], detached: true })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', text => {
    stderr += text
  })
  child.stdin.on('error', () => {})
  createInterface({ input: child.stdout }).on('line', line => onLine(line.split(' '), line))
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      running.delete(self)
      resolve({ code, signal, stderr })
    })
  })
  const self = {
    ended,
    kill() {
      if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
      try {
        process.kill(-child.pid, 'SIGKILL')
      } catch (error) {
        // It ended by itself in the meantime.
        if (error.code !== 'ESRCH') throw error
      }
    },
    /** Asks it to end when it has done what it is doing. */
    stop() {
      child.stdin.end()
    },
  }
  running.add(self)
  return self
}
