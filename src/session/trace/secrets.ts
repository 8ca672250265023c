/** The second net: minds tell no keys, and what the environment holds as one is taken out of the trace all the same. */
import { redactor, secretsIn } from '../../minds/anthropic/redact.ts'

/** What hides, in a line of JSON, every value of `env` whose name says that it is a secret. */
export function envRedactor(env: Readonly<Record<string, string | undefined>>): (json: string) => string {
  const secrets = secretsIn(env)
  const escaped = secrets.map(secret => JSON.stringify(secret).slice(1, -1))
  return redactor([...new Set([...secrets, ...escaped])])
}
