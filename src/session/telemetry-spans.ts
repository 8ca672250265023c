/**
 * What a session, a turn and a call are in OpenTelemetry, by its semantic conventions for generative AI (in
 * development; as of 1.42). Prompts, answers and the texts of errors are in none of them.
 */
import type { CallRecord } from '../minds/call-record.ts'
import type { WorkerEvent } from '../workers/events.ts'

export type SpanAttributes = Record<string, string | number | boolean | string[]>

export interface SpanWords {
  readonly name: string
  readonly attributes: SpanAttributes
}

const WORKFLOW = 'synod'

/** A run of a session. @param session its id */
export function sessionSpan(session: string): SpanWords {
  return {
    name: `invoke_workflow ${WORKFLOW}`,
    attributes: {
      'gen_ai.operation.name': 'invoke_workflow',
      'gen_ai.workflow.name': WORKFLOW,
      'gen_ai.conversation.id': session,
    },
  }
}

/** One role's turn. */
export function turnSpan(session: string, { role, task, on }: WorkerEvent): SpanWords {
  return {
    name: `invoke_agent ${role}`,
    attributes: {
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.name': role,
      'gen_ai.conversation.id': session,
      ...(task === null ? {} : { 'synod.task': task }),
      ...(on === null ? {} : { 'synod.on': on }),
    },
  }
}

/** One call to a model. */
export function callSpan(session: string, call: CallRecord): SpanWords {
  const { role, task, on, reason, model, usage, stopReason, firstTokenMs, outcome, error } = call
  return {
    name: model === '' ? 'chat' : `chat ${model}`,
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': providerOf(call),
      ...(model === '' ? {} : { 'gen_ai.request.model': model }),
      'gen_ai.agent.name': role,
      'gen_ai.conversation.id': session,
      ...serverOf(call),
      ...(firstTokenMs === null ? {} : { 'gen_ai.response.time_to_first_chunk': firstTokenMs / 1000 }),
      ...(stopReason === null ? {} : { 'gen_ai.response.finish_reasons': [stopReason] }),
      ...(usage === null
        ? {}
        : {
            // The whole prompt: what was read from a cache and what was written to one are parts of it.
            'gen_ai.usage.input_tokens':
              usage.input + usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h,
            'gen_ai.usage.cache_read.input_tokens': usage.cacheRead,
            'gen_ai.usage.cache_creation.input_tokens': usage.cacheWrite5m + usage.cacheWrite1h,
            'gen_ai.usage.output_tokens': usage.output,
          }),
      ...(outcome === 'failed' ? { 'error.type': error?.code ?? '_OTHER' } : {}),
      'synod.task': task,
      ...(on === null ? {} : { 'synod.on': on }),
      'synod.reason': reason,
      'synod.outcome': outcome,
      'synod.cost.usd': call.usd,
      'synod.request.hash': call.request,
    },
  }
}

const PROVIDER_OF_PROGRAM: Readonly<Record<string, string>> = {
  claude: 'anthropic',
  codex: 'openai',
  gemini: 'gcp.gen_ai',
}

/** The names that the conventions have, by whose format the call is in; for other programs by the model. */
export function providerOf({ mind, model }: Pick<CallRecord, 'mind' | 'model'>): string {
  const [kind = '', program = ''] = mind.split(':')
  if (kind === 'anthropic') return 'anthropic'
  const known = kind === 'cli' ? PROVIDER_OF_PROGRAM[program] : undefined
  if (known !== undefined) return known
  if (/claude/i.test(model)) return 'anthropic'
  if (/^(?:.*\/)?(?:gpt|o\d|codex)/i.test(model)) return 'openai'
  if (/gemini/i.test(model)) return 'gcp.gen_ai'
  return kind === '' ? 'unknown' : kind
}

/** A program that is started is no server. */
function serverOf({ mind, server }: CallRecord): SpanAttributes {
  const [, host, port] = /^(.+?)(?::(\d{1,5}))?$/.exec(server) ?? []
  if (mind.startsWith('cli:') || host === undefined) return {}
  const address = host.replace(/^\[(.*)\]$/, '$1')
  return { 'server.address': address, ...(port === undefined ? {} : { 'server.port': Number(port) }) }
}
