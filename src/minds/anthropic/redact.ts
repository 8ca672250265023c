/** Keeps keys out of everything that can be shown: error messages, their causes, what JSON makes of them. */

const HIDDEN = '[key]'
/** Local servers want any word for a key: such a word is no secret, and may stand in a message by itself. */
const SHORTEST_SECRET = 12
const DEEPEST_CAUSE = 5
/** An error can quote a whole page. */
const LONGEST_MESSAGE = 1_000

export type Redact = (text: string) => string

/** @param shortest characters of the shortest word that is taken for a secret */
export function redactor(secrets: readonly string[], shortest: number = SHORTEST_SECRET): Redact {
  const real = [...new Set(secrets)]
    .filter(({ length }) => length >= shortest)
    .sort((a, b) => b.length - a.length)
  return text => real.reduce((shown, secret) => shown.replaceAll(secret, HIDDEN), text)
}

/** Who wrote a commit (GIT_AUTHOR_NAME) and where X keeps its cookie (XAUTHORITY) is no secret. */
const SECRET_NAME =
  /KEY|TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIAL|PRIVATE|AUTH(?!ORS?(?:_|$)|ORITY)|_(?:PASS|PWD)$/i
/** `user:password` in `scheme://user:password@host`; up to the last @, as passwords have some. */
const IN_URL = /:\/\/([^\s/?#@:]*:[^\s/?#]+)@/g

/** The values of an environment whose names say that they are secret, and what URLs in any of them have as passwords. */
export function secretsIn(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.entries(env).flatMap(([name, value = '']) => [
    ...(SECRET_NAME.test(name) ? [value.trim()] : []),
    ...[...value.matchAll(IN_URL)].map(([, login = '']) => login),
  ])
}

/** A copy of an error and its causes with nothing but their names, messages and system codes. */
export function redactedCause(error: unknown, redact: Redact, depth: number = 0): Error | undefined {
  if (error === undefined || error === null || depth === DEEPEST_CAUSE) return undefined
  const message = redact(error instanceof Error ? error.message : String(error)).slice(0, LONGEST_MESSAGE)
  if (!(error instanceof Error)) return new Error(message)
  const cause = redactedCause(error.cause, redact, depth + 1)
  const copy = new Error(message, cause === undefined ? {} : { cause })
  copy.name = error.name
  copy.stack = `${error.name}: ${message}`
  const code = 'code' in error ? { code: error.code } : {}
  return Object.assign(copy, typeof code.code === 'string' ? code : {})
}

/** `ECONNREFUSED` and the like, from wherever in the chain it stands. */
export function systemCode(error: unknown): string | null {
  for (
    let at: unknown = error, depth = 0;
    at instanceof Error && depth < DEEPEST_CAUSE;
    at = at.cause, depth += 1
  ) {
    if ('code' in at && typeof at.code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(at.code)) return at.code
  }
  return null
}
