/** The tools a model has. append_entry stands first and is the same bytes in every request: one schema for all tasks. */
import type { Anthropic } from '@anthropic-ai/sdk'
import type { AgentDefinition } from '../../agents/definition.ts'
import { allows } from '../../agents/tools/restrict.ts'

export const TOOL_NAME = 'append_entry'

const ID = 'A short kebab-case id such as retry-storm'
const CONCERN = object({
  id: text(ID),
  reason: text('What goes wrong, when, and what would settle it; one line'),
})
const WITHDRAWS = list(text(ID), 'Ids of open concerns of your own that you drop, or empty')

/**
 * Strict schemas know no lengths, and no count but "at least one"; every property is required, so what may be missing
 * is null or an empty list. What each verdict must have and must not have is in the shapes themselves; the rest is
 * checked by `minds/draft`. Content comes first: a verdict is given after its reasons.
 */
export const APPEND_ENTRY: Anthropic.Tool = {
  name: TOOL_NAME,
  description:
    'Appends your entry to the shared log. This is the only way to answer, and it is called exactly once a turn.',
  strict: true,
  input_schema: object({
    content: text('The entry, in markdown, as your colleagues will read it'),
    judgement: oneOf(
      'In a review, a confirmation or a reconsideration: your verdict, never null. In a ruling: the ruling. In every other task: null',
      { type: 'null' },
      object({
        verdict: { type: 'string', const: 'AGREE' },
        evidence: text('One line on what you checked and where'),
        condition: oneOf(
          'What would have to change first; null when you agree to the text as it stands. Whoever has a condition does not AGREE',
          { type: 'null' },
          { type: 'string' },
        ),
        withdraws: WITHDRAWS,
      }),
      object({
        verdict: { type: 'string', const: 'OBJECT' },
        concerns: list(CONCERN, 'What must be settled, at least one', 1),
        withdraws: WITHDRAWS,
      }),
      object({ verdict: { type: 'string', const: 'ABSTAIN' }, withdraws: WITHDRAWS }),
      object({
        ruling: list(
          CONCERN,
          'Only when the task is a ruling: each own open concern that must hold, in final words',
        ),
        withdraws: WITHDRAWS,
      }),
    ),
    resolves: list(
      object({
        id: text('The id of an open concern'),
        how: text('What was changed and in which part; one line'),
      }),
      'Only in a revision or an implementation: the open concerns it settles. Otherwise empty',
    ),
    asks: list(
      text('The name of a role such as BACKEND'),
      'Roles that have to answer a question which stands in content, three at most. Otherwise empty',
    ),
  }),
}

/** Each looks up at most this often in one answer. */
const MOST_USES = 5
const WEB_TOOLS: Readonly<Record<string, Anthropic.ToolUnion>> = {
  WebSearch: { type: 'web_search_20260318', name: 'web_search', max_uses: MOST_USES },
  WebFetch: { type: 'web_fetch_20260318', name: 'web_fetch', max_uses: MOST_USES },
}

/**
 * append_entry, and behind it what the definition asks for by name and Anthropic's servers can do. A role with more
 * than append_entry shares no prefix with the others: tools come before everything else.
 */
export function toolsOf(agent: AgentDefinition): readonly Anthropic.ToolUnion[] {
  // A definition that says nothing about tools asks for none.
  if (agent.tools === null) return [APPEND_ENTRY]
  const asked = Object.entries(WEB_TOOLS).filter(([name]) => allows(agent, name))
  return [APPEND_ENTRY, ...asked.map(([, tool]) => tool)]
}

function object(properties: Readonly<Record<string, unknown>>): Anthropic.Tool.InputSchema {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false }
}

function text(description: string): unknown {
  return { type: 'string', description }
}

function oneOf(description: string, ...shapes: readonly unknown[]): unknown {
  return { anyOf: shapes, description }
}

function list(items: unknown, description: string, minItems: 0 | 1 = 0): unknown {
  return { type: 'array', items, description, ...(minItems === 0 ? {} : { minItems }) }
}
