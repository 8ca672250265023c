import { spawnSync } from 'node:child_process'
import { it } from 'vitest'
import { writeAgentTree } from '../support/agent-tree.ts'
import { BIN } from '../support/processes.ts'
import { tempFolder } from '../support/temp.ts'
import { PATIENCE, place, scaled, whole } from './log/figures.ts'
import { printTable, spread } from './table.ts'

const FILES = scaled(5_000)
const RUNS = 5
const MB = 1e6
const CHECK = '`synod agents check TREE --json`'

/**
 * Says at its end, behind all else on stderr, the most memory it had in KB and its time of the processor in µs. Linux is
 * asked for what counts from the start of the program: `resourceUsage` counts the memory of whoever started it as well.
 */
const WATCH = `data:text/javascript,${encodeURIComponent(`
  import { readFileSync } from 'node:fs'
  import { platform, resourceUsage } from 'node:process'
  process.on('exit', () => {
    const ofProgram = () => /VmHWM:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]
    const most = platform === 'linux' ? ofProgram() : resourceUsage().maxRSS
    const { user, system } = process.cpuUsage()
    process.stderr.write('\\nmost ' + most + ' ' + (user + system) + '\\n')
  })
`)}`

const DECODE = `
  import { decodeDefinition, readDefinitionBytes } from ${built('agents/decode.js')}
  import { findDefinitionFiles } from ${built('agents/files.js')}
  const { files } = await findDefinitionFiles([process.argv[1]])
  for (const path of files) {
    const read = readDefinitionBytes(path)
    if (decodeDefinition(read.bytes).text === '') throw new Error(path + ' has no text')
  }
  for (const path of files) console.log(path)
`

const READ = `
  import { findDefinitionFiles } from ${built('agents/files.js')}
  import { readAgentFile } from ${built('agents/load.js')}
  const { files } = await findDefinitionFiles([process.argv[1]])
  for (const path of files) console.log(readAgentFile(path).path)
`

function built(module: string): string {
  return JSON.stringify(new URL(`../../dist/${module}`, import.meta.url).href)
}

interface Run {
  readonly ms: number
  /** Of the processor: more than `ms` where threads work side by side, and hardly changed by what else runs. */
  readonly processor: number
  /** Bytes. */
  readonly most: number
  readonly status: number | null
  readonly stdout: string
}

function run(args: readonly string[]): Run {
  const began = performance.now()
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', WATCH, ...args], {
    encoding: 'utf8',
    maxBuffer: 1024 * MB,
  })
  const ms = performance.now() - began
  const [, most, processor] = /\nmost (\d+) (\d+)\n$/.exec(stderr) ?? []
  if (most === undefined) throw new Error(`${args.join(' ')} ended with ${status}:\n${stderr}`)
  return { ms, processor: Number(processor) / 1000, most: Number(most) * 1024, status, stdout }
}

it(
  'checking a tree of definitions',
  () => {
    const folder = tempFolder()
    const { files, broken, bytes } = writeAgentTree(folder, { files: FILES, seed: 5 })
    const every = (args: readonly string[]) => () => {
      const done = run([...args])
      const lines = done.stdout.split('\n').length - 1
      if (lines === files.length) return done
      throw new Error(
        `${lines} lines for ${files.length} files, ended with ${done.status}: ${args.join(' ')}`,
      )
    }
    const ways: readonly (readonly [what: string, aim: string, once: () => Run])[] = [
      ['Node and nothing else', '', () => run(['-e', '0'])],
      ['find and decode', '', every(['--input-type=module', '-e', DECODE, folder])],
      ['find, decode and read', '', every(['--input-type=module', '-e', READ, folder])],
      [CHECK, 'under 3 s, under 200 MB', every([BIN, 'agents', 'check', folder, '--json'])],
    ]
    const isBuilt = spawnSync(process.execPath, [BIN, 'agents', 'check', '--help']).status === 0
    if (!isBuilt) process.stdout.write(`\n${CHECK} is not in this build: it is left out\n`)
    const rows = ways
      .filter(([what]) => isBuilt || what !== CHECK)
      .map(([what, aim, once]) => {
        const runs = Array.from({ length: RUNS }, once)
        const most = Math.max(...runs.map(done => done.most))
        const seconds = (times: readonly number[]) => spread(times.map(time => time / 1000))
        const [processor = ''] = seconds(runs.map(done => done.processor))
        return [what, ...seconds(runs.map(({ ms }) => ms)), processor, (most / MB).toFixed(0), aim]
      })
    printTable(
      `${whole(files.length)} definitions, ${(bytes / MB).toFixed(0)} MB, ${broken.length} with careless front matter, ${RUNS} runs; ${place(folder)}`,
      ['what', 'seconds: median', 'least', 'most', 'of the processor', 'peak RSS, MB', 'aim'],
      rows,
    )
  },
  PATIENCE,
)
