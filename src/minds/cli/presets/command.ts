/** Any other command line as a mind: the prompt on its stdin, one JSON object on its stdout. */
import { basename } from 'node:path'
import { readJsonAnswer } from '../../json-answer.ts'
import type { Calling, Program, Reading, Written } from '../program.ts'
import { countAt, isFields, textAt, usdAt } from '../reported.ts'

/** What stands in braces in a word, and is filled in; anything else in braces stays as it is. */
export const PLACEHOLDERS = ['prompt', 'role', 'task', 'model', 'schema'] as const

export function commandProgram(file: string, words: readonly string[]): Program {
  return {
    name: basename(file),
    file,
    login: null,
    install: null,
    args: calling => words.map(word => fillIn(word, calling)),
    env: { CI: '1' },
    files: {},
    isAnswering: null,
    read: readCommand,
  }
}

/** In one pass, so that what is filled in is not looked at again. */
function fillIn(word: string, { promptPath, role, task, model, schemaPath }: Calling): string {
  const values = { prompt: promptPath, role, task, model: model ?? '', schema: schemaPath }
  return word.replace(
    /\{(prompt|role|task|model|schema)\}/g,
    (_whole, name: keyof typeof values) => values[name],
  )
}

function readCommand({ stdout, shown = '' }: Written): Reading {
  const nothing = { usage: null, usd: null, model: null }
  const read = readJsonAnswer(stdout, [shown])
  if ('json' in read && isFields(read.json) && 'answer' in read.json) {
    const { answer, usage } = read.json
    return {
      ...reportedBy(usage),
      answer: typeof answer === 'string' ? { text: answer } : { json: answer },
      fault: null,
    }
  }
  return { ...nothing, answer: stdout.trim() === '' ? null : { text: stdout }, fault: null }
}

function reportedBy(usage: unknown): Pick<Reading, 'usage' | 'usd' | 'model'> {
  if (!isFields(usage)) return { usage: null, usd: null, model: null }
  return {
    usage: {
      input: countAt(usage, 'input'),
      cacheRead: countAt(usage, 'cached'),
      cacheWrite5m: 0,
      cacheWrite1h: 0,
      output: countAt(usage, 'output'),
    },
    usd: usdAt(usage, 'usd'),
    model: textAt(usage, 'model'),
  }
}
