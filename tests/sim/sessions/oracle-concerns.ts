/** The oracle's own account of concerns: who raised what on which text, and what has become of it. */
import type { Entry } from '../../../src/log/entry.ts'

/** The live text, and each author's implementations of it, the latest last. */
export interface Texts {
  readonly live: number | null
  readonly parts: ReadonlyMap<string, readonly number[]>
}

interface Raised {
  readonly id: string
  readonly owner: string
  readonly reason: string
  readonly on: number
  /** Nobody named it: an objection stands for it. */
  readonly implied: boolean
  /** By a guest. */
  readonly heard: boolean
  readonly open: boolean
}

export interface OracleConcerns {
  /** By the field `Concern`. */
  raiseNamed(entry: Entry, on: number, heard: boolean): void
  /** By an objection that names none. */
  raiseImplied(entry: Entry, on: number, ground: string): void
  withdraw(entry: Entry): void
  /** What a verdict other than OBJECT ends of what its author had raised. */
  close(owner: string, on: number, agrees: boolean): void
  /** Those that block, by their ids in the log, and whose they are. */
  blocking(): readonly string[]
  owners(): readonly string[]
}

/** @param texts as they are whenever it is asked */
export function createConcerns(texts: () => Texts): OracleConcerns {
  const raised = new Map<string, Raised>()

  function raise(concern: Omit<Raised, 'open'>, id: string): void {
    const live = texts().live ?? 0
    const before = raised.get(id)
    // What is raised again does not get weaker by that, and not less about the text.
    const stays = before?.open === true && before.on <= live && concern.on > live
    const implied = concern.implied && before?.implied !== false
    raised.set(id, { ...concern, id, on: stays ? before.on : concern.on, implied, open: true })
  }

  /** Who says the same again without an id means the same concern; and one objection is one, however often. */
  function sameAs({ owner, reason, implied, on }: Omit<Raised, 'open' | 'id'>): string | undefined {
    const isSame = (one: Raised) =>
      one.open &&
      !one.heard &&
      one.owner === owner &&
      (one.reason === reason || (implied && one.implied && one.on === on))
    return [...raised.values()].find(isSame)?.id
  }

  function idFor({ id, owner }: Pick<Raised, 'id' | 'owner'>, isFree: (id: string) => boolean, nth: number) {
    const other = raised.get(id)
    const base = other === undefined || other.owner === owner ? id : renamed({ id, owner })
    const wanted = [id, base, `${base}-${nth}`]
    for (let next = 2; !wanted.some(isFree); next += 1) wanted.push(`${base}-${nth}-${next}`)
    return wanted.find(isFree) ?? base
  }

  /** What is about an implementation of the live text comes after it. */
  function inTheWay(): readonly Raised[] {
    const after = texts().live ?? 0
    return [...raised.values()].filter(({ open, heard, on }) => open && !heard && on <= after)
  }

  return {
    raiseNamed(entry, on, heard) {
      const given = new Set<string>()
      for (const written of new Set(entry.fields['Concern'])) {
        const match = /^([a-z0-9]+(?:-[a-z0-9]+)*)[ \t]*(?::[ \t]*(.*))?$/i.exec(written)
        const chosen = match?.[1]?.toLowerCase().slice(0, 64)
        const reason = chosen === undefined ? written : match?.[2] || chosen
        const concern = {
          owner: entry.role,
          on,
          heard,
          implied: false,
          reason,
          id: chosen ?? firstWords(reason),
        }
        const isFree = (id: string) => {
          const known = raised.get(id)
          const isOwn = chosen !== undefined && known?.owner === entry.role
          return !given.has(id) && (known === undefined || isOwn)
        }
        const same = chosen === undefined ? sameAs(concern) : undefined
        const id = same ?? idFor(concern, isFree, entry.number)
        given.add(id)
        raise(concern, id)
      }
    },
    raiseImplied(entry, on, ground) {
      const reason = ground.slice(0, 500).trim() || `${entry.role} objects and gives no reason`
      // `slow: …` names a concern also where it stands in prose.
      const named = /^([a-z0-9]+(?:-[a-z0-9]+)*)[ \t]*:[ \t]*\S/i.exec(reason)?.[1]?.toLowerCase()
      const id = named ?? firstWords(reason)
      const concern = { owner: entry.role, on, heard: false, implied: true, reason, id }
      raise(concern, sameAs(concern) ?? idFor(concern, wanted => !raised.has(wanted), entry.number))
    },
    withdraw({ role, fields }) {
      for (const written of new Set(fields['Withdraws'] ?? [])) {
        const id = written.split(':')[0]?.trim().toLowerCase() ?? ''
        const own = [id, renamed({ id, owner: role })].map(one => raised.get(one))
        const found = own.find(concern => concern?.owner === role)
        if (found !== undefined) raised.set(found.id, { ...found, open: false })
      }
    },
    close(owner, on, agrees) {
      const { live, parts } = texts()
      const made = [...parts.values()].find(numbers => numbers.at(-1) === on) ?? []
      for (const concern of [...raised.values()]) {
        if (concern.owner !== owner || concern.heard || !concern.open) continue
        // An agreement to an implementation says nothing about what is open on the text, or on those of others.
        const isEarlier = concern.on < on && (on === live || made.includes(concern.on))
        const ends = concern.implied ? concern.on === on || isEarlier : agrees && isEarlier
        if (ends) raised.set(concern.id, { ...concern, open: false })
      }
    },
    blocking: () => inTheWay().map(({ id }) => id),
    owners: () => inTheWay().map(({ owner }) => owner),
  }
}

function firstWords(text: string): string {
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? ['concern']
  return words.slice(0, 4).join('-').slice(0, 64)
}

function renamed({ id, owner }: { readonly id: string; readonly owner: string }): string {
  return `${id}-${owner.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`
}
