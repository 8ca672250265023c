/** Who sits at the table. Read from markdown files; docs/agents.md. */

/** The parts of a design, in the order a proposal has them. */
export const SECTIONS = [
  'Components',
  'Data flow',
  'Interfaces',
  'Data',
  'Failure handling',
  'Security',
  'Operations',
  'Rollout',
] as const
export type Section = (typeof SECTIONS)[number]

/** One thing an expert of a field looks for: a `###` heading of a definition's `## Playbook`. */
export interface Consideration {
  /** Kebab-case, unique in its definition; it becomes the name of a concern. */
  readonly id: string
  /** Phrases that make it apply; see `agents/phrases`. `always` applies to every problem. */
  readonly when: readonly string[]
  /** Phrases that keep it from applying. */
  readonly unless: readonly string[]
  readonly ask: string
  readonly require: string
  readonly because: string
  /** How a design meets it: the statement, and the part of the design it belongs to. */
  readonly meet: { readonly section: Section; readonly text: string }
  /** What shows in one statement of a design that it is met: every group must be found, by any of its phrases. */
  readonly signs: readonly (readonly string[])[]
  /** What was weighed and not chosen, and why; null when there is nothing to say. */
  readonly instead: string | null
  /** In the supervisor's playbook: the role that is to look at it. */
  readonly for: string | null
}

/** The programs whose definitions are told apart; `claude` is the plainest form, `plain` has no front matter. */
export const DIALECTS = [
  'synod',
  'claude',
  'command',
  'orchestrator',
  'opencode',
  'copilot',
  'gemini',
  'cursor',
  'plain',
] as const
export type DefinitionDialect = (typeof DIALECTS)[number]

/** What an agent may do without being asked, in the words of its file. */
export const PERMISSION_MODES = [
  'default',
  'acceptEdits',
  'auto',
  'dontAsk',
  'plan',
  'bypassPermissions',
] as const
export type PermissionMode = (typeof PERMISSION_MODES)[number]

export const EFFORTS = ['low', 'medium', 'high', 'xhigh', 'max'] as const
export type Effort = (typeof EFFORTS)[number]

/** What a definition of an orchestrator says its agent is for; it limits what the agent may use. */
export const DUTIES = ['supervisor', 'developer', 'reviewer'] as const
export type Duty = (typeof DUTIES)[number]

/** A server of tools the agent's file asks for. Kept as data: nothing is started from here. */
export interface McpServer {
  readonly type: 'stdio' | 'http' | 'sse' | 'ws'
  /** The program of a stdio server, or null. */
  readonly command: string | null
  readonly args: readonly string[]
  /** Values as written: `${NAME}` is not expanded. */
  readonly env: Readonly<Record<string, string>>
  /** The address of a server that is reached over the network, or null. */
  readonly url: string | null
  /** What else stands there (headers, timeout, …), as read. */
  readonly extra: Readonly<Record<string, unknown>>
}

export interface AgentDefinition {
  /** From the front matter, else the file's name. */
  readonly name: string
  /** The upper-case form under which it may sit at the table: `backend` → BACKEND. */
  readonly role: string
  readonly description: string
  readonly dialect: DefinitionDialect
  /** As written: `opus`, `sonnet`, `inherit`, a full id; null when the file says nothing. */
  readonly model: string | null
  /** What it may use, in canonical names and patterns: `Read`, `Bash(git:*)`. Null when the file sets no limit. */
  readonly tools: readonly string[] | null
  /** What it may not use, whatever `tools` says. */
  readonly disallowedTools: readonly string[]
  readonly permissionMode: PermissionMode | null
  readonly maxTurns: number | null
  readonly effort: Effort | null
  /** A name, or `#` with hexadecimal digits. */
  readonly color: string | null
  readonly memory: string | null
  readonly isolation: string | null
  readonly skills: readonly string[]
  /** Servers by name. One that is only named, and configured elsewhere, is null. */
  readonly mcpServers: Readonly<Record<string, McpServer | null>>
  /** Commands of another program around its tools, as read: never run. Null when there are none. */
  readonly hooks: unknown
  /** The program the file wants the agent to run in, as written. */
  readonly provider: string | null
  readonly duty: Duty | null
  /** The body without the sections below: what the role owns, looks for, objects to. */
  readonly prompt: string
  /** The section that shapes its reports (`## Report Template`), without its heading; null when there is none. */
  readonly report: string | null
  /** Sections on how to talk to other agents, whole: told to the model as subordinate to the protocol. */
  readonly conduct: string | null
  readonly playbook: readonly Consideration[]
  /** Where the playbook was borrowed from, when the definition has none of its own. */
  readonly borrowedFrom: string | null
  /** Front matter nothing here knows, as read. */
  readonly extra: Readonly<Record<string, unknown>>
  readonly path: string
  /** SHA-256 of the file's bytes, in hexadecimal. */
  readonly hash: string
  /** What was not written as a strict reader needs it, and how it was read: one line each. */
  readonly recovered: readonly string[]
  readonly warnings: readonly string[]
}

/** What came of one file. */
export interface AgentReading {
  readonly path: string
  /** Null where there are errors. */
  readonly definition: AgentDefinition | null
  /** As far as it could be told before an error. */
  readonly dialect: DefinitionDialect | null
  readonly name: string | null
  readonly recovered: readonly string[]
  readonly warnings: readonly string[]
  /** One line each; any of them keeps the file from the table. */
  readonly errors: readonly string[]
}
