/** What models are called and what their calls cost, from rows of data. */
import type { Quote } from './purse.ts'

/** US dollars for a million tokens. */
export interface Rates {
  readonly input: number
  readonly output: number
  /** Read from a cache. Default: as other input, for a server that does not say. */
  readonly cacheRead?: number | undefined
  /** Written to a cache for five minutes. Default 1.25 times the input. */
  readonly cacheWrite5m?: number | undefined
  /** The same for an hour. Default twice the input. */
  readonly cacheWrite1h?: number | undefined
}

export interface ModelPrice extends Rates {
  /** The short name that agent definitions and `--model` may use. */
  readonly alias?: string | undefined
  /** Other rates for every token of a call whose prompt has more tokens than `above`. */
  readonly long?: (Rates & { readonly above: number }) | undefined
}

export interface ModelRow extends ModelPrice {
  readonly id: string
}

/** The tokens of one call. The four kinds of input do not overlap. */
export interface TokenUsage {
  readonly input: number
  readonly cacheRead: number
  readonly cacheWrite5m: number
  readonly cacheWrite1h: number
  readonly output: number
  /** Searches of the web by the server itself, each charged for besides its tokens. Default 0. */
  readonly webSearches?: number
}

/** The most a call can cost, in US dollars. */
export interface WorstCase {
  readonly prompt: number
  readonly answer: number
}

export interface ModelTable {
  /**
   * What an agent definition says → a model id. Aliases become ids, names of Claude models stay; silence, `inherit` and
   * names of other vendors' models that are not in the table become the fallback.
   */
  resolve(written: string | null, fallback: string): string
  /** US dollars, to the millionth; 0 for a model whose price is not known. */
  priceOf(model: string, usage: TokenUsage): number
  /** Whether `priceOf` can tell what this model costs. */
  hasPrice(model: string): boolean
  /** Every token of the prompt billed as dearly as it can be, and the longest answer. Null without a price. */
  worstCase(quote: Quote): WorstCase | null
}

/** Ten dollars for a thousand. */
const WEB_SEARCH_MICROS = 10_000

/** @param own of whoever uses it, by the model's name; they come before `rows` */
export function tableOf(
  rows: readonly ModelRow[],
  own: Readonly<Record<string, ModelPrice>> = {},
): ModelTable {
  const ours = Object.entries(own).map(([id, price]): ModelRow => ({ ...price, id }))
  const named = (name: string) =>
    ours.find(({ id }) => same(id, name)) ??
    // A price with a gateway's prefix is that of the gateway alone.
    ours.find(({ id }) => !id.includes('/') && normal(id) === normal(name)) ??
    rows.find(({ id }) => id === normal(name) || id === withoutDate(normal(name)))
  return {
    resolve(written, fallback) {
      const name = (written ?? '').trim()
      const known =
        ours.find(({ id, alias }) => same(id, name) || (alias !== undefined && same(alias, bare(name)))) ??
        rows.find(({ id, alias }) => alias === normal(name) || id === normal(name))
      if (known !== undefined) return known.id
      return normal(name).startsWith('claude-') ? normal(name) : fallback
    },
    priceOf(model, usage) {
      const row = named(model)
      if (row === undefined) return 0
      const prompt = usage.input + usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h
      const { input, output, cacheRead, cacheWrite5m, cacheWrite1h } = whole(ratesFor(row, prompt))
      // Dollars for a million tokens are millionths of a dollar for one.
      const micros =
        usage.input * input +
        usage.cacheRead * cacheRead +
        usage.cacheWrite5m * cacheWrite5m +
        usage.cacheWrite1h * cacheWrite1h +
        usage.output * output
      return (Math.round(micros) + (usage.webSearches ?? 0) * WEB_SEARCH_MICROS) / 1e6
    },
    hasPrice: model => named(model) !== undefined,
    worstCase({ model, input, output }) {
      const row = named(model)
      if (row === undefined) return null
      const rates = whole(ratesFor(row, input))
      const dearest = Math.max(rates.input, rates.cacheRead, rates.cacheWrite5m, rates.cacheWrite1h)
      return { prompt: (input * dearest) / 1e6, answer: (output * rates.output) / 1e6 }
    },
  }
}

function ratesFor({ long, ...rates }: ModelRow, prompt: number): Rates {
  return long !== undefined && prompt > long.above ? long : rates
}

function whole({ input, output, cacheRead, cacheWrite5m, cacheWrite1h }: Rates): TokenUsage {
  return {
    input,
    output,
    cacheRead: cacheRead ?? input,
    cacheWrite5m: cacheWrite5m ?? input * 1.25,
    cacheWrite1h: cacheWrite1h ?? input * 2,
  }
}

function same(left: string, right: string): boolean {
  return left.trim().toLowerCase() === right.trim().toLowerCase()
}

/** Lower case, without a vendor's prefix; gateways write `claude-opus-5.5`. */
function normal(written: string): string {
  return bare(written.trim().toLowerCase())
    .replace(/^.*\/|^anthropic\./, '')
    .replaceAll('.', '-')
}

/** Without a variant such as `[1m]`. */
function bare(name: string): string {
  return name.replace(/\[[^\]]*\]$/, '')
}

/** Snapshots end in a date: the price is that of the model. */
function withoutDate(name: string): string {
  return name.replace(/[-@]\d{8}$/, '')
}
