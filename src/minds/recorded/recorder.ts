/** Minds whose every answer is saved before it is used. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { SynodError } from '../../errors.ts'
import type { Spend } from '../../protocol/state.ts'
import type { MindChoice } from '../choose.ts'
import type { Answer, Mind, ThinkOptions, Turn } from '../mind.ts'
import { spendIn, withSpend } from '../paid-error.ts'
import { makeFolder, saveFile } from './files.ts'
import { type AnswerFile, answerName, type BlockPrint, TEXTS } from './format.ts'
import { type PromptPrint, printOf } from './print.ts'

type Said = Pick<AnswerFile, 'answer' | 'error'>

export interface Recorder {
  /** How many answers there are. */
  readonly answers: number
  /** The log has so many entries now. */
  logged(entries: number): void
  /** @throws SynodError SYN_FILE_NOT_WRITABLE */
  save(turn: Turn, mind: string, print: PromptPrint, said: Said): void
}

/** How far a recording has come that is to be continued. */
export interface Progress {
  readonly answers: number
  /** The blocks of the last answer's prompt. */
  readonly blocks: readonly BlockPrint[]
}

/** @throws SynodError SYN_FILE_NOT_WRITABLE */
export function recorderIn(folder: string, { answers, blocks }: Progress): Recorder {
  const texts = join(folder, TEXTS)
  makeFolder(texts)
  let [number, before, entries] = [answers, blocks, 0]
  return {
    get answers() {
      return number
    },
    logged(now) {
      entries = now
    },
    save({ role, task, on, entries: seen }, mind, print, said) {
      for (const [hash, text] of print.texts) {
        const path = join(texts, `${hash}.txt`)
        if (!existsSync(path)) saveFile(path, text)
      }
      const { system, particular, definition } = print
      const file: AnswerFile = {
        role,
        task,
        on,
        mind,
        seen: seen.length,
        logged: Math.max(entries, seen.length),
        prompt: { system, blocks: behind(before, print.blocks), particular, definition },
        ...said,
      }
      saveFile(join(folder, answerName(number + 1, file)), `${JSON.stringify(file, null, 2)}\n`)
      number += 1
      before = print.blocks
    },
  }
}

/** A log of a thousand entries is not named whole in every answer. */
function behind(before: readonly BlockPrint[], now: readonly BlockPrint[]): AnswerFile['prompt']['blocks'] {
  const parted = now.findIndex(([label, hash], at) => label !== before[at]?.[0] || hash !== before[at]?.[1])
  const keep = parted < 0 ? now.length : parted
  return { keep, add: now.slice(keep) }
}

/**
 * The same minds; each answer, and each failure, is in the recorder before anybody hears of it.
 * @param recorder the one of the run under way
 */
export function recordingMinds(choice: MindChoice, recorder: () => Recorder): MindChoice {
  return { ...choice, mindFor: agent => recordingMind(choice.mindFor(agent), recorder) }
}

function recordingMind(mind: Mind, recorder: () => Recorder): Mind {
  return {
    name: mind.name,
    async think(turn, options) {
      const print = printOf(turn)
      const save = (said: Said, spend: readonly Spend[]) => {
        try {
          recorder().save(turn, mind.name, print, said)
        } catch (error) {
          // An answer that cannot be saved has cost its tokens all the same.
          throw error instanceof SynodError ? withSpend(error, spend) : error
        }
      }
      let answer: Answer
      try {
        answer = await mind.think(turn, options)
      } catch (error) {
        const failure = failed(error, turn.role, options)
        save({ answer: null, error: failure }, failure.spend)
        throw error
      }
      save({ answer: { draft: answer.draft, spend: answer.spend }, error: null }, answer.spend)
      return answer
    },
  }
}

/** As the worker tells of it: an error that is none of Synod's says who had it. */
function failed(error: unknown, role: string, { signal }: ThinkOptions): NonNullable<AnswerFile['error']> {
  const stopped = signal.aborted
  if (!(error instanceof SynodError)) {
    const message = `${role} failed: ${String(error)}`
    return { code: null, message, spend: [], stopped }
  }
  return { code: error.code, message: error.message, spend: spendIn(error), stopped }
}
