import { EXIT } from '../../../errors.ts'
import { type ListedAgent, type ListedRow, renderAgents } from '../../../views/agents-list.ts'
import { safeJson, safeText } from '../../../views/safe.ts'
import { type FoundAgent, findAgents } from '../../agents-found.ts'
import { listOptions } from '../../agents-options.ts'
import { shown } from '../../agents-paths.ts'
import { type Io, styleOf, widthOf, write } from '../../io.ts'
import { readOptions } from '../../options.ts'

export async function list(io: Io, raw: unknown): Promise<number> {
  const { json, agents: named } = readOptions(listOptions, raw)
  const { agents, notes } = findAgents(io, named)
  if (json) {
    await write(io.stdout, agents.map(agent => `${safeJson(listed(io, agent))}\n`).join(''))
  } else {
    const colors = Object.fromEntries(agents.map(({ definition: { role, color } }) => [role, color]))
    const style = styleOf(io.stdout, io.env, colors)
    const rows = agents.map(agent => rowOf(io, agent))
    await write(io.stdout, renderAgents(rows, { style, width: widthOf(io.stdout) }))
  }
  for (const note of notes) await write(io.stderr, `synod: ${safeText(note)}\n`)
  return EXIT.ok
}

function listed(io: Io, { definition, source, casting }: FoundAgent): ListedAgent {
  const { role, name, path, dialect, description, model, tools } = definition
  const wins = casting.definition === definition
  return {
    role,
    name,
    path: shown(io, path),
    source,
    dialect,
    description,
    model,
    tools,
    wins,
    why: casting.why,
    shadowedBy: wins ? null : shown(io, casting.definition.path),
  }
}

function rowOf(io: Io, found: FoundAgent): ListedRow {
  const { definition, casting, kind } = found
  const agent = listed(io, found)
  const playsKind = kind !== null && kind.casting.definition === definition
  return {
    agent,
    disallowedTools: definition.disallowedTools,
    notes: [
      ...(agent.wins
        ? []
        : [`${agent.path} is shadowed by ${agent.shadowedBy} (${casting.source}): ${agent.why}`]),
      ...(agent.wins && casting.others.some(({ definition: { role } }) => role === definition.role)
        ? [`plays ${agent.role}: ${agent.why}`]
        : []),
      ...(playsKind ? [`plays ${kind.role} too: ${kind.casting.why}`] : []),
    ],
  }
}
