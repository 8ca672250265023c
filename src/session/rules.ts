/** By which rules a new session goes, and who takes part besides the workers; checked before anything is written. */
import { SynodError } from '../errors.ts'
import { type DeadlockRule, type Header, HUMAN, ROLE_PATTERN, SUPERVISOR } from '../log/entry.ts'
import { readPolicy } from '../protocol/policy.ts'

export interface Rules {
  /** `unanimous` (the default), `consent`, `majority`, `supermajority` or `supermajority:3/4`. */
  readonly policy?: string
  /** Roles whose objection blocks under any policy; they must be at the table. */
  readonly veto?: readonly string[]
  /** People whose agreement is needed: HUMAN, or nobody. */
  readonly with?: readonly string[]
  /** Roles that decide and write into the log without the engine; they need no definition. */
  readonly external?: readonly string[]
  /** What becomes of a deadlock. Default `pause`. */
  readonly deadlock?: DeadlockRule
  /** After consensus every worker says how it builds its part. Default false. */
  readonly implement?: boolean
}

type RuleFields = Pick<Header, 'policy' | 'veto' | 'with' | 'external' | 'deadlock' | 'implement'>

/** @throws SynodError SYN_USAGE naming the rule that cannot be, SYN_ROLE_INVALID for reserved roles */
export function rulesFor(workers: readonly string[], rules: Rules): RuleFields {
  const { policy = 'unanimous', deadlock = 'pause', implement = false } = rules
  if (readPolicy(policy) === null) {
    throw new SynodError(
      'SYN_USAGE',
      `"${policy}" is no policy: expected unanimous, consent, majority, supermajority or supermajority:3/4`,
    )
  }
  const external = rolesIn(rules.external)
  for (const role of external) checkExternal(role)
  const people = rolesIn(rules.with)
  const other = people.find(role => role !== HUMAN)
  if (other !== undefined)
    throw new SynodError('SYN_USAGE', `"${other}" is nobody to decide with: only human can be`)
  const veto = rolesIn(rules.veto)
  const table = [...new Set([...workers, ...external, HUMAN])]
  const stranger = veto.find(role => !table.includes(role))
  if (stranger !== undefined) {
    throw new SynodError(
      'SYN_USAGE',
      `"${stranger}" cannot have a veto, it is not at the table: there are ${table.join(', ')}`,
    )
  }
  return { policy: policy.trim().toLowerCase(), veto, with: people, external, deadlock, implement }
}

function checkExternal(role: string): void {
  if (role === SUPERVISOR || role === HUMAN) {
    const part = role === HUMAN ? 'people take part in every session' : 'the engine runs it'
    throw new SynodError('SYN_ROLE_INVALID', `${role} cannot be an external role: ${part}`)
  }
  if (!ROLE_PATTERN.test(role)) {
    throw new SynodError(
      'SYN_USAGE',
      `"${role}" cannot be a role: expected letters, digits, - and _, beginning with a letter (at most 32)`,
    )
  }
}

function rolesIn(names: readonly string[] = []): readonly string[] {
  return [...new Set(names.map(name => name.trim().toUpperCase()))]
}
