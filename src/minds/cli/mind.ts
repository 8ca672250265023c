/** A program as a mind: one turn is one process, asked once more when its answer is no entry. */
import type { Effort } from '../../agents/definition.ts'
import { SynodError } from '../../errors.ts'
import type { Spend } from '../../protocol/state.ts'
import { redactedCause, systemCode } from '../anthropic/redact.ts'
import { renderPrompt } from '../context.ts'
import type { Draft } from '../draft.ts'
import { isQuotation, readJsonAnswer } from '../json-answer.ts'
import type { Mind, ThinkOptions, Turn } from '../mind.ts'
import { BUILT_IN_MODELS, type ModelTable } from '../models.ts'
import { withSpend } from '../paid-error.ts'
import { type DraftReading, readDraft } from '../read-draft.ts'
import { type CallContext, type Called, type CallOptions, call } from './call.ts'
import { redactorOf } from './environment.ts'
import { missing, nonsense } from './failure.ts'
import { promptText, repairText } from './prompt.ts'
import { readCliSpec } from './spec.ts'
import { absence } from './there.ts'

export interface CliMindOptions {
  /** What stands behind `cli:`: `claude`, `codex`, `gemini`, `opencode`, or a command line. */
  readonly spec: string
  /** As the program knows it; null leaves it to the program. */
  readonly model: string | null
  /** Null leaves it to the program, and so does a program that has no such thing. */
  readonly effort: Effort | null
  /** What the program gets for its environment; keys in it are hidden from every message. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** The most one process may take, in milliseconds. Default 15 minutes. */
  readonly timeoutMs?: number
  /** The most one process may write to stdout, in bytes. Default 8 MB. */
  readonly mostOutput?: number
  /** How long a process may take to end when it is told to, before it is killed, in milliseconds. Default 2 seconds. */
  readonly graceMs?: number
  /** What `./` and `../` in a command are meant from; the program itself runs in an empty folder. Default: the current folder. */
  readonly cwd?: string
  /** What models cost where the program does not say. Default: the built-in table. */
  readonly models?: ModelTable
  /** Milliseconds since the epoch. Default `Date.now`. */
  readonly now?: () => number
}

/** Stands for the folder of a call, which is new and has no program in it, whatever path leads there. */
const EMPTY = '/synod-mind/work'

/**
 * @throws SynodError SYN_USAGE for a command that is none, or that has a place for a model where none is named;
 * SYN_MIND_MISSING for a program that is not there or may not be run
 */
export function cliMind(options: CliMindOptions): Mind {
  const { spec, model, effort, env, cwd = process.cwd(), now = Date.now } = options
  const { name, program, wantsModel } = readCliSpec(spec, cwd)
  if (wantsModel && model === null) {
    throw new SynodError(
      'SYN_USAGE',
      `The command of ${name} has {model} in it, and no model is named: add --model`,
    )
  }
  const why = absence(program.file, env, EMPTY)
  if (why !== null) throw missing(program, why)
  const context: CallContext = {
    mind: name,
    program,
    model,
    effort,
    env,
    now,
    models: options.models ?? BUILT_IN_MODELS,
    timeoutMs: options.timeoutMs ?? 900_000,
    mostOutput: options.mostOutput ?? 8 * 2 ** 20,
    graceMs: options.graceMs ?? 2_000,
    redact: redactorOf(env),
  }
  return {
    name,
    async think(turn, think) {
      const spend: Spend[] = []
      try {
        const draft = await converse(turn, context, think, item => spend.push(item))
        return { draft, spend }
      } catch (error) {
        throw failed(error, spend, context, think.signal)
      }
    },
  }
}

/** @throws SynodError SYN_MIND_…, SYN_CAP_REACHED */
async function converse(
  turn: Turn,
  context: CallContext,
  think: ThinkOptions,
  onSpend: CallOptions['onSpend'],
): Promise<Draft> {
  // As it is sent: what is copied from it is recognised. Its own first answer a program may well give again.
  const prompt = promptText(renderPrompt(turn))
  const options = { ...think, shown: prompt, onSpend }
  const first = await call(turn, prompt, context, { ...options, reason: 'first' })
  const { draft, issues } = draftIn(turn, first, prompt)
  if (draft !== null) return draft
  const repair = repairText(prompt, writtenIn(first), issues)
  const second = await call(turn, repair, context, { ...options, reason: 'repair' })
  const repaired = draftIn(turn, second, prompt)
  if (repaired.draft !== null) return repaired.draft
  throw nonsense(turn, writtenIn(second), repaired.issues, context)
}

function draftIn(turn: Turn, { answer }: Called, shown: string): DraftReading {
  if (answer === null) return { draft: null, issues: ['there is no answer in what was written'] }
  if ('json' in answer)
    return isQuotation(answer.json, [shown])
      ? { draft: null, issues: ['the answer is copied from the log'] }
      : readDraft(turn.task, answer.json)
  const read = readJsonAnswer(answer.text, [shown])
  return 'issue' in read ? { draft: null, issues: [read.issue] } : readDraft(turn.task, read.json)
}

/** The answer as it was written, or everything where no answer could be told. */
function writtenIn({ answer, stdout }: Called): string {
  if (answer === null) return stdout
  return 'text' in answer ? answer.text : JSON.stringify(answer.json)
}

/** The processes of a turn that failed have cost what they have cost all the same. */
function failed(
  error: unknown,
  spend: readonly Spend[],
  { program, redact }: CallContext,
  signal: AbortSignal,
): unknown {
  if (error instanceof SynodError) return withSpend(error, spend)
  const options = { cause: redactedCause(error, redact), details: { spend } }
  if (signal.aborted)
    return new SynodError('SYN_MIND_CUT', `The turn was stopped before ${program.name} was started`, options)
  const code = systemCode(error)
  if (code === null) return error
  return new SynodError(
    'SYN_MIND_FAILED',
    `There is no folder for ${program.name} to run in (${code}): see whether the folder for temporary files can be written to`,
    options,
  )
}
