/** What else than its lists of tools bounds what an agent may use. */
import type { AgentDefinition } from '../definition.ts'
import { CHANGING, READING } from './names.ts'

type Bounded = Pick<AgentDefinition, 'tools' | 'disallowedTools'> &
  Partial<Pick<AgentDefinition, 'duty' | 'permissionMode' | 'mcpServers'>>

/**
 * The lists with everything that bounds them: a reviewer or supervisor of an orchestrator whose file lists no tools
 * reads, and has the servers of the file; in the mode `plan` nothing is changed.
 */
export function boundsOf(definition: Bounded): Pick<AgentDefinition, 'tools' | 'disallowedTools'> {
  const { tools, disallowedTools, duty = null, permissionMode = null, mcpServers = {} } = definition
  const onlyReads = duty === 'reviewer' || duty === 'supervisor'
  const servers = Object.keys(mcpServers).map(name => `mcp__${name}__*`)
  return {
    tools: tools === null && onlyReads ? [...READING, ...servers] : tools,
    disallowedTools: permissionMode === 'plan' ? [...disallowedTools, ...CHANGING] : disallowedTools,
  }
}
