/** Faults of the disk, put in by strace between a writer and the kernel. */
import { spawnSync } from 'node:child_process'
import { basename, dirname, join } from 'node:path'

/** Name → what strace does to which call on which of the two files. `%` is when: at which call, and every how many. */
const FAULTS = {
  'log full': ['log', 'write:error=ENOSPC:when=%'],
  'journal full': ['journal', 'write:error=ENOSPC:when=%'],
  'log write fails': ['log', 'write:error=EIO:when=%'],
  'log flush fails': ['log', 'fdatasync:error=EIO:when=%'],
  // The caller is told that 100 bytes are written, and none is: a disk that lies.
  'log writes short': ['log', 'write:retval=100:when=%'],
  'journal writes short': ['journal', 'write:retval=100:when=%'],
  'log killed in write': ['log', 'write:signal=KILL:when=%'],
  'journal killed in write': ['journal', 'write:signal=KILL:when=%'],
  'log killed in flush': ['log', 'fdatasync:signal=KILL:when=%'],
  'log write is slow': ['log', 'write:delay_exit=30000:when=%'],
  'journal write is slow': ['journal', 'write:delay_exit=30000:when=%'],
}

export function haveStrace() {
  return process.platform === 'linux' && spawnSync('strace', ['-V']).status === 0
}

/**
 * The command before a writer's own, and the fault's name.
 * @param {string} path of the log @param {import('./random.mjs').Random} random
 */
export function anyFault(path, random) {
  const name = random.pick(Object.keys(FAULTS))
  const [file, inject] = FAULTS[name]
  const target = file === 'log' ? path : join(dirname(path), '.synod', `${basename(path)}.journal`)
  const when = `${random.whole(1, 12)}+${random.whole(4, 20)}`
  const [call] = inject.split(':')
  return {
    name,
    command: [
      'strace',
      '-f',
      '-qq',
      '-o',
      '/dev/null',
      '-P',
      target,
      '-e',
      `trace=${call}`,
      '-e',
      `inject=${inject.replace('%', when)}`,
    ],
  }
}
