/** What stands behind `cli:` → the program it means. */
import { resolve } from 'node:path'
import { SynodError } from '../../errors.ts'
import { CLAUDE } from './presets/claude.ts'
import { CODEX } from './presets/codex.ts'
import { commandProgram, PLACEHOLDERS } from './presets/command.ts'
import { GEMINI } from './presets/gemini.ts'
import { OPENCODE } from './presets/opencode.ts'
import type { Program } from './program.ts'
import { splitWords } from './words.ts'

const PRESETS: readonly Program[] = [CLAUDE, CODEX, GEMINI, OPENCODE]

/** Whether it is one of the programs that are known by name, and not a command of somebody's own. */
export function isCliPreset(name: string): boolean {
  return PRESETS.some(preset => preset.name === name)
}

export interface CliSpec {
  /** What the log and every view call the mind: `cli:claude`, `cli:ollama`. */
  readonly name: string
  readonly program: Program
  /** Whether the command has a place for a model, so that it cannot do without one. */
  readonly wantsModel: boolean
}

/**
 * `claude`, `codex`, `gemini` and `opencode` are known; anything else is a command line.
 * @param from the folder that words beginning with `./` or `../` are meant from
 * @throws SynodError SYN_USAGE for a command that is empty, or whose quotes are not closed
 */
export function readCliSpec(spec: string, from: string): CliSpec {
  const known = PRESETS.find(({ name }) => name === spec.trim())
  if (known !== undefined) return { name: `cli:${known.name}`, program: known, wantsModel: false }
  const words = splitWords(spec)
  if (words === null) {
    throw new SynodError(
      'SYN_USAGE',
      `The command of the mind cli:${quoted(spec)} has a quote that is not closed, or ends in a backslash: close it, or write \\\\`,
    )
  }
  const [file, ...rest] = words.map(word => (/^\.\.?\//.test(word) ? resolve(from, word) : word))
  if (file === undefined || file === '') {
    throw new SynodError(
      'SYN_USAGE',
      `The mind cli: names no program: expected ${PRESETS.map(({ name }) => `cli:${name}`).join(', ')}, or a command such as "cli:./my-agent {prompt}", with ${PLACEHOLDERS.map(name => `{${name}}`).join(', ')} where they are wanted`,
    )
  }
  const program = commandProgram(file, rest)
  return { name: `cli:${program.name}`, program, wantsModel: rest.some(word => word.includes('{model}')) }
}

function quoted(spec: string): string {
  return spec.replace(/\s+/g, ' ').slice(0, 80)
}
