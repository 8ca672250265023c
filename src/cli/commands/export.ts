import { EXIT } from '../../errors.ts'
import { foldLog } from '../../protocol/fold.ts'
import { readLog } from '../../session/places.ts'
import { renderDecision } from '../../views/decision.ts'
import { safeText } from '../../views/safe.ts'
import { findReadable, isEnded } from '../find.ts'
import { type Io, write } from '../io.ts'
import { missingNotice } from '../missing.ts'
import { folderOptions, readOptions } from '../options.ts'

export async function exportDecision(io: Io, session: string | undefined, raw: unknown): Promise<number> {
  const { dir } = readOptions(folderOptions, raw)
  const path = findReadable(dir, session)
  const log = readLog(path)
  for (const { message } of await missingNotice(path)) await write(io.stderr, `synod: ${safeText(message)}\n`)
  if (!isEnded(log))
    await write(
      io.stderr,
      'synod: the session has not decided yet: the record says so and shows how far it is\n',
    )
  await write(io.stdout, renderDecision(log, foldLog(log), { path }))
  return EXIT.ok
}
