/** What a log and its journal have become → what is to be done so that nothing that was sealed is lost. Pure. */

/** Offsets and sizes in bytes. */
export interface Facts {
  /** Null when the file is not there. */
  readonly log: {
    readonly size: number
    /** After the last seal, whether it is the right one or not. */
    readonly sealedEnd: number
    /** Every seal in it is the right one. */
    readonly holds: boolean
  } | null
  readonly journal: {
    readonly size: number
    /** After the last seal up to which all are right. */
    readonly soundEnd: number
  }
  /** How many bytes the two have in common from the beginning. */
  readonly common: number
  /** After the last seal of the journal that lies within what they have in common. */
  readonly boundary: number
}

export type Plan =
  /** The journal has what the log has sealed. */
  | { readonly kind: 'agree' }
  /** The journal is behind, torn or not there: it takes what the log has beyond `from`. */
  | { readonly kind: 'extend-journal'; readonly from: number }
  /** The log ends within what the journal has: a torn write, or a file that was cut. It is completed from `from`. */
  | { readonly kind: 'complete-log'; readonly from: number }
  /** Somebody saved an older copy: the log gets the journal's entries again, and behind them what they wrote after `textFrom`. */
  | { readonly kind: 'restore-log'; readonly textFrom: number }
  /** The log is gone. */
  | { readonly kind: 'recreate-log' }
  /** Sealed bytes behind `boundary` are not what they were. Nobody but a person can say which is right. */
  | { readonly kind: 'changed'; readonly boundary: number }

export function planFor({ log, journal, common, boundary }: Facts): Plan {
  const { soundEnd } = journal
  if (log === null) return soundEnd > 0 ? { kind: 'recreate-log' } : { kind: 'agree' }
  if (common >= soundEnd) {
    if (!log.holds) return { kind: 'changed', boundary }
    // Somebody typed behind the last seal, on its line: that is no seal any more.
    if (log.sealedEnd < soundEnd) return { kind: 'restore-log', textFrom: soundEnd }
    return log.sealedEnd === soundEnd && journal.size === soundEnd
      ? { kind: 'agree' }
      : { kind: 'extend-journal', from: soundEnd }
  }
  // A journal that is sound so far and has more.
  if (common === log.size) return { kind: 'complete-log', from: log.size }
  if (log.sealedEnd <= boundary) return { kind: 'restore-log', textFrom: boundary }
  return { kind: 'changed', boundary }
}
