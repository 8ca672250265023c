/** Which mind each role gets, from what the user has said and what there is. */
import { type AgentDefinition, EFFORTS, type Effort } from '../agents/definition.ts'
import { SynodError } from '../errors.ts'
import { anthropicMind } from './anthropic/mind.ts'
import { createPace } from './anthropic/pace.ts'
import { DEFAULT_BASE_URL } from './anthropic/server.ts'
import { createWarmth } from './anthropic/warmth.ts'
import { cliMind } from './cli/mind.ts'
import { isCliPreset } from './cli/spec.ts'
import type { Mind } from './mind.ts'
import { BUILT_IN_MODELS, DEFAULT_MODEL, type ModelTable } from './models.ts'
import { playbookMind } from './playbook/playbook.ts'

const MINDS = ['auto', 'anthropic', 'playbook'] as const
const CLI = 'cli:'
const KNOWN = `${MINDS.join(', ')}, cli:claude, cli:codex, cli:gemini, cli:opencode, cli:COMMAND, recorded:FOLDER`

export interface ChooseMindOptions {
  /** `auto`, `anthropic`, `playbook` or `cli:…`. */
  readonly mind: string
  /** By role: a mind, or the model it speaks by. Default: what its definition says, else `mind`. */
  readonly minds?: Readonly<Record<string, string>> | undefined
  /** Whether the program that a definition names speaks for it. Default: where `mind` is `auto`. */
  readonly programs?: boolean | undefined
  /** One model for all roles that have none of their own in `minds`. Default: what each definition says, else `DEFAULT_MODEL`. */
  readonly model?: string | undefined
  /** low, medium, high, xhigh or max. Default: what each definition says, else what the model does by itself. */
  readonly effort?: string | undefined
  /** A server that speaks the Anthropic Messages API. Default: `ANTHROPIC_BASE_URL`, else Anthropic's own. */
  readonly baseUrl?: string | undefined
  /** Requests a minute to that server, over all roles. Default: no limit of ours. */
  readonly rate?: number | undefined
  /** Names and prices of models. Default: the built-in table. */
  readonly models?: ModelTable | undefined
  /** Read for ANTHROPIC_API_KEY, ANTHROPIC_AUTH_TOKEN and ANTHROPIC_BASE_URL, and handed to programs. */
  readonly env: Readonly<Record<string, string | undefined>>
}

export interface MindChoice {
  readonly name: string
  /** By which the same is chosen again: the name, or a program's whole command. Default: the name. */
  readonly spec?: string
  /** The server that is asked, where it is not Anthropic's own. */
  readonly server?: string
  /** One line for the user: who is going to speak. */
  readonly describe: string
  mindFor(agent: AgentDefinition): Mind
}

/** @throws SynodError SYN_MIND_UNKNOWN, SYN_MIND_CREDENTIALS, SYN_USAGE */
export function chooseMind(options: ChooseMindOptions): MindChoice {
  const { minds = {}, programs = options.mind === 'auto' } = options
  const makers = makersOf(options)
  const forAll = choiceOf(options.mind, makers)
  const own = new Map(Object.entries(minds).map(([role, spec]) => [role, ownChoice(spec, makers)]))
  const named = Object.entries(minds).map(([role, spec]) => `${role} by ${spec}`)
  const asksServer = forAll.server !== undefined || Object.values(minds).some(spec => asksModel(spec))
  return {
    ...forAll,
    ...(asksServer && makers.server !== null ? { server: makers.server } : {}),
    describe:
      named.length === 0 ? forAll.describe : `${named.join(', ')}; for the others: ${forAll.describe}`,
    mindFor(agent) {
      const chosen = own.get(agent.role)
      if (chosen !== undefined) return chosen.mindFor(agent)
      const program = programs ? programIn(agent) : null
      return program === null ? forAll.mindFor(agent) : makers.program(program, agent)
    },
  }
}

/** Whether a mind is a command line of somebody's own: a program is run whose name comes with it. */
export function isCommand(spec: string): boolean {
  return spec.startsWith(CLI) && !isCliPreset(spec.slice(CLI.length))
}

/**
 * A definition comes with a repository: it may name a program that is known, and no command of its own. Whoever names a
 * mind for all means it.
 */
function programIn({ model, path }: AgentDefinition): string | null {
  if (model === null || !model.startsWith(CLI)) return null
  const program = model.slice(CLI.length)
  if (isCliPreset(program)) return program
  throw new SynodError(
    'SYN_USAGE',
    `${path} wants the program "${program}" to speak for it: only you can have a command run, as ROLE@${model} in --workers or --minds`,
  )
}

/** Whether what stands behind an `@` is a model of the server. */
export function asksModel(spec: string): boolean {
  return spec !== 'playbook' && spec !== 'auto' && !spec.startsWith(CLI)
}

interface Makers {
  /** The base URL, where it is not Anthropic's own. */
  readonly server: string | null
  /** Whether there is a server to ask, and a key where it wants one. */
  readonly isReachable: boolean
  readonly host: string
  readonly models: ModelTable
  readonly forAll: string | null
  playbook(): Mind
  model(model: string, agent: AgentDefinition | null): Mind
  program(program: string, agent: AgentDefinition | null): Mind
}

