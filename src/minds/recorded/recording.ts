/** A recording as it was saved → data, checked once. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { SynodError } from '../../errors.ts'
import { sha256 } from '../../log/digest.ts'
import type { ParsedLog } from '../../log/entry.ts'
import { parseLog } from '../../log/parse.ts'
import { checkFolder, invalid, readBytes, readJson } from './files.ts'
import {
  ANSWER_NAME,
  type AnswerFile,
  answerSchema,
  type BlockPrint,
  MANIFEST,
  type Manifest,
  manifestSchema,
  RECORDED_LOG,
  TEXTS,
} from './format.ts'

export interface RecordedAnswer extends Omit<AnswerFile, 'prompt'> {
  /** From 1, in the order the answers came. */
  readonly number: number
  readonly prompt: Omit<AnswerFile['prompt'], 'blocks'> & { readonly blocks: readonly BlockPrint[] }
}

export interface Recording {
  readonly folder: string
  readonly manifest: Manifest
  /** The log as it ended, and its bytes. */
  readonly log: ParsedLog
  readonly bytes: Uint8Array
  readonly answers: readonly RecordedAnswer[]
  /** A text of a prompt by its SHA-256. @throws SynodError SYN_RECORDING_INVALID */
  textOf(hash: string): string
}

/** @throws SynodError SYN_RECORDING_INVALID naming the file that is missing or damaged */
export function readRecording(folder: string): Recording {
  checkFolder(folder)
  const manifest = readManifest(folder)
  const { ended } = manifest
  if (ended === null) {
    throw new SynodError(
      'SYN_RECORDING_INVALID',
      `The recording in ${folder} was not finished: its last run was killed, or is under way; synod resume ${manifest.session} --record ${folder} goes on with it`,
    )
  }
  const path = join(folder, RECORDED_LOG)
  const bytes = readBytes(path)
  if (sha256([bytes]) !== ended.sha256) throw invalid(path, 'it is not the log that was recorded')
  const answers = readAnswers(folder)
  if (answers.length !== ended.answers)
    throw invalid(folder, `it has ${answers.length} answers, and ${ended.answers} were recorded`)
  return { folder, manifest, log: parseLog(bytes), bytes, answers, textOf: hash => textIn(folder, hash) }
}

/** @throws SynodError SYN_RECORDING_INVALID */
export function readManifest(folder: string): Manifest {
  return readJson(join(folder, MANIFEST), manifestSchema)
}

/** @throws SynodError SYN_RECORDING_INVALID */
export function readAnswers(folder: string): readonly RecordedAnswer[] {
  let before: readonly BlockPrint[] = []
  return answerNames(folder).map((name, at) => {
    const path = join(folder, name)
    if (Number(ANSWER_NAME.exec(name)?.[1]) !== at + 1) throw invalid(folder, `answer ${at + 1} is missing`)
    const file = readJson(path, answerSchema)
    if ((file.answer === null) === (file.error === null))
      throw invalid(path, 'expected either an answer or an error')
    const { keep, add } = file.prompt.blocks
    if (keep > before.length) throw invalid(path, 'it keeps more blocks than the answer before it has')
    before = [...before.slice(0, keep), ...add]
    return { ...file, number: at + 1, prompt: { ...file.prompt, blocks: before } }
  })
}

function answerNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter(name => ANSWER_NAME.test(name))
      .sort((left, right) => Number.parseInt(left, 10) - Number.parseInt(right, 10))
  } catch (error) {
    throw invalid(folder, error instanceof Error ? error.message : String(error), error)
  }
}

function textIn(folder: string, hash: string): string {
  const path = join(folder, TEXTS, `${hash}.txt`)
  const bytes = readBytes(path)
  if (sha256([bytes]) !== hash) throw invalid(path, 'it is not the text that was recorded')
  return Buffer.from(bytes).toString('utf8')
}
