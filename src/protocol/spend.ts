/** What a turn cost, as the field `Spend` has it: `claude-sonnet-5-5 in 812 cached 9120 out 431 usd 0.0079`. */
import type { Spend, SpendTotals } from './state.ts'

const SPEND =
  /^(\S+)[ \t]+in[ \t]+(\d{1,12})[ \t]+cached[ \t]+(\d{1,12})[ \t]+out[ \t]+(\d{1,12})[ \t]+usd[ \t]+(\d{1,7}(?:\.\d{1,12})?)$/

export const NOTHING_SPENT: SpendTotals = { usd: 0, input: 0, cached: 0, output: 0 }

export function writeSpend({ model, input, cached, output, usd }: Spend): string {
  return `${model.replace(/\s+/g, '-')} in ${input} cached ${cached} out ${output} usd ${usd.toFixed(6).replace(/\.?0+$/, '')}`
}

export function readSpend(value: string): Spend | null {
  const match = SPEND.exec(value)
  if (match === null) return null
  const [, model = '', input, cached, output, usd] = match
  return { model, input: Number(input), cached: Number(cached), output: Number(output), usd: Number(usd) }
}

export function addSpend(totals: SpendTotals, spend: SpendTotals): SpendTotals {
  return {
    // Money is summed in millionths, so that 0.1 + 0.2 stays 0.3.
    usd: Math.round((totals.usd + spend.usd) * 1e6) / 1e6,
    input: totals.input + spend.input,
    cached: totals.cached + spend.cached,
    output: totals.output + spend.output,
  }
}
