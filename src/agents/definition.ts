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

export interface AgentDefinition {
  /** From the front matter, else the file's name. */
  readonly name: string
  /** The upper-case form under which it may sit at the table: `backend` → BACKEND. */
  readonly role: string
  readonly description: string
  /** As written: `opus`, `sonnet`, `inherit`, a full id; null when the file says nothing. */
  readonly model: string | null
  /** Null when the file sets no limit. */
  readonly tools: readonly string[] | null
  readonly color: string | null
  /** The body without its Playbook: what the role owns, looks for, objects to. */
  readonly prompt: string
  readonly playbook: readonly Consideration[]
  /** Where the playbook was borrowed from, when the definition has none of its own. */
  readonly borrowedFrom: string | null
  readonly path: string
  readonly warnings: readonly string[]
}
