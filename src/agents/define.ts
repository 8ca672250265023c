import { sha256 } from '../log/digest.ts'
import type { AgentDefinition } from './definition.ts'
import { roleOf } from './identity.ts'

/** An agent that stands in no file: what is not said limits nothing and asks for nothing. */
export function defineAgent(
  parts: Partial<AgentDefinition> & Pick<AgentDefinition, 'name'>,
): AgentDefinition {
  const { name, prompt = '' } = parts
  return {
    role: roleOf(name),
    description: '',
    dialect: 'plain',
    model: null,
    tools: null,
    disallowedTools: [],
    permissionMode: null,
    maxTurns: null,
    effort: null,
    color: null,
    memory: null,
    isolation: null,
    skills: [],
    mcpServers: {},
    hooks: null,
    provider: null,
    duty: null,
    report: null,
    conduct: null,
    playbook: [],
    borrowedFrom: null,
    extra: {},
    path: `${name}.md`,
    hash: sha256([prompt]),
    recovered: [],
    warnings: [],
    ...parts,
    prompt,
  }
}
