import { checkLog } from '../log/check.ts'
import type { Notice } from '../log/entry.ts'
import { shellWord } from './shell.ts'

/** What a log once had and has no more, where its journal knows: whoever reads the log alone would not see it. */
export async function missingNotice(path: string): Promise<readonly Notice[]> {
  const { journal, missing } = await checkLog(path)
  if (journal !== 'has-more') return []
  const message = `${missing} sealed ${missing === 1 ? 'entry is' : 'entries are'} missing here: synod repair ${shellWord(path)} puts them back from the journal`
  return [{ code: 'entries-missing', line: 0, entry: null, message }]
}
