/** By which rule a text is decided on; docs/protocol.md, section 2. */

export type Policy =
  | { readonly kind: 'unanimous' | 'consent' | 'majority' }
  /** At least `of[0]` out of every `of[1]` deciders. */
  | { readonly kind: 'supermajority'; readonly of: readonly [number, number] }

const UNANIMOUS: Policy = { kind: 'unanimous' }

/** `unanimous`, `consent`, `majority`, `supermajority` (two thirds) or `supermajority:3/4`; null for anything else. */
export function readPolicy(written: string): Policy | null {
  const text = written.trim().toLowerCase()
  if (text === 'unanimous' || text === 'consent' || text === 'majority') return { kind: text }
  const match = /^supermajority(?:[ \t]*:[ \t]*(\d{1,3})[ \t]*\/[ \t]*(\d{1,3}))?$/.exec(text)
  if (match === null) return null
  const [part, whole] = [Number(match[1] ?? 2), Number(match[2] ?? 3)]
  // Half of them is no majority, and more than all of them cannot agree.
  return part * 2 > whole && part <= whole ? { kind: 'supermajority', of: [part, whole] } : null
}

/** The policy of a header; the strictest one where it has none that can be read. */
export function policyOf(written: string | undefined): Policy {
  return readPolicy(written ?? UNANIMOUS.kind) ?? UNANIMOUS
}

/** Whether so many agreements out of so many deciders carry a text under this policy. */
export function carries(policy: Policy, agreeing: number, deciders: number): boolean {
  switch (policy.kind) {
    case 'unanimous':
      return agreeing === deciders
    case 'consent':
      return agreeing > 0
    case 'majority':
      return agreeing * 2 > deciders
    case 'supermajority':
      return agreeing * policy.of[1] >= policy.of[0] * deciders
  }
}
