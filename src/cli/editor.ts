/** A text from the person's own editor, with the live proposal below it to be read. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { SynodError } from '../errors.ts'
import { HUMAN } from '../log/entry.ts'
import { liveProposal } from '../protocol/proposals.ts'
import { foldFile } from '../session/fold-file.ts'
import { safeText } from '../views/safe.ts'
import type { Io } from './io.ts'

export interface Edited {
  readonly text: string
  /** Where it was written. */
  readonly path: string
  readonly remove: () => void
}

interface EditOptions {
  readonly as: string | undefined
  /** What is there to begin with. */
  readonly words: string
}

const CUT = '# ------------------------ >8 ------------------------'

/** @throws SynodError SYN_USAGE without an editor, SYN_EDITOR_FAILED, SYN_SAY_EMPTY when nothing was written */
export async function edit(io: Io, logPath: string, { as, words }: EditOptions): Promise<Edited> {
  const editor = io.env['VISUAL'] || io.env['EDITOR']
  if (!editor) throw new SynodError('SYN_USAGE', '--edit: there is no editor: set VISUAL or EDITOR')
  const path = join(mkdtempSync(join(tmpdir(), 'synod-say-')), 'say.md')
  const remove = () => rmSync(dirname(path), { recursive: true, force: true })
  const hints = hintsFor(logPath, as?.toUpperCase() ?? HUMAN)
  writeFileSync(path, `${words}\n\n${hints.join('\n')}\n`, { mode: 0o600 })
  try {
    await run(editor, path)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new SynodError(
      'SYN_EDITOR_FAILED',
      `The editor ${editor} failed (${why}): nothing was said; what was written is kept in ${path}`,
      { cause: error },
    )
  }
  const text = textIn(readFileSync(path, 'utf8'), hints)
  if (text !== '') return { text, path, remove }
  remove()
  throw new SynodError('SYN_SAY_EMPTY', 'The editor was left without a text: nothing was said')
}

/** What stands above the cut; where that was deleted, all that is not a line of ours. */
function textIn(written: string, hints: readonly string[]): string {
  const lines = written.split(/\r?\n/)
  const cut = lines.indexOf(CUT)
  const ours = new Set(hints)
  const said = cut < 0 ? lines.filter(line => line === '' || !ours.has(line)) : lines.slice(0, cut)
  return said.join('\n').trim()
}

function hintsFor(logPath: string, role: string): readonly string[] {
  const texts = new Map<number, string>()
  const { frame, state } = foldFile(logPath, {
    onEntry({ type, number, content }) {
      if (type === 'PROPOSAL') texts.set(number, content)
    },
  })
  const live = liveProposal(state)
  return [
    CUT,
    `# Write as ${role} above this line. What is below it is not said.`,
    `# ${safeText(frame.title)}`,
    `# ${safeText(state.consensus.why)}`,
    ...(live === null
      ? []
      : [
          '#',
          `# #${live.entry} by ${live.author}, revision ${live.revision}:`,
          ...linesOf(texts.get(live.entry) ?? '').map(line => `# > ${line}`.trimEnd()),
        ]),
  ]
}

function linesOf(content: string): readonly string[] {
  return safeText(content, { multiline: true }).split('\n')
}

/** `VISUAL` may have arguments: the shell splits it, as for every program that starts one. */
function run(editor: string, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const windows = process.platform === 'win32'
    const child = windows
      ? spawn(`${editor} "${path}"`, { shell: true, stdio: 'inherit' })
      : spawn('sh', ['-c', `${editor} "$1"`, editor, path], { stdio: 'inherit' })
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (code === 0) resolve()
      else reject(new Error(signal === null ? `exit code ${code}` : `ended by ${signal}`))
    })
  })
}
