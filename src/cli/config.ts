/** `synod.config.json`: rosters by name, looked for from the working folder up to the root of its repository. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { type AgentSource, CONFIG_FILE, projectRoot } from '../agents/sources.ts'
import { SynodError } from '../errors.ts'

/** Who sits at the table, as `--workers` and `--agents` say it. */
export interface Preset {
  readonly workers?: readonly string[] | undefined
  /** Folders or files of definitions. */
  readonly agents?: readonly string[] | undefined
}

export interface Config extends Preset {
  readonly presets?: Readonly<Record<string, Preset>> | undefined
}

const texts = z.array(z.string().trim().min(1)).readonly()
const preset = { workers: texts.optional(), agents: texts.optional() }
const schema: z.ZodType<Config> = z.strictObject({
  $schema: z.string().optional(),
  ...preset,
  presets: z.record(z.string(), z.strictObject(preset)).optional(),
})

const SHAPE = '{"workers": [...], "agents": [...], "presets": {NAME: {"workers": [...], "agents": [...]}}}'

/**
 * The preset of that name, or what the file says for every session; nothing where there is no file.
 * @throws SynodError SYN_CONFIG_INVALID, SYN_USAGE for a preset that is not there
 */
export function readPreset(cwd: string, name: string | undefined): Preset {
  const path = findConfig(cwd)
  if (path === null) {
    if (name === undefined) return {}
    throw new SynodError(
      'SYN_USAGE',
      `There is no preset "${name}": no ${CONFIG_FILE} from ${cwd} up to its repository's root`,
    )
  }
  const config = readConfig(path)
  const found = name === undefined ? config : ownPreset(config, name)
  if (found === undefined) {
    const known = Object.keys(config.presets ?? {})
    throw new SynodError(
      'SYN_USAGE',
      `There is no preset "${name}" in ${path}: ${known.length === 0 ? 'it has none' : `known are ${known.join(', ')}`}`,
    )
  }
  const folder = dirname(path)
  const missing = (found.agents ?? config.agents ?? []).find(file => !existsSync(resolve(folder, file)))
  if (missing !== undefined)
    throw new SynodError('SYN_CONFIG_INVALID', `${path}: agents: there is no ${missing} in ${folder}`, {
      details: { path },
    })
  return {
    // A player's file, and a folder of definitions, are meant from where the config stands.
    workers: found.workers?.map(seat =>
      seat.replace(/^([^=]*=)?(\.{1,2}\/.*)$/, (_, role = '', file) => `${role}${resolve(folder, file)}`),
    ),
    agents: (found.agents ?? config.agents)?.map(file => resolve(folder, file)),
  }
}

/** The folders and files of definitions that a preset names, as sources. */
export function presetSources({ agents = [] }: Preset): readonly AgentSource[] {
  return agents.map(path => ({ label: path, path, isNamed: true }))
}

function ownPreset({ presets = {} }: Config, name: string): Preset | undefined {
  return Object.hasOwn(presets, name) ? presets[name] : undefined
}

function readConfig(path: string): Config {
  const invalid = (why: string, cause?: unknown) =>
    new SynodError('SYN_CONFIG_INVALID', `${path}: ${why}`, { cause, details: { path } })
  let json: unknown
  try {
    json = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : String(error), error)
  }
  const read = schema.safeParse(json)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const where = issue?.path.join('.') || 'the file'
  throw invalid(`${where}: ${issue?.message}; expected ${SHAPE}`)
}

/** Not beyond the repository: what stands above it belongs to somebody else. */
function findConfig(cwd: string): string | null {
  const path = join(projectRoot(resolve(cwd)), CONFIG_FILE)
  return existsSync(path) ? path : null
}
