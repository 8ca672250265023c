/** The one tool a model has: append_entry. One schema for all tasks, so that it is the same bytes in every request. */
import type { Anthropic } from '@anthropic-ai/sdk'
import { VERDICTS } from '../../protocol/state.ts'

export const TOOL_NAME = 'append_entry'

const ID = 'A short kebab-case id such as retry-storm'

/**
 * Strict schemas know no lengths, counts or patterns, and every property is required: what may be missing is null or
 * an empty list, and the rest is checked by `minds/draft`. Content comes first: a verdict is given after its reasons.
 */
export const APPEND_ENTRY: Anthropic.Tool = {
  name: TOOL_NAME,
  description:
    'Appends your entry to the shared log. This is the only way to answer, and it is called exactly once a turn.',
  strict: true,
  input_schema: object({
    content: text('The entry, in markdown, as your colleagues will read it'),
    verdict: nullable(
      { type: 'string', enum: [...VERDICTS] },
      'Only in a review, a confirmation or a reconsideration: your verdict. Otherwise null',
    ),
    evidence: nullable(
      { type: 'string' },
      'With AGREE: one line on what you checked and where. Otherwise null',
    ),
    concerns: list(
      object({ id: text(ID), reason: text('What goes wrong, when, and what would settle it; one line') }),
      'With OBJECT: what must be settled, at least one. In a ruling: what must hold. Otherwise empty',
    ),
    resolves: list(
      object({
        id: text('The id of an open concern'),
        how: text('What was changed and in which part; one line'),
      }),
      'Only in a revision or an implementation: the open concerns it settles. Otherwise empty',
    ),
    withdraws: list(
      text(ID),
      'Only in a review or a ruling: ids of open concerns of your own that you drop. Otherwise empty',
    ),
    asks: list(
      text('The name of a role such as BACKEND'),
      'Roles that have to answer a question which stands in content, three at most. Otherwise empty',
    ),
  }),
}

function object(properties: Readonly<Record<string, unknown>>): Anthropic.Tool.InputSchema {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false }
}

function text(description: string): unknown {
  return { type: 'string', description }
}

function nullable(schema: unknown, description: string): unknown {
  return { anyOf: [schema, { type: 'null' }], description }
}

function list(items: unknown, description: string): unknown {
  return { type: 'array', items, description }
}