function makersOf({
  env,
  rate,
  model,
  effort,
  models = BUILT_IN_MODELS,
  ...options
}: ChooseMindOptions): Makers {
  const forEach = readEffort(effort)
  const apiKey = env['ANTHROPIC_API_KEY']?.trim() || env['ANTHROPIC_AUTH_TOKEN']?.trim() || null
  const baseUrl = options.baseUrl?.trim() || env['ANTHROPIC_BASE_URL']?.trim() || null
  // All who ask one server share its limits, and what is in its cache.
  const shared = { pace: createPace({ perMinute: rate }), warmth: createWarmth() }
  const made = new Map<string, Mind>()
  const once = (key: readonly unknown[], make: () => Mind): Mind => {
    const known = made.get(JSON.stringify(key)) ?? make()
    made.set(JSON.stringify(key), known)
    return known
  }
  const effortOf = (agent: AgentDefinition | null): Effort | null => forEach ?? agent?.effort ?? null
  const asked = model === undefined ? null : readModel(model.trim(), models)
  return {
    isReachable: apiKey !== null || baseUrl !== null,
    server: baseUrl === null || !URL.canParse(baseUrl) ? null : addressOf(new URL(baseUrl)),
    host: baseUrl !== null && URL.canParse(baseUrl) ? new URL(baseUrl).host : new URL(DEFAULT_BASE_URL).host,
    models,
    forAll: asked,
    playbook: () => once(['playbook'], playbookMind),
    model(model, agent) {
      const effort = effortOf(agent)
      const server = { apiKey, ...shared, models, ...(baseUrl === null ? {} : { baseUrl }) }
      return once(['model', model, effort], () => anthropicMind({ model, effort, ...server }))
    },
    program(spec, agent) {
      const effort = effortOf(agent)
      // What a definition says of models is Claude's: to another program it means nothing.
      const written = spec === 'claude' ? (agent?.model ?? null) : null
      const own = written === null || written.startsWith(CLI) ? null : models.resolve(written, '') || null
      const wanted = asked ?? own
      return once(['cli', spec, wanted, effort], () => cliMind({ spec, model: wanted, effort, env, models }))
    },
  }
}

function choiceOf(wanted: string, makers: Makers): MindChoice {
  if (wanted.startsWith(CLI)) return programChoice(wanted.slice(CLI.length), makers)
  const known = MINDS.find(name => name === wanted)
  if (known === undefined)
    throw new SynodError('SYN_MIND_UNKNOWN', `There is no mind "${wanted}": known are ${KNOWN}`)
  const { isReachable, forAll } = makers
  if (known === 'auto' && !isReachable && forAll !== null) throw noKey(`--model ${forAll}`)
  if (known === 'playbook' || (known === 'auto' && !isReachable))
    return playbookChoice(known === 'auto', makers)
  if (!isReachable) throw noKey('the anthropic mind')
  return modelChoice(makers)
}

/** What stands behind the `@` of a seat: a mind, else the name of a model. */
function ownChoice(spec: string, makers: Makers): Pick<MindChoice, 'mindFor'> {
  if (spec === 'auto' || spec === 'playbook') return choiceOf(spec, makers)
  if (spec.startsWith(CLI)) return programChoice(spec.slice(CLI.length), makers)
  if (spec.startsWith('recorded:'))
    throw new SynodError(
      'SYN_USAGE',
      `A recording plays a whole session: use --mind ${spec}, for no role alone`,
    )
  if (!makers.isReachable) throw noKey(`"${spec}"`)
  if (spec === 'anthropic') return modelChoice(makers)
  const model = readModel(spec, makers.models)
  return { mindFor: agent => makers.model(model, agent) }
}

/** What may be kept in a log: no name, no password, no query. */
function addressOf({ origin, pathname }: URL): string {
  return `${origin}${pathname.replace(/\/+$/, '')}`
}

function noKey(whose: string): SynodError {
  return new SynodError(
    'SYN_MIND_CREDENTIALS',
    `There is no key for ${whose}: set ANTHROPIC_API_KEY, name a server that wants none with --base-url, or use --mind playbook`,
  )
}

function playbookChoice(forLack: boolean, makers: Makers): MindChoice {
  const mind = makers.playbook()
  const panel = 'the embedded playbook panel speaks (rules from agents/*.md, not a language model)'
  return {
    name: mind.name,
    describe: forLack ? `no key and no model: ${panel}` : panel,
    mindFor: () => mind,
  }
}

function programChoice(program: string, makers: Makers): MindChoice {
  // What is wrong with the command shows before a session is opened.
  const { name } = makers.program(program, null)
  return {
    name,
    spec: `${CLI}${program}`,
    describe: `${program} speaks, as a program on this machine, once a turn`,
    mindFor: agent => makers.program(program, agent),
  }
}

function modelChoice(makers: Makers): MindChoice {
  const { forAll, models, server } = makers
  // What is wrong with the server's address shows before a session is opened.
  makers.model(forAll ?? DEFAULT_MODEL, null)
  return {
    name: forAll ?? 'anthropic',
    ...(server === null ? {} : { server }),
    describe: describeModel(makers),
    mindFor: agent => makers.model(forAll ?? models.resolve(agent.model, DEFAULT_MODEL), agent),
  }
}

/** Whoever names a model by a flag means that name, known here or not: gateways have names of their own. */
function readModel(written: string, models: ModelTable): string {
  return /^[\w.-]+$/.test(written) ? models.resolve(written, written) : written
}

function describeModel({ forAll, models, host }: Makers): string {
  if (forAll === null)
    return `each role speaks by the model its definition names, else ${DEFAULT_MODEL}, from ${host}`
  return `${forAll} speaks for every role, from ${host}${models.hasPrice(forAll) ? '' : ' (its price is not known here: its cost is counted as 0 USD)'}`
}

function readEffort(written: string | undefined): Effort | null {
  if (written === undefined) return null
  const effort = EFFORTS.find(known => known === written)
  if (effort !== undefined) return effort
  throw new SynodError('SYN_USAGE', `There is no effort "${written}": expected ${EFFORTS.join(', ')}`)
}
