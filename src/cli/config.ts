/** `synod.config.json`: rosters by name and prices of models, looked for from the working folder up to the root of its repository. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { readSeatSpec } from '../agents/seat-spec.ts'
import { type AgentSource, CONFIG_FILE, projectRoot } from '../agents/sources.ts'
import { SynodError } from '../errors.ts'
import { isCommand } from '../minds/choose.ts'
import { BUILT_IN_MODELS, type ModelPrice, type ModelTable, modelTable } from '../minds/models.ts'

/** Who sits at the table, as `--workers` and `--agents` say it. */
export interface Preset {
  readonly workers?: readonly string[] | undefined
  /** Folders or files of definitions. */
  readonly agents?: readonly string[] | undefined
}

export interface Config extends Preset {
  readonly presets?: Readonly<Record<string, Preset>> | undefined
  /** What models are called and cost, by the name the server knows: before what is built in. */
  readonly models?: Readonly<Record<string, ModelPrice>> | undefined
}

const texts = z.array(z.string().trim().min(1)).readonly()
const preset = { workers: texts.optional(), agents: texts.optional() }
const usd = z.number().nonnegative().max(100_000)
const rates = {
  input: usd,
  output: usd,
  cacheRead: usd.optional(),
  cacheWrite5m: usd.optional(),
  cacheWrite1h: usd.optional(),
}
const model = z.strictObject({
  // As a definition or `--model` may write it: nothing that could be taken for anything else.
  alias: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]*$/i, 'Expected letters, digits, ., _ and -')
    .optional(),
  ...rates,
  long: z.strictObject({ above: z.number().int().nonnegative(), ...rates }).optional(),
})
const schema: z.ZodType<Config> = z.strictObject({
  $schema: z.string().optional(),
  ...preset,
  presets: z.record(z.string(), z.strictObject(preset)).optional(),
  models: z.record(z.string().trim().min(1), model).optional(),
})

const SHAPE =
  '{"workers": [...], "agents": [...], "presets": {NAME: {"workers": [...], "agents": [...]}}, "models": {NAME: {"alias": "...", "input": USD, "output": USD, "cacheRead": USD}}}, USD for a million tokens'

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
  refuseCommands(found, path)
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

/** The file comes with a repository: to start a session in it must not mean to have its commands run. */
function refuseCommands({ workers = [] }: Preset, path: string): void {
  const seat = workers.find(worker => isCommand(readSeatSpec(worker).mind ?? ''))
  if (seat === undefined) return
  throw new SynodError(
    'SYN_CONFIG_INVALID',
    `${path}: workers: ${seat} names a command to be run, and only you can: leave it out there, and say it in --workers or --minds`,
    { details: { path } },
  )
}

/**
 * Names and prices of models: the file's own, then what is built in.
 * @throws SynodError SYN_CONFIG_INVALID
 */
export function readModels(cwd: string): ModelTable {
  const path = findConfig(cwd)
  if (path === null) return BUILT_IN_MODELS
  const { models = {} } = readConfig(path)
  const aliases = Object.values(models).flatMap(({ alias }) =>
    alias === undefined ? [] : [alias.toLowerCase()],
  )
  const twice = aliases.find((alias, at) => aliases.indexOf(alias) !== at)
  if (twice === undefined) return modelTable(models)
  throw new SynodError('SYN_CONFIG_INVALID', `${path}: models: two of them have the alias ${twice}`, {
    details: { path },
  })
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
