/** One seat as it is written: `security`, `db=database`, `security=./x.md`, each with `@MIND` behind it. */

export interface SeatSpec {
  /** The seat without its mind. */
  readonly seat: string
  /** What stands behind the `@`: a mind (`cli:claude`, `playbook`) or a model; null where nothing does. */
  readonly mind: string | null
}

/** An `@` in the path of a definition belongs to the path: the mind comes after its `.md`. */
export function readSeatSpec(written: string): SeatSpec {
  const [, seat = written, mind = null] = /^(.*?\.md)@(.*)$/is.exec(written) ??
    (/\.md$/i.test(written) ? null : /^([^@]*)@(.*)$/s.exec(written)) ?? [null, written, null]
  return { seat: seat.trim(), mind: mind?.trim() ?? null }
}
