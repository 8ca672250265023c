/** `--record DIR`, for the commands that run a session. */
import { SynodError } from '../errors.ts'
import { checkRecordable, recorded } from '../session/recording.ts'
import type { StartOptions } from './options.ts'
import type { Work } from './work.ts'

/** Before a session is opened that could not be recorded then. @throws SynodError SYN_USAGE, SYN_RECORDING_INVALID */
export function checkRecorded(folder: string, { open }: Pick<StartOptions, 'open'>): void {
  if (open)
    throw new SynodError(
      'SYN_USAGE',
      '--record has no part in opening a session that nobody works yet: record where it is run, with synod resume',
    )
  checkRecordable(folder, null)
}

/** The run as it is, or recorded where a folder is named. */
export function saved(folder: string | undefined, path: string, run: Work['run']): Work['run'] {
  return folder === undefined ? run : recorded(run, path, folder)
}
