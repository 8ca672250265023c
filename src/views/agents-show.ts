/** One agent, and what a model is told of it. */
import type { AgentDefinition } from '../agents/definition.ts'
import { FRAMEWORK } from '../minds/prompts.ts'
import { renderRole } from '../minds/role-told.ts'
import { withoutSecrets } from './agents-check.ts'
import { safeJson, safeText } from './safe.ts'
import type { RenderOptions } from './style.ts'
import { wrap } from './width.ts'

export interface ShownAgent {
  readonly agent: AgentDefinition
  /** As it is shown. */
  readonly path: string
  /** Also what every role of every session is told. */
  readonly system: boolean
}

const HASH_DIGITS = 12
const LABEL = 12

/** Ends in a newline. The texts a model is told are not wrapped: each line is one of theirs. */
export function renderAgent({ agent, path, system }: ShownAgent, { style, width }: RenderOptions): string {
  const facts = factsOf(agent, path).flatMap(([label, value]) => {
    const [first = '', ...more] = wrap(safeText(value), Math.max(20, width - LABEL))
    return [style.dim(label.padEnd(LABEL)) + first, ...more.map(line => ' '.repeat(LABEL) + line)]
  })
  const parts: readonly (readonly [string, string])[] = [
    ...(system ? ([['Told first, to every role of every session', FRAMEWORK]] as const) : []),
    ['Told at every turn', renderRole(agent, agent.role)],
    ...(agent.report === null
      ? []
      : ([['The shape of its reports, told when it reports', agent.report]] as const)),
    ...(agent.playbook.length === 0 ? [] : ([[checklistTitle(agent), checklistOf(agent, width)]] as const)),
  ]
  const sections = parts.map(
    ([title, text]) => `${style.bold(`== ${title} ==`)}\n${safeText(text, { multiline: true }).trimEnd()}\n`,
  )
  const title = `${style.role(agent.role, style.bold(safeText(agent.role)))}  ${safeText(agent.name)}`
  return [`${title}\n${facts.join('\n')}\n`, ...sections].join('\n')
}

function factsOf(agent: AgentDefinition, path: string): readonly (readonly [string, string])[] {
  const { hash, dialect, model, tools, disallowedTools, permissionMode, duty, provider } = agent
  const servers = Object.entries(withoutSecrets(agent.mcpServers))
  return [
    ['file', `${path} (sha256 ${hash.slice(0, HASH_DIGITS)})`],
    ['dialect', dialect],
    ['for', agent.description],
    ['model', model ?? 'the default: the file names none'],
    ['may use', tools === null ? 'any tool: the file sets no limit' : tools.join(', ') || 'no tool'],
    ...fact('may not use', disallowedTools.join(', ')),
    ...fact('permission', permissionMode),
    ...fact('duty', duty),
    ...fact('provider', provider),
    ...servers.map(
      ([name, server]) =>
        ['server', server === null ? `${name}, set up elsewhere` : `${name} ${safeJson(server)}`] as const,
    ),
    ['playbook', playbookOf(agent)],
    ...agent.recovered.map(line => ['recovered', line] as const),
    ...agent.warnings.map(line => ['warning', line] as const),
  ]
}

function fact(label: string, value: string | null): readonly (readonly [string, string])[] {
  return value === null || value === '' ? [] : [[label, value]]
}

function playbookOf({ playbook, borrowedFrom }: AgentDefinition): string {
  if (playbook.length === 0) return 'none'
  return borrowedFrom === null ? 'its own' : `borrowed from the built-in ${borrowedFrom}`
}

function checklistTitle({ playbook, borrowedFrom }: AgentDefinition): string {
  const whose = borrowedFrom === null ? 'Its playbook' : `The playbook of ${borrowedFrom}`
  return `${whose}, ${playbook.length} long: what bears on the problem is told as a checklist`
}

function checklistOf({ playbook }: AgentDefinition, width: number): string {
  return wrap(playbook.map(({ id }) => id).join(', '), width).join('\n')
}
