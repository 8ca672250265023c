/** What the workers have said they will build of what was agreed, and what the others said to that. */
import type { Ground } from './decision-ground.ts'

export function implementationsPart({ state, links }: Ground): readonly string[] {
  if (state.implementations.length === 0) return []
  const rows = state.implementations.map(({ entry, author, of, verdicts }) => {
    const given = Object.entries(verdicts)
      .filter(([role]) => role !== author)
      .map(([role, { verdict, entry: at }]) => `${role} ${verdict} ${links.to(at)}`)
    return `| ${author} | ${links.to(entry)} | ${links.to(of)} | ${given.join(', ') || 'none'} |`
  })
  const table = ['| Author | Entry | Of | Verdicts of the others |', '|---|---|---|---|', ...rows]
  return ['## Implementation', table.join('\n')]
}
