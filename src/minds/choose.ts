/** Which mind a session gets, from what the user has said and what there is. */
import { type AgentDefinition, EFFORTS, type Effort } from '../agents/definition.ts'
import { SynodError } from '../errors.ts'
import { anthropicMind } from './anthropic/mind.ts'
import { DEFAULT_BASE_URL } from './anthropic/server.ts'
import type { Mind } from './mind.ts'
import { DEFAULT_MODEL, hasPrice, resolveModel } from './models.ts'
import { playbookMind } from './playbook/playbook.ts'

const MINDS = ['auto', 'anthropic', 'playbook'] as const

export interface ChooseMindOptions {
  /** `auto`, `anthropic` or `playbook`. */
  readonly mind: string
  /** One model for all roles. Default: what each definition says, else `DEFAULT_MODEL`. */
  readonly model?: string | undefined
  /** low, medium, high, xhigh or max. Default: what each definition says, else what the model does by itself. */
  readonly effort?: string | undefined
  /** A server that speaks the Anthropic Messages API. Default: `ANTHROPIC_BASE_URL`, else Anthropic's own. */
  readonly baseUrl?: string | undefined
  /** Read for ANTHROPIC_API_KEY, ANTHROPIC_AUTH_TOKEN and ANTHROPIC_BASE_URL. */
  readonly env: Readonly<Record<string, string | undefined>>
}

export interface MindChoice {
  readonly name: string
  /** One line for the user: who is going to speak. */
  readonly describe: string
  mindFor(agent: AgentDefinition): Mind
}

/** @throws SynodError SYN_MIND_UNKNOWN, SYN_MIND_CREDENTIALS, SYN_USAGE */
export function chooseMind(options: ChooseMindOptions): MindChoice {
  const wanted = MINDS.find(name => name === options.mind)
  if (wanted === undefined) {
    throw new SynodError(
      'SYN_MIND_UNKNOWN',
      `There is no mind "${options.mind}": known are ${MINDS.join(', ')}`,
    )
  }
  const { env } = options
  const key = env['ANTHROPIC_API_KEY']?.trim() || env['ANTHROPIC_AUTH_TOKEN']?.trim() || null
  const baseUrl = options.baseUrl?.trim() || env['ANTHROPIC_BASE_URL']?.trim() || null
  const reachable = key !== null || baseUrl !== null
  if (wanted === 'playbook' || (wanted === 'auto' && !reachable)) return playbookChoice(wanted === 'auto')
  if (reachable) return anthropicChoice(options, key, baseUrl)
  throw new SynodError(
    'SYN_MIND_CREDENTIALS',
    'There is no key for the anthropic mind: set ANTHROPIC_API_KEY, name a server that wants none with --base-url, or use --mind playbook',
  )
}

function playbookChoice(forLack: boolean): MindChoice {
  const mind = playbookMind()
  const panel = 'the embedded playbook panel speaks (rules from agents/*.md, not a language model)'
  return {
    name: mind.name,
    describe: forLack ? `no key and no model: ${panel}` : panel,
    mindFor: () => mind,
  }
}

function anthropicChoice(
  { model: forAll, effort: written }: ChooseMindOptions,
  apiKey: string | null,
  baseUrl: string | null,
): MindChoice {
  const forEach = readEffort(written)
  const one = forAll === undefined ? null : readModel(forAll.trim())
  const mindOf = (model: string, effort: Effort | null) =>
    anthropicMind({ model, effort, apiKey, ...(baseUrl === null ? {} : { baseUrl }) })
  const minds = new Map<string, Mind>()
  const mindWith = (model: string, effort: Effort | null): Mind => {
    const key = `${model} ${effort}`
    const mind = minds.get(key) ?? mindOf(model, effort)
    minds.set(key, mind)
    return mind
  }
  // What is wrong with the server's address shows before a session is opened.
  mindWith(one ?? DEFAULT_MODEL, forEach)
  return {
    name: one ?? 'anthropic',
    describe: describe(one, new URL(baseUrl ?? DEFAULT_BASE_URL).host),
    mindFor(agent) {
      return mindWith(one ?? resolveModel(agent.model, DEFAULT_MODEL), forEach ?? agent.effort)
    },
  }
}

/** Whoever names a model by a flag means that name, known here or not: gateways have names of their own. */
function readModel(written: string): string {
  return /^[a-z0-9-]+$/i.test(written) ? resolveModel(written, written) : written
}

function describe(model: string | null, host: string): string {
  if (model === null)
    return `each role speaks by the model its definition names, else ${DEFAULT_MODEL}, from ${host}`
  return `${model} speaks for every role, from ${host}${hasPrice(model) ? '' : ' (its price is not known here: its cost is counted as 0 USD)'}`
}

function readEffort(written: string | undefined): Effort | null {
  if (written === undefined) return null
  const effort = EFFORTS.find(known => known === written)
  if (effort !== undefined) return effort
  throw new SynodError('SYN_USAGE', `There is no effort "${written}": expected ${EFFORTS.join(', ')}`)
}
