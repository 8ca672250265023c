/** One call of a program: a folder for it, the process, what it has cost, and the record of it all. */
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { StringDecoder } from 'node:string_decoder'
import type { SynodError } from '../../errors.ts'
import type { Spend } from '../../protocol/state.ts'
import { APPEND_ENTRY } from '../anthropic/tool.ts'
import type { CallReason, CallRecord } from '../call-record.ts'
import type { MindActivity, ThinkOptions, Turn } from '../mind.ts'
import type { ModelTable, TokenUsage } from '../models.ts'
import { BOTTOMLESS, type Grant } from '../purse.ts'
import { type Environment, environmentOf } from './environment.ts'
import { endedEarly, type FailureContext, faultError } from './failure.ts'
import type { Calling, Reading } from './program.ts'
import { faultBehind } from './reported.ts'
import { type Ran, run } from './run.ts'

export interface CallContext extends FailureContext {
  /** The mind's name, for the record. */
  readonly mind: string
  readonly model: string | null
  readonly effort: Calling['effort']
  readonly env: Environment
  readonly models: ModelTable
  readonly graceMs: number
  readonly now: () => number
}

export interface Called {
  readonly answer: Reading['answer']
  /** All it wrote to stdout. */
  readonly stdout: string
}

export interface CallOptions extends ThinkOptions {
  readonly reason: CallReason
  /** The prompt of the turn as it was first sent. */
  readonly shown: string
  /** Told of what the call has cost, whether or not it has answered. */
  readonly onSpend: (spend: Spend) => void
}

/** @throws SynodError SYN_MIND_…, SYN_CAP_REACHED */
export async function call(
  turn: Turn,
  prompt: string,
  context: CallContext,
  options: CallOptions,
): Promise<Called> {
  const { signal, purse = BOTTOMLESS } = options
  const { program, model } = context
  const bytes = Buffer.byteLength(prompt)
  const grant = await purse.draw(
    { model: model ?? program.name, input: Math.ceil(bytes / 4), output: 0 },
    signal,
  )
  let spend: Spend | null = null
  try {
    const at = context.now()
    const { ran, firstTokenMs } = await inFolder(turn, prompt, grant, context, options)
    const { code, stdout, stderr } = ran
    const reading = program.read({ stdout, stderr, code, shown: options.shown })
    const spoke = reading.model ?? model ?? program.name
    const error = endedEarly(ran, context) ?? failureIn(reading, ran, context)
    spend = spendOf(spoke, reading, context.models, error === null)
    options.onCall?.({
      role: turn.role,
      task: turn.task,
      on: turn.on,
      reason: options.reason,
      mind: context.mind,
      server: program.name,
      model: spoke,
      at,
      firstTokenMs,
      ms: context.now() - at,
      request: createHash('sha256').update(prompt).digest('hex'),
      bytes,
      prefixes: [],
      usage: reading.usage,
      usd: spend?.usd ?? 0,
      outcome: error === null ? 'answered' : ran.ending === 'stopped' ? 'stopped' : 'failed',
      stopReason: null,
      error: error === null ? null : { code: error.code, message: error.message },
      body: options.bodies === true ? bodyOf(prompt, stdout, context) : null,
    })
    if (spend !== null) options.onSpend(spend)
    if (error !== null) throw error
    return { answer: reading.answer, stdout }
  } finally {
    grant.settle(spend)
  }
}

/** A folder of its own for each process: it finds nothing in it to read or to change but its prompt beside it. */
async function inFolder(
  turn: Turn,
  prompt: string,
  grant: Grant,
  { program, model, effort, env, timeoutMs, mostOutput, graceMs, now }: CallContext,
  { signal, onActivity = () => {} }: CallOptions,
): Promise<{ readonly ran: Ran; readonly firstTokenMs: number | null }> {
  const folder = await mkdtemp(join(tmpdir(), 'synod-mind-'))
  try {
    const cwd = join(folder, 'work')
    const [promptPath, schemaPath] = [join(folder, 'prompt.txt'), join(folder, 'schema.json')]
    await mkdir(cwd)
    await writeFile(promptPath, prompt)
    await writeFile(schemaPath, JSON.stringify(APPEND_ENTRY.input_schema))
    for (const [name, text] of Object.entries(program.files)) {
      await mkdir(dirname(join(cwd, name)), { recursive: true })
      await writeFile(join(cwd, name), text)
    }
    const { role, task } = turn
    const begun = now()
    let firstTokenMs: number | null = null
    let last: MindActivity = 'thinking'
    const become = (activity: MindActivity) => {
      if (activity === 'writing') firstTokenMs ??= now() - begun
      if (activity !== last) onActivity(activity, '')
      last = activity
    }
    onActivity('thinking', '')
    const ran = await run({
      file: program.file,
      args: program.args({ role, task, model, effort, usd: grant.usd, promptPath, schemaPath }),
      cwd,
      env: environmentOf(env, program, cwd),
      input: prompt,
      timeoutMs,
      mostOutput,
      graceMs,
      signal,
      onOutput: watching(program.isAnswering, become),
    })
    return { ran, firstTokenMs }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** What a piece of output says the program is doing; of events only whole lines are looked at. */
function watching(
  isAnswering: ((line: string) => boolean) | null,
  become: (activity: MindActivity) => void,
): (piece: Buffer) => void {
  if (isAnswering === null) return () => become('writing')
  const decoder = new StringDecoder('utf8')
  let rest = ''
  return piece => {
    const lines = (rest + decoder.write(piece)).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) become(isAnswering(line) ? 'writing' : 'thinking')
  }
}

function failureIn({ fault }: Reading, ran: Ran, context: CallContext): SynodError | null {
  if (fault !== null) return faultError(fault, ran, context)
  return ran.code === 0 ? null : faultError(faultBehind(ran, context.redact), ran, context)
}

/** A program that answers and reports nothing has spoken all the same: its name goes into the log, at no cost. */
function spendOf(
  model: string,
  { usage, usd }: Reading,
  models: ModelTable,
  answered: boolean,
): Spend | null {
  if (usage === null && usd === null && !answered) return null
  const tokens = usage ?? NO_TOKENS
  return {
    model,
    input: tokens.input + tokens.cacheWrite5m + tokens.cacheWrite1h,
    cached: tokens.cacheRead,
    output: tokens.output,
    usd: usd ?? models.priceOf(model, tokens),
  }
}

const NO_TOKENS: TokenUsage = { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 }

function bodyOf(prompt: string, stdout: string, { redact }: CallContext): CallRecord['body'] {
  return { request: redact(prompt), answer: redact(stdout) }
}
