import type { AgentDefinition } from '../../../agents/definition.ts'
import { roleOf } from '../../../agents/identity.ts'
import { loadAgents } from '../../../agents/load.ts'
import { seatRoster } from '../../../agents/roster.ts'
import { isDefinitionName } from '../../../agents/text-fields.ts'
import { EXIT } from '../../../errors.ts'
import { SUPERVISOR } from '../../../log/entry.ts'
import { withoutSecrets } from '../../../views/agents-check.ts'
import { renderAgent } from '../../../views/agents-show.ts'
import { safeJson } from '../../../views/safe.ts'
import { type ShowOptions, showOptions } from '../../agents-options.ts'
import { opened, refuseFolder, shown } from '../../agents-paths.ts'
import { type Io, styleOf, widthOf, write } from '../../io.ts'
import { readOptions } from '../../options.ts'
import { agentSources } from '../../work.ts'

export async function show(io: Io, wanted: string, raw: unknown): Promise<number> {
  const options = readOptions(showOptions, raw)
  const agent = seated(io, wanted, options)
  const path = shown(io, agent.path)
  if (options.json) {
    const whole = { ...agent, path, mcpServers: withoutSecrets(agent.mcpServers) }
    await write(io.stdout, `${safeJson(whole)}\n`)
    return EXIT.ok
  }
  const style = styleOf(io.stdout, io.env, { [agent.role]: agent.color })
  const page = renderAgent({ agent, path, system: options.system }, { style, width: widthOf(io.stdout) })
  await write(io.stdout, page)
  return EXIT.ok
}

/** As a session would seat it, so that what is shown is what is told: with the playbook that it would borrow. */
function seated(io: Io, wanted: string, { agents }: ShowOptions): AgentDefinition {
  const sources = { ...agentSources({ agents: agents.map(path => opened(io, path)) }, io), least: 1 }
  const file = opened(io, wanted)
  const isFile = /[/\\]/.test(wanted) || isDefinitionName(wanted)
  if (isFile) refuseFolder(file, wanted)
  const player = isFile ? file : wanted
  const [role] = isFile ? loadAgents(file).map(agent => agent.role) : [roleOf(wanted)]
  if (role === SUPERVISOR) return seatRoster({ ...sources, supervisor: player }).supervisor
  const [worker] = seatRoster({ ...sources, workers: [player] }).workers
  if (worker === undefined) throw new Error('A roster of one seat has nobody in it')
  return worker
}
