/** The models Synod knows by name, and what a call to one costs. One table: a new model or price is one line here. */
import { type ModelPrice, type ModelRow, type ModelTable, type TokenUsage, tableOf } from './model-table.ts'

export type { ModelPrice, ModelTable, TokenUsage, WorstCase } from './model-table.ts'

/**
 * As published in November 2026, in US dollars for a million tokens. What a read from the cache costs follows no
 * common rule, so it is written out.
 */
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

/** The model of a role whose definition names none. */
export const DEFAULT_MODEL = 'claude-sonnet-5-5'

/**
 * The table with what a user has said about models, by their names: that comes before what is built in, and may be of
 * models that gateways and local servers have.
 */
export function modelTable(overrides: Readonly<Record<string, ModelPrice>> = {}): ModelTable {
  return tableOf(MODELS, overrides)
}

/** What holds where a user has said nothing. */
export const BUILT_IN_MODELS: ModelTable = modelTable()

/** @see ModelTable.resolve */
export function resolveModel(written: string | null, fallback: string): string {
  return BUILT_IN_MODELS.resolve(written, fallback)
}

/** @see ModelTable.priceOf */
export function priceOf(model: string, usage: TokenUsage): number {
  return BUILT_IN_MODELS.priceOf(model, usage)
}

/** @see ModelTable.hasPrice */
export function hasPrice(model: string): boolean {
  return BUILT_IN_MODELS.hasPrice(model)
}
