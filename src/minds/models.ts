/** The models Synod knows by name, and what a call to one costs. One table: a new model or price is one line here. */

/** US dollars for a million tokens. Writing to the cache costs the input's price times `CACHE_WRITE`. */
interface Rates {
  readonly input: number
  readonly output: number
  readonly cacheRead: number
}

interface ModelRow extends Rates {
  readonly id: string
  /** The short name that agent definitions and `--model` may use. */
  readonly alias?: string
  /** Other rates for every token of a call whose prompt has more tokens than `above`. */
  readonly long?: Rates & { readonly above: number }
}

/** As published in November 2026. What a read from the cache costs follows no common rule, so it is written out. */
const MODELS: readonly ModelRow[] = [
  { id: 'claude-opus-5-5', alias: 'opus', input: 4, output: 20, cacheRead: 0.2 },
  { id: 'claude-sonnet-5-5', alias: 'sonnet', input: 2, output: 10, cacheRead: 0.1 },
  {
    id: 'claude-haiku-5-5',
    alias: 'haiku',
    input: 0.1,
    output: 0.5,
    cacheRead: 0.01,
    long: { above: 100_000, input: 0.5, output: 2.5, cacheRead: 0.05 },
  },
  { id: 'claude-fable-5-2', alias: 'fable', input: 8, output: 40, cacheRead: 0.2 },
  { id: 'claude-fable-5-1', input: 10, output: 50, cacheRead: 0.25 },
  { id: 'claude-fable-5', input: 10, output: 50, cacheRead: 1 },
  { id: 'claude-opus-5', input: 5, output: 25, cacheRead: 0.5 },
  { id: 'claude-opus-4-8', input: 5, output: 25, cacheRead: 0.5 },
  { id: 'claude-opus-4-7', input: 5, output: 25, cacheRead: 0.5 },
  { id: 'claude-opus-4-6', input: 5, output: 25, cacheRead: 0.5 },
  { id: 'claude-opus-4-5', input: 5, output: 25, cacheRead: 0.5 },
  { id: 'claude-sonnet-5', input: 2, output: 10, cacheRead: 0.2 },
  { id: 'claude-sonnet-4-6', input: 3, output: 15, cacheRead: 0.3 },
  { id: 'claude-haiku-4-5', input: 1, output: 5, cacheRead: 0.1 },
]

const CACHE_WRITE = { '5m': 1.25, '1h': 2 } as const

/** The model of a role whose definition names none. */
export const DEFAULT_MODEL = 'claude-sonnet-5-5'

/** The tokens of one call. The four kinds of input do not overlap. */
export interface TokenUsage {
  readonly input: number
  readonly cacheRead: number
  readonly cacheWrite5m: number
  readonly cacheWrite1h: number
  readonly output: number
}

/**
 * What an agent definition says → a model id. Aliases become ids, names of Claude models stay; silence, `inherit` and
 * names of other vendors' models become the fallback.
 */
export function resolveModel(written: string | null, fallback: string): string {
  const name = plain(written ?? '').replaceAll('.', '-')
  const known = MODELS.find(({ id, alias }) => alias === name || id === name)
  if (known !== undefined) return known.id
  return name.startsWith('claude-') ? name : fallback
}

/** US dollars, to the millionth; 0 for a model whose price is not known. */
export function priceOf(model: string, usage: TokenUsage): number {
  const row = rowOf(model)
  if (row === undefined) return 0
  const prompt = usage.input + usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h
  const rates = row.long !== undefined && prompt > row.long.above ? row.long : row
  const written = usage.cacheWrite5m * CACHE_WRITE['5m'] + usage.cacheWrite1h * CACHE_WRITE['1h']
  // Dollars for a million tokens are millionths of a dollar for one.
  const micros =
    (usage.input + written) * rates.input + usage.cacheRead * rates.cacheRead + usage.output * rates.output
  return Math.round(micros) / 1e6
}

/** Whether `priceOf` can tell what this model costs. */
export function hasPrice(model: string): boolean {
  return rowOf(model) !== undefined
}

/** Gateways write `anthropic/claude-opus-5.5`, snapshots end in a date: the price is that of the model. */
function rowOf(model: string): ModelRow | undefined {
  const id = plain(model)
    .replaceAll('.', '-')
    .replace(/[-@]\d{8}$/, '')
  return MODELS.find(row => row.id === id)
}

/** Lower case, without a vendor's prefix and without a variant such as `[1m]`. */
function plain(written: string): string {
  return written
    .trim()
    .toLowerCase()
    .replace(/^.*\/|^anthropic\./, '')
    .replace(/\[[^\]]*\]$/, '')
}
