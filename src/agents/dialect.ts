/** Which program a definition was written for, told by what stands in its front matter and body. */
import { type DefinitionDialect, DUTIES } from './definition.ts'
import { isMap } from './values.ts'

export interface DialectSigns {
  readonly path: string
  readonly data: Readonly<Record<string, unknown>>
  readonly body: string
  readonly hasFrontMatter: boolean
  readonly hasPlaybook: boolean
}

/** Names of tools and servers that only one family of programs has. */
const ORCHESTRATOR = /\b(?:fs_(?:read|write|list|\*)|execute_bash|use_aws)|@builtin\b|\bcao-mcp-server\b/
const COPILOT =
  /\b(?:codebase|editFiles|runCommands|githubRepo|runSubagent|vscodeAPI)\b|\b(?:search|edit|execute|read)\/\w/
const GEMINI =
  /\b(?:read_file|write_file|run_shell_command|search_file_content|list_directory|google_web_search)\b/

export function dialectOf({
  path,
  data,
  body,
  hasFrontMatter,
  hasPlaybook,
}: DialectSigns): DefinitionDialect {
  if (hasPlaybook || 'imported' in data) return 'synod'
  if (!hasFrontMatter) return 'plain'
  const has = (...keys: readonly string[]) => keys.some(key => key in data)
  const tools = toolText(data)
  const { role, mode } = data
  if (has('provider') || isDuty(role) || ORCHESTRATOR.test(tools)) return 'orchestrator'
  if (/\.(?:agent|chatmode)\.md$/i.test(path) || has('handoffs', 'target', 'infer') || COPILOT.test(tools))
    return 'copilot'
  if (isOneOf(mode, ['primary', 'subagent', 'all']) || has('permission') || isMap(data['tools']))
    return 'opencode'
  if (has('max_turns', 'timeout_mins') || isOneOf(data['kind'], ['local', 'remote']) || GEMINI.test(tools))
    return 'gemini'
  if (has('readonly', 'is_background', 'globs', 'alwaysApply')) return 'cursor'
  if (has('allowed-tools', 'argument-hint', 'disable-model-invocation')) return 'command'
  if (!has('name') && /\$ARGUMENTS\b/.test(body)) return 'command'
  return 'claude'
}

function toolText(data: Readonly<Record<string, unknown>>): string {
  const keys = ['tools', 'allowedTools', 'allowed-tools', 'toolAliases', 'mcpServers']
  return keys.map(key => (key in data ? JSON.stringify(data[key]) : '')).join(' ')
}

function isDuty(role: unknown): boolean {
  return typeof role === 'string' && (DUTIES as readonly string[]).includes(role.trim().toLowerCase())
}

function isOneOf(value: unknown, words: readonly string[]): boolean {
  return typeof value === 'string' && words.includes(value)
}
