/**
 * A model that plays any role in any session, from nothing but the request: one worker objects to the first proposal,
 * the revision answers it, and everybody agrees. It reads its role and task from the last part of the prompt, as a
 * model would.
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
  /** Ids of open concerns. */
  readonly open: readonly string[]
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
  const panel = /<panel>\n([\s\S]*?)\n<\/panel>/.exec(texts[0] ?? '')?.[1] ?? ''
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
    open: [...turn.matchAll(/^- ([a-z0-9-]+), owner /gm)].map(([, id = '']) => id),
  }
}

function answer(turn: ReadTurn): Readonly<Record<string, unknown>> {
  const { role, task, on, open } = turn
  const nothing = { verdict: null, evidence: null, concerns: [], resolves: [], withdraws: [] }
  if (task === 'review' && objects(turn)) {
    return {
      ...nothing,
      content: `#${on} sets no limit on what one client may hold open.`,
      verdict: 'OBJECT',
      concerns: [
        { id: 'no-upper-limit', reason: 'one client can hold every connection; a number would settle it' },
      ],
    }
  }
  if (task === 'review') {
    return {
      ...nothing,
      content: `${role} has checked #${on} and would build it.`,
      verdict: 'AGREE',
      evidence: `read #${on} from its first part to its last`,
    }
  }
  if (task === 'revise') {
    return {
      ...nothing,
      content: '# Token bucket\n\nOne bucket a key, 100 requests a minute, at most 20 connections a client.',
      resolves: open.map(id => ({ id, how: 'Components: at most 20 connections a client' })),
    }
  }
  return { ...nothing, content: CONTENT[task] ?? `${role} does ${task}.` }
}

const CONTENT: Readonly<Record<string, string>> = {
  frame: 'Goal: one client cannot take the API down. Done: every limit has a number.',
  propose: '# Token bucket\n\nOne bucket a key, 100 requests a minute.',
  decide: 'We build the token bucket as agreed.',
}

/** The last of the panel who does not propose, once. */
function objects({ role, panel, proposer, revision }: ReadTurn): boolean {
  return revision === 1 && role === panel.filter(name => name !== proposer).at(-1)
}
