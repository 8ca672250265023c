/**
 * Ways to append to one file from many processes. Each opens what it needs once and gives back
 * `append(bytes)`, done when it is as safe as it was asked to be, and `close()`.
 */
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** What a heading, a type and a seal take of an entry, in bytes. */
const FRAME = 124

export const STORES = { synod, plain, lockfile, sqlite }

async function synod(path, synced) {
  const { FileLog } = await import('../../../dist/log/file-log.js')
  const log = new FileLog(path, { durability: synced ? 'entry' : 'none' })
  return {
    async append(bytes) {
      const content = bytes.toString('latin1', FRAME)
      const { appended } = await log.append({ role: 'BACKEND', type: 'ANALYSIS', fields: {}, content })
      if (!appended) throw new Error('An append that nobody checks was refused')
    },
    close: () => log.close(),
  }
}

/** No lock: the kernel keeps writes apart, and nobody knows what the others wrote. */
async function plain(path, synced) {
  const file = openSync(path, 'a')
  return {
    append: bytes => write(file, bytes, synced),
    close: () => closeSync(file),
  }
}

async function lockfile(path, synced) {
  const { default: locks } = await import('proper-lockfile')
  const file = openSync(path, 'a')
  return {
    async append(bytes) {
      const release = await take(locks, path)
      try {
        write(file, bytes, synced)
      } finally {
        await release()
      }
    },
    close: () => closeSync(file),
  }
}

/** Its own retries begin at a second; these are kinder to it. */
async function take(locks, path) {
  for (;;) {
    try {
      return await locks.lock(path, { realpath: false, retries: 0 })
    } catch (error) {
      if (error.code !== 'ELOCKED') throw error
      await sleep(1 + Math.random() * 4)
    }
  }
}

/** One row, one transaction. tests/bench/log/sqlite-worker.py does the same. */
async function sqlite(path, synced) {
  const { DatabaseSync } = await import('node:sqlite')
  const database = new DatabaseSync(path)
  database.exec('PRAGMA busy_timeout = 30000')
  database.exec('PRAGMA journal_mode = WAL')
  database.exec(`PRAGMA synchronous = ${synced ? 'FULL' : 'OFF'}`)
  database.exec('CREATE TABLE IF NOT EXISTS entries (number INTEGER PRIMARY KEY, body BLOB NOT NULL)')
  const insert = database.prepare('INSERT INTO entries (body) VALUES (?)')
  return {
    append: bytes => void insert.run(bytes),
    close: () => database.close(),
  }
}

function write(file, bytes, synced) {
  const written = writeSync(file, bytes)
  if (written !== bytes.length) throw new Error(`Only ${written} of ${bytes.length} bytes were written`)
  if (synced) fdatasyncSync(file)
}
