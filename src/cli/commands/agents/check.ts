import { findDefinitionFiles } from '../../../agents/files.ts'
import { readAgentFile } from '../../../agents/load.ts'
import { EXIT } from '../../../errors.ts'
import {
  type CheckedFile,
  type CheckTally,
  checkedFile,
  checkedOr,
  checkedProblem,
  checkHeader,
  renderChecked,
  renderTally,
  tallied,
} from '../../../views/agents-check.ts'
import { safeJson } from '../../../views/safe.ts'
import { checkOptions } from '../../agents-options.ts'
import { opened, shown } from '../../agents-paths.ts'
import { createChunks } from '../../chunks.ts'
import { type Io, styleOf, widthOf } from '../../io.ts'
import { readOptions } from '../../options.ts'

/** File by file: of thousands, one definition at a time is in memory. */
export async function check(io: Io, paths: readonly string[], raw: unknown): Promise<number> {
  const { json, quiet } = readOptions(checkOptions, raw)
  const { files, problems, left } = await findDefinitionFiles(paths.map(path => opened(io, path)))
  // Off a terminal a line stays a line, for whoever searches in it.
  const width = io.stdout.isTTY === true ? widthOf(io.stdout) : Number.POSITIVE_INFINITY
  const view = { style: styleOf(io.stdout, io.env), width }
  const out = createChunks(io.stdout)
  const lineOf = (file: CheckedFile) => (json ? `${safeJson(file)}\n` : renderChecked(file, view))
  let tally: CheckTally = { files: 0, ok: 0, recovered: 0, warned: 0, left: left.length }
  if (!json) await out.add(checkHeader(view))
  for (const { file, line } of checked(io, files, problems, lineOf)) {
    tally = tallied(tally, file)
    if (quiet && file.ok) continue
    if (!(await out.add(line))) break
  }
  if (!json) await out.add(renderTally(tally, view))
  await out.end()
  return tally.ok === tally.files ? EXIT.ok : EXIT.failure
}

interface Checked {
  readonly file: CheckedFile
  readonly line: string
}

function* checked(
  io: Io,
  files: readonly string[],
  problems: readonly { readonly path: string; readonly message: string }[],
  lineOf: (file: CheckedFile) => string,
): Generator<Checked> {
  const roles = new Map<string, string>()
  for (const name of files) {
    const path = shown(io, name)
    let line = ''
    const file = checkedOr(path, () => {
      const reading = readAgentFile(name)
      const role = reading.definition?.role
      const first = role === undefined ? undefined : roles.get(role)
      const made = checkedFile(
        reading,
        path,
        first === undefined ? [] : [`${role} is the role of ${first} too`],
      )
      line = lineOf(made)
      if (role !== undefined && first === undefined) roles.set(role, path)
      return made
    })
    yield { file, line: line === '' ? lineOf(file) : line }
  }
  for (const { path, message } of problems) {
    const file = checkedProblem(shown(io, path), message)
    yield { file, line: lineOf(file) }
  }
}
