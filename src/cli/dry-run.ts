/** `--dry-run` of start and resume: what would be asked of whom. No model is asked, and no file is written. */
import type { AgentDefinition } from '../agents/definition.ts'
import type { Roster } from '../agents/roster.ts'
import { EXIT } from '../errors.ts'
import { type ParsedLog, SUPERVISOR } from '../log/entry.ts'
import type { MindChoice } from '../minds/choose.ts'
import { type PromptBlock, renderPrompt } from '../minds/context.ts'
import type { Turn } from '../minds/mind.ts'
import { DEFAULT_MODEL } from '../minds/models.ts'
import { renderRole } from '../minds/role-told.ts'
import { foldLog } from '../protocol/fold.ts'
import type { SpendTotals, State } from '../protocol/state.ts'
import { recordsOf } from '../session/definitions.ts'
import { assumptionsOf, type Estimate, estimate, type SeatEstimate } from '../session/estimate.ts'
import { everyRole, panelOf } from '../session/run.ts'
import { type DryRunCap, type DryRunReport, renderDryRun } from '../views/dry-run.ts'
import { safeJson } from '../views/safe.ts'
import { PLAYBOOK } from '../views/speaker.ts'
import { readModels } from './config.ts'
import { type Io, styleOf, widthOf, write } from './io.ts'
import type { WorkOptions } from './options.ts'
import { type PromptPart, serverOf, sizesOf, tokensInBytes } from './prompt-sizes.ts'

export interface Planned {
  readonly path: string
  /** As it is, or as a new one would begin. */
  readonly log: ParsedLog
  readonly roster: Roster
  readonly minds: MindChoice
}

/** Surroundings in which minds that want a key can be named without one: nothing is sent. `auto` chooses as ever. */
export function withoutKey(io: Io, options: Pick<WorkOptions, 'mind' | 'dryRun' | 'baseUrl'>): Io {
  const { mind, dryRun } = options
  if (!dryRun || mind === 'auto' || serverOf(io, options) !== null) return io
  return { ...io, env: { ...io.env, ANTHROPIC_API_KEY: 'none' } }
}

export async function dryRun(io: Io, options: WorkOptions, planned: Planned): Promise<number> {
  const report = await reportOf(io, options, planned)
  const shown = options.json
    ? safeJson(report)
    : renderDryRun(report, { style: styleOf(io.stdout, io.env), width: widthOf(io.stdout) }).join('\n')
  await write(io.stdout, `${shown}\n`)
  return EXIT.ok
}

async function reportOf(
  io: Io,
  options: WorkOptions,
  { path, log, roster, minds }: Planned,
): Promise<DryRunReport> {
  const models = readModels(io.cwd)
  const state = foldLog(log)
  const agents = [roster.supervisor, ...roster.workers]
  const seated = agents
    .filter(({ role }) => everyRole(roster, log.header).includes(role))
    .map(agent => ({ agent, mind: minds.mindFor(agent).name, turn: turnOf(agent, roster, log, state) }))
  const model = seated.map(({ mind }) => mind).find(isModel)
  const server = model === undefined ? null : serverOf(io, options)
  const sizes = await sizesOf(partsOf(seated), { server, model: model ?? DEFAULT_MODEL })
  const [shared = 0, inLog = 0, ...definitions] = sizes.tokens
  const seats = seated.map(({ agent, mind, turn }): SeatEstimate => {
    const cached = isModel(mind)
    // Definitions are told to all in front of the log, or each to its role alone behind it.
    const { blocks, particular } = renderPrompt(turn, { shared: cached })
    const seatsTold = blocks.filter(({ label }) => label === 'seats').map(({ text }) => tokensInBytes(text))
    return {
      role: agent.role,
      model: mind === PLAYBOOK ? null : mind,
      cached,
      prefix: seatsTold.reduce((sum, each) => sum + each, shared),
      particular: tokensInBytes(particular),
    }
  })
  const estimated = estimate(state, seats, inLog, models)
  const records = recordsOf(roster)
  const roles = seated.map(({ agent: { role, path: file }, mind }, at) => ({
    role,
    definition: records[role]?.path ?? file,
    mind,
    priced: mind === PLAYBOOK || models.hasPrice(mind),
    tokens: definitions[at] ?? 0,
  }))
  const spent = { usd: state.spend.usd, tokens: tokensOf(state.spend) }
  return {
    event: 'dry-run',
    schema: 1,
    session: log.header?.session ?? '',
    title: log.title,
    log: path,
    roles,
    prompt: { shared, log: inLog, countedBy: sizes.countedBy, why: whyOf(sizes.why, model) },
    estimate: estimated,
    spent,
    caps: capsOf(
      options,
      estimated,
      spent,
      roles.every(({ priced }) => priced),
    ),
    assumptions: assumptionsOf({
      maxRevisions: state.maxRevisions,
      implement: log.header?.implement ?? false,
    }),
  }
}

/** What all turns begin with, the entries that are there, then each definition. */
function partsOf(
  seated: readonly { readonly agent: AgentDefinition; readonly turn: Turn }[],
): readonly PromptPart[] {
  const turn = seated[0]?.turn
  if (turn === undefined) return []
  const { system, blocks } = renderPrompt(turn)
  const isEntry = ({ label }: PromptBlock) => label.startsWith('#')
  const texts = (some: readonly PromptBlock[]) => some.map(({ text }) => text)
  return [
    { system, texts: texts(blocks.filter(block => !isEntry(block))) },
    { system: null, texts: texts(blocks.filter(isEntry)) },
    ...seated.map(({ agent }) => ({ system: null, texts: [renderRole(agent, agent.role)] })),
  ]
}

function turnOf(agent: AgentDefinition, { workers: agents }: Roster, log: ParsedLog, state: State): Turn {
  const { title, problem, entries } = log
  const panel = panelOf(agents)
  const task = agent.role === SUPERVISOR ? 'frame' : 'analyse'
  return { agent, role: agent.role, task, on: null, title, problem, panel, agents, entries, state }
}

/** Rules and programs are asked nothing over the network. */
function isModel(mind: string): boolean {
  return mind !== PLAYBOOK && !mind.startsWith('cli:')
}

function whyOf(why: string | null, model: string | undefined): string | null {
  return why !== null && model === undefined ? 'nobody speaks by a model of a server' : why
}

function tokensOf({ input, cached, output }: SpendTotals): number {
  return input + cached + output
}

function capsOf(
  { maxCost, maxTokens }: Pick<WorkOptions, 'maxCost' | 'maxTokens'>,
  { usd, tokens }: Estimate,
  spent: DryRunReport['spent'],
  priced: boolean,
): readonly DryRunCap[] {
  const verdictOn = (cap: number, least: number, most: number): DryRunCap['verdict'] =>
    most <= cap ? 'enough' : least > cap ? 'too little' : 'may be reached'
  return [
    ...(maxCost === undefined
      ? []
      : [
          {
            flag: '--max-cost' as const,
            cap: maxCost,
            verdict: priced
              ? verdictOn(maxCost, spent.usd + usd.least, spent.usd + usd.most)
              : ('cannot hold' as const),
          },
        ]),
    ...(maxTokens === undefined
      ? []
      : [
          {
            flag: '--max-tokens' as const,
            cap: maxTokens,
            verdict: verdictOn(maxTokens, spent.tokens + tokens.least, spent.tokens + tokens.most),
          },
        ]),
  ]
}
