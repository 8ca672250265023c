/** The verbs that problems begin with, and what the doing of them is called. */

/** What follows these is itself the thing to be designed. */
export const MAKING: ReadonlySet<string> = new Set(
  `add architect build create define deliver design develop devise draft engineer establish implement introduce
invent launch make offer outline plan prepare produce propose prototype provide put rebuild redesign redo rethink rework
set ship sketch specify start support write model create`.split(/\s+/),
)

/** verb → what it is called as a thing; a verb that is not here takes -ing. */
const NOUNS: Readonly<Record<string, string>> = {
  approve: 'approval',
  archive: 'archival',
  authenticate: 'authentication',
  authorise: 'authorization',
  authorize: 'authorization',
  automate: 'automation',
  collect: 'collection',
  consolidate: 'consolidation',
  decompose: 'decomposition',
  delete: 'deletion',
  deliver: 'delivery',
  deploy: 'deployment',
  deprecate: 'deprecation',
  detect: 'detection',
  encrypt: 'encryption',
  export: 'export',
  extend: 'extension',
  extract: 'extraction',
  import: 'import',
  improve: 'improvement',
  ingest: 'ingestion',
  integrate: 'integration',
  isolate: 'isolation',
  manage: 'management',
  merge: 'merge',
  migrate: 'migration',
  moderate: 'moderation',
  modernise: 'modernization',
  modernize: 'modernization',
  move: 'migration',
  notify: 'notification',
  optimise: 'optimization',
  optimize: 'optimization',
  personalise: 'personalization',
  personalize: 'personalization',
  prevent: 'prevention',
  protect: 'protection',
  recommend: 'recommendation',
  reconcile: 'reconciliation',
  reduce: 'reduction',
  remove: 'removal',
  replace: 'replacement',
  replicate: 'replication',
  retire: 'retirement',
  search: 'search',
  speed: 'acceleration',
  split: 'split',
  synchronise: 'synchronization',
  synchronize: 'synchronization',
  sync: 'synchronization',
  translate: 'translation',
  upgrade: 'upgrade',
  upload: 'upload',
  validate: 'validation',
  verify: 'verification',
}

/** Verbs that take -ing and begin problems often enough to be known as verbs. */
const GERUNDS: ReadonlySet<string> = new Set(
  `assign audit back bill book break buy cache charge chat compare cut edit embed filter fix forward gather
generate guide handle harden host index invite invoice limit log maintain match measure meter monitor order parse pay
port predict price print process publish queue rank read receive record refactor refund render report reserve resize
review rewrite roll route run scale scan schedule score secure sell send serve shard share ship show sign simplify
store stream subscribe summarise summarize tag test throttle track transcode transfer transform update version
view vote watch`.split(/\s+/),
)

export function isActing(word: string): boolean {
  return actingBase(word) !== null
}

/** `ingests` → `ingest`, `booking` → `book`; null for a word that is no verb known here. */
export function actingBase(word: string): string | null {
  const lower = word.toLowerCase()
  const stem = lower.replace(/ing$/, '')
  const candidates = [
    lower,
    lower.replace(/s$/, ''),
    lower.replace(/es$/, ''),
    lower.replace(/ies$/, 'y'),
    ...(stem === lower ? [] : [stem, `${stem}e`, stem.replace(/(.)\1$/, '$1')]),
  ]
  return candidates.find(base => Object.hasOwn(NOUNS, base) || GERUNDS.has(base)) ?? null
}

/** What doing it is called: `migrate` → `migration`, `book` → `booking`. */
export function nounOf(base: string): string {
  const known = Object.hasOwn(NOUNS, base) ? NOUNS[base] : undefined
  if (known !== undefined) return known
  if (/[^e]e$/.test(base)) return `${base.slice(0, -1)}ing`
  const doubles = /^(?:plan|tag|log|chat|cut|ship|run|split|scan|bid|forget|submit|permit)$/.test(base)
  return doubles ? `${base}${base.at(-1)}ing` : `${base}ing`
}
