/** A small panel whose rules are short enough to reason about in a test. */
import type { AgentDefinition } from '../../../src/agents/definition.ts'
import { parsePlaybook } from '../../../src/agents/playbook.ts'
import { agent } from '../../support/panel.ts'

const SUPERVISOR_RULES = `
### hot-path
- when: rate limit*
- ask: What does the {subject} add to each request?
- require: The time added to each request is stated.
- because: What is not stated grows.
- meet: Operations: The {subject} adds at most {latency|5 ms} to a request, measured per node.
- signs: adds
- for: BACKEND

### who-pays
- when: rate limit*, plan*
- ask: Who may change the limit of a customer?
- require: A limit has one owner.
- because: Two owners disagree.
- meet: Data: The limit of a customer is owned by the billing plan.
`

export const ARCHITECT_RULES = `
### off-path
- when: rate limiter*, rate limit*
- ask: Where is a call refused?
- require: A call is refused at one place.
- because: Two places count twice.
- meet: Components: The {subject} is a filter in the gateway; nothing behind it refuses a call.
- signs: filter|gateway, refus*
- instead: A library in each service was left out: it counts each caller once per service.

### shared-counter
- when: rate limit* + region*
- ask: Who counts when there are several regions?
- require: Each region counts for itself.
- because: A call between regions takes 80 ms.
- meet: Data flow: Each of {regions|the regions} counts calls in its own store and tells the others every 10 s.
- signs: count*, store*

### thin-slice
- when: always
- ask: What is delivered first?
- require: The first delivery goes through every part.
- because: Parts meet late otherwise.
- meet: Rollout: The first delivery of the {subject} is one real case through every part, behind a switch.
- signs: first delivery, switch*
`

export const BACKEND_RULES = `
### retry-storm
- when: rate limit*, quota*
- ask: What do limited clients do in the second after?
- require: Clients that are limited together do not retry together.
- because: One peak becomes a train of peaks.
- meet: Interfaces: Every 429 of the {subject} carries \`Retry-After\` with 20 % jitter.
- signs: retry after, jitter*

### limit-overrun
- when: rate limit*
- ask: How many pass at the same moment?
- require: Checking and taking are one step.
- because: Twenty gateways see the last token.
- meet: Data flow: A token is checked and taken in one atomic step.
- signs: atomic*

### store-down
- when: rate limit*
- ask: What passes while the counters are away?
- require: Loss of the counters does not stop the traffic.
- because: A restart would be an outage.
- meet: Failure handling: Without its store the {subject} enforces a local fallback limit.
- signs: fallback*

### slow-store
- when: rate limit*
- ask: How long may the store take?
- require: A slow store is cut off.
- because: A slow store holds every request.
- meet: Failure handling: A call to the store times out after 10 ms.
- signs: times out|timeout*
`

export const SECURITY_RULES = `
### limit-evasion
- when: rate limit*, free plan*
- ask: What do a hundred free accounts get?
- require: A limit holds against the owner of the traffic.
- because: Keys are free.
- meet: Security: The {subject} counts each call against the account that owns the key.
- signs: account*, owns|owner*
`

export const RATE_LIMITER =
  'Design a rate limiter for our public API: 3 plans, 20k requests a second, 3 regions. It must add at most 5 ms to a request.'

export function ruled(role: string, rules: string): AgentDefinition {
  const { considerations, warnings } = parsePlaybook(rules)
  if (warnings.length > 0) throw new Error(warnings.join('\n'))
  return { ...agent(role), playbook: considerations }
}

export function panel(
  rules: Partial<Record<'ARCHITECT' | 'BACKEND' | 'SECURITY', string>> = {},
): readonly AgentDefinition[] {
  return [
    ruled('SUPERVISOR', SUPERVISOR_RULES),
    ruled('ARCHITECT', rules.ARCHITECT ?? ARCHITECT_RULES),
    ruled('BACKEND', rules.BACKEND ?? BACKEND_RULES),
    ruled('SECURITY', rules.SECURITY ?? SECURITY_RULES),
  ]
}
