/** What whoever runs a session is told about its caps before they hold. */
import type { Roster } from '../agents/roster.ts'
import { type Notice, SUPERVISOR } from '../log/entry.ts'
import type { MindChoice } from '../minds/choose.ts'
import type { ModelTable } from '../minds/models.ts'
import type { State } from '../protocol/state.ts'
import { type CapName, type Caps, capsNear } from './caps.ts'

export interface NearOptions {
  readonly caps: Caps
  /** Milliseconds since this run began. */
  readonly elapsed: () => number
  readonly onNotice: (notice: Notice) => void
}

/** Tells of each cap once, when four fifths of it are used. */
export function watchNearness({ caps, elapsed, onNotice }: NearOptions): (state: State) => void {
  const told = new Set<CapName>()
  return ({ spend, entries }) => {
    for (const { cap, why } of capsNear(caps, spend, { elapsed: elapsed(), entries })) {
      if (told.has(cap)) continue
      told.add(cap)
      onNotice({ code: 'cap-near', line: 0, entry: null, message: why })
    }
  }
}

/** Minds that ask no model. */
const FREE = ['playbook', 'scripted']

/** For a cap on money: the minds of these roles for which it cannot hold, one notice each. */
export function unpriced(
  { supervisor, workers }: Roster,
  roles: readonly string[],
  minds: Pick<MindChoice, 'mindFor'>,
  models: ModelTable,
): readonly Notice[] {
  const names = [{ ...supervisor, role: SUPERVISOR }, ...workers]
    .filter(({ role }) => roles.includes(role))
    .map(agent => minds.mindFor(agent).name)
  return [...new Set(names)]
    .filter(name => !FREE.includes(name) && !models.hasPrice(name))
    .map(name => ({ code: 'cap-unpriced', line: 0, entry: null, message: unpricedWords(name) }))
}

function unpricedWords(name: string): string {
  return name.startsWith('cli:')
    ? `${name} tells what it has used when it is done, if at all: --max-cost and --max-tokens stop its next call, not one under way`
    : `The price of ${name} is not known: --max-cost cannot hold for it; give its price in synod.config.json, or use --max-tokens`
}
