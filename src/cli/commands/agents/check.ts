import { findDefinitionFiles } from '../../../agents/files.ts'
import { readAgentFile } from '../../../agents/load.ts'
import { EXIT } from '../../../errors.ts'
import {
  type CheckedFile,
  type CheckTally,
  checkedFile,
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
  let tally: CheckTally = { files: 0, ok: 0, recovered: 0, warned: 0, left: left.length }
  if (!json) await out.add(checkHeader(view))
  for (const file of checked(io, files, problems)) {
    tally = tallied(tally, file)
    if (quiet && file.ok) continue
    if (!(await out.add(json ? `${safeJson(file)}\n` : renderChecked(file, view)))) break
  }
  if (!json) await out.add(renderTally(tally, view))
  await out.end()
  return tally.ok === tally.files ? EXIT.ok : EXIT.failure
}

function* checked(
  io: Io,
  files: readonly string[],
  problems: readonly { readonly path: string; readonly message: string }[],
): Generator<CheckedFile> {
  const roles = new Map<string, string>()
  for (const file of files) {
    const path = shown(io, file)
    const reading = readAgentFile(file)
    const role = reading.definition?.role
    const first = role === undefined ? undefined : roles.get(role)
    if (role !== undefined && first === undefined) roles.set(role, path)
    yield checkedFile(reading, path, first === undefined ? [] : [`${role} is the role of ${first} too`])
  }
  for (const { path, message } of problems) yield checkedProblem(shown(io, path), message)
}
