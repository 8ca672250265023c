/** Concern ids ↔ the ids of a role's playbook: an id another role has taken is told apart by the role's name. */
import type { Concern } from '../../protocol/state.ts'

const MAX_ID = 64

export function concernId(id: string, role: string, concerns: readonly Concern[]): string {
  const taken = concerns.some(concern => concern.id === id && concern.owner !== role)
  return (taken ? `${slug(role)}-${id}` : id).slice(0, MAX_ID).replace(/-+$/, '')
}

/** The ids a concern may have had in its owner's playbook; the fold adds the owner's name at the end. */
export function playbookIds({ id, owner }: Pick<Concern, 'id' | 'owner'>): readonly string[] {
  const name = slug(owner)
  const before = id.startsWith(`${name}-`) ? [id.slice(name.length + 1)] : []
  const behind = new RegExp(`^(.+)-${name}(?:-\\d+)?$`).exec(id)?.[1]
  return [id, ...before, ...(behind === undefined ? [] : [behind])]
}

function slug(role: string): string {
  return role
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
}
