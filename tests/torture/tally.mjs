/** What happened, counted. */

export function createTally() {
  const counts = new Map()
  const kinds = new Map()
  return {
    /** @param {string} what @param {number} by */
    add(what, by = 1) {
      counts.set(what, (counts.get(what) ?? 0) + by)
    },
    /** The same, and of which kind. @param {string} what @param {string} kind */
    addKind(what, kind) {
      this.add(what)
      const of = kinds.get(what) ?? new Map()
      of.set(kind, (of.get(kind) ?? 0) + 1)
      kinds.set(what, of)
    },
    /** @param {string} what */
    of: what => counts.get(what) ?? 0,
    /** @param {string} what @returns {Record<string, number>} */
    kindsOf: what => Object.fromEntries([...(kinds.get(what) ?? [])].toSorted(([, a], [, b]) => b - a)),
  }
}

/** @typedef {ReturnType<typeof createTally>} Tally */

const ROWS = [
  'logs',
  'checkpoints',
  'kills',
  'faulted writers',
  'refused',
  'editor saves',
  'acknowledged',
  'lost',
  'waiting for a repair',
  'duplicated',
  'unacknowledged but present',
  'refused but present',
  'texts by hand',
  'texts lost',
  'torn and fenced',
  'mended',
  'seen by readers',
  'problems',
]

/** @param {Tally} tally @param {number} seconds */
export function table(tally, seconds) {
  const rows = ROWS.map(row => {
    const kinds = Object.entries(tally.kindsOf(row)).map(([kind, count]) => `${kind} ${count}`)
    return [row, String(tally.of(row)), kinds.join(', ')]
  })
  rows.push(['entries/s', (tally.of('acknowledged') / seconds).toFixed(1), `over ${seconds.toFixed(0)} s`])
  const width = column => Math.max(...rows.map(row => row[column].length))
  return rows
    .map(([name, count, kinds]) =>
      `${name.padEnd(width(0))}  ${count.padStart(width(1))}  ${kinds}`.trimEnd(),
    )
    .join('\n')
}
