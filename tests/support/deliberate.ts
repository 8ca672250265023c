/**
 * A model that plays any role in any session, from nothing but the request: one worker objects to the first proposal
 * and goes on objecting until a revision answers it; then everybody agrees. It reads its role, its task and its own
 * concerns from the last part of the prompt, as a model would.
 */
import type { Anthropic } from '@anthropic-ai/sdk'
import type { Reply } from './anthropic-server.ts'

interface ReadTurn {
  readonly role: string
  readonly task: string
  /** The proposal it is about, or null. */
  readonly on: number | null
  readonly panel: readonly string[]
  readonly proposer: string
  readonly revision: number
  /** The live proposal, or 0. */
  readonly live: number
  /** Ids of open concerns. */
  readonly open: readonly string[]
  /** Those of them that are its own. */
  readonly own: readonly string[]
}

export function deliberate({ body }: { readonly body: Anthropic.MessageCreateParams }): Reply {
  const input = answer(readTurn(body))
  return {
    content: [
      { type: 'thinking', thinking: 'What does my role have to say about this?' },
      { type: 'tool_use', name: 'append_entry', input },
    ],
  }
}

/** What the prompt says about whose turn it is. */
function readTurn({ messages }: Anthropic.MessageCreateParams): ReadTurn {
  const texts = messages.flatMap(({ role, content }) =>
    role !== 'user' || typeof content === 'string'
      ? []
      : [...content].flatMap(block => (block.type === 'text' ? [block.text] : [])),
  )
  const turn = texts.findLast(text => text.startsWith('<turn ')) ?? ''
  const panel = texts.map(text => /<panel>\n([\s\S]*?)\n<\/panel>/.exec(text)?.[1]).find(Boolean) ?? ''
  const tag = /^<turn role="([^"]+)" task="([^"]+)"(?: on="#(\d+)")?>/.exec(turn)
  if (tag === null) throw new Error('The prompt does not say whose turn it is')
  const [, role = '', task = '', on] = tag
  return {
    role,
    task,
    on: on === undefined ? null : Number(on),
    panel: [...panel.matchAll(/^- ([A-Z][A-Z0-9_-]*):/gm)].map(([, name = '']) => name),
    proposer: /Proposer: ([A-Z][A-Z0-9_-]*)/.exec(turn)?.[1] ?? '',
    revision: Number(/^Live proposal: #\d+ by \S+, revision (\d+)/m.exec(turn)?.[1] ?? 0),
    live: Number(/^Live proposal: #(\d+)/m.exec(turn)?.[1] ?? 0),
    open: [...turn.matchAll(/^- ([a-z0-9-]+), owner /gm)].map(([, id = '']) => id),
    own: /^Yours: ([a-z0-9-, ]+)\.$/m.exec(turn)?.[1]?.split(', ') ?? [],
  }
}

const NOTHING = { judgement: null, resolves: [], asks: [] }
const LIMIT = 'one client can hold every connection; a number would settle it'

function answer(turn: ReadTurn): Readonly<Record<string, unknown>> {
  const { role, task, on, open, own } = turn
  const upheld = own.map(id => ({ id, reason: LIMIT }))
  switch (task) {
    case 'review':
      return objects(turn)
        ? {
            ...NOTHING,
            content: `#${on} sets no limit on what one client may hold open.`,
            judgement: {
              verdict: 'OBJECT',
              concerns: [{ id: 'no-upper-limit', reason: LIMIT }],
              withdraws: [],
            },
          }
        : agreement(turn)
    case 'confirm':
      return agreement(turn)
    case 'reconsider':
      return own.length === 0
        ? agreement(turn)
        : {
            ...NOTHING,
            content: 'A number is still missing.',
            judgement: { verdict: 'OBJECT', concerns: upheld, withdraws: [] },
          }
    case 'rule':
      return {
        ...NOTHING,
        content: 'There has to be a number.',
        judgement: { ruling: upheld, withdraws: [] },
      }
    case 'revise':
      return {
        ...NOTHING,
        content:
          '# Token bucket\n\nOne bucket a key, 100 requests a minute, at most 20 connections a client.',
        resolves: open.map(id => ({ id, how: 'Components: at most 20 connections a client' })),
      }
    case 'implement':
      return {
        ...NOTHING,
        content: `${role} builds its part of #${on}: first the bucket, then the limit, each with a test.`,
        resolves: open.map(id => ({ id, how: 'a step of its own' })),
      }
    default:
      return { ...NOTHING, content: CONTENT[task] ?? `${role} does ${task}.` }
  }
}

function agreement({ role, on }: ReadTurn): Readonly<Record<string, unknown>> {
  return {
    ...NOTHING,
    content: `${role} has checked #${on} and would build it.`,
    judgement: {
      verdict: 'AGREE',
      evidence: `read #${on} from its first part to its last`,
      condition: null,
      withdraws: [],
    },
  }
}

const CONTENT: Readonly<Record<string, string>> = {
  frame: 'Goal: one client cannot take the API down. Done: every limit has a number.',
  propose: '# Token bucket\n\nOne bucket a key, 100 requests a minute.',
  mediate: 'The objection asks for a number. Recommended: at most 20 connections a client.',
  answer: 'The log says: one bucket a key. Whoever needs more objects to the live text.',
  summarise: 'Decided in #5: one bucket a key, because one client must not take the API down.',
  decide: 'We build the token bucket as agreed.',
}

/** The last of the panel who does not propose, to the first text. */
function objects({ role, on, live, panel, proposer, revision }: ReadTurn): boolean {
  return revision === 1 && on === live && role === panel.filter(name => name !== proposer).at(-1)
}
