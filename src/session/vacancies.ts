/** Is it working, or stuck? Looks whether somebody runs the engine's roles that are due and not run here. */
import { due } from '../protocol/due.ts'
import type { DueTurn, State } from '../protocol/state.ts'
import { isOutside } from '../workers/needs.ts'

export interface VacancyOptions {
  /** The roles this process runs. */
  readonly own: readonly string[]
  readonly isHeld: (role: string) => Promise<boolean>
  /** Told once a turn. */
  readonly onVacant: (turn: DueTurn) => void
  /** How long until it looks again while such a role is due, in milliseconds. Default 2000. */
  readonly interval?: number
}

export interface Vacancies {
  changed(state: State): void
  close(): void
}

export function watchVacancies({ own, isHeld, onVacant, interval = 2_000 }: VacancyOptions): Vacancies {
  const told = new Set<string>()
  let turns: readonly DueTurn[] = []
  let timer: NodeJS.Timeout | undefined

  async function look(asked: readonly DueTurn[]): Promise<void> {
    for (const turn of asked) {
      // Whoever cannot see who holds a role has nothing to say about it.
      const held = await isHeld(turn.role).catch(() => true)
      if (asked !== turns) return
      if (!held) {
        told.add(keyOf(turn))
        onVacant(turn)
      }
    }
    again()
  }

  function again(): void {
    turns = turns.filter(turn => !told.has(keyOf(turn)))
    if (turns.length > 0) timer = setTimeout(() => void look(turns), interval)
  }

  return {
    changed(state) {
      clearTimeout(timer)
      turns = due(state).filter(
        turn => !own.includes(turn.role) && !isOutside(state, turn.role) && !told.has(keyOf(turn)),
      )
      void look(turns)
    },
    close() {
      clearTimeout(timer)
      turns = []
    },
  }
}

function keyOf({ role, task, on }: DueTurn): string {
  return `${role} ${task} ${on}`
}
