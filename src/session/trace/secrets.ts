/** The second net: minds tell no keys, and what the environment holds as one is taken out of the trace all the same. */
import { redactor } from '../../minds/anthropic/redact.ts'

const SECRET_NAME = /(?:key|token|secret|password|passwd|credentials?)$/i

/** What hides, in a line of JSON, every value of `env` whose name says that it is a secret. */
export function envRedactor(env: Readonly<Record<string, string | undefined>>): (json: string) => string {
  const secrets = Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && SECRET_NAME.test(name) ? [value] : [],
  )
  const escaped = secrets.map(secret => JSON.stringify(secret).slice(1, -1))
  return redactor([...new Set([...secrets, ...escaped])])
}
