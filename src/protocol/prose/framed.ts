/** Lines in the form of the log itself, escaped or not: in prose they are somebody's paste, never a statement. */

const FIELDS =
  'type|to|re|asks|revises|seen|verdict|concern|resolves|withdraws|evidence|files|outcome|spend|content'
const HEADING = /^[ \\]{0,8}#{1,6} {0,3}\[/
const SEAL = /^[ \\]{0,8}<!-- {0,3}#/
const FIELD = new RegExp(`^[ \\\\]{0,8}\\*\\*(?:${FIELDS}) ?(?:\\*\\* ?:|: ?\\*\\*)`, 'i')

export function isFramed(line: string): boolean {
  return HEADING.test(line) || SEAL.test(line) || FIELD.test(line)
}
