/**
 * What is left of a session's caps. Spent is what the log says, and so holds across a resume and with other processes;
 * then what this process has paid and not written yet; then what its calls under way may still cost at most:
 *
 *   cap  =  in the log  +  paid, not in the log  +  reserved by calls under way  +  left
 */
import { SynodError } from '../errors.ts'
import type { ModelTable } from '../minds/models.ts'
import { BOTTOMLESS, type Grant, type Purse, type Quote } from '../minds/purse.ts'
import { addSpend, NOTHING_SPENT } from '../protocol/spend.ts'
import type { SpendTotals, State } from '../protocol/state.ts'
import type { Caps } from './caps.ts'

/** Tokens. With less room for it, thinking included, an answer would be cut short and paid for nothing. */
const MIN_ANSWER = 4_000
/** While others are under way it is better to wait for what they leave than to make do with less than this. */
const EASY_ANSWER = 16_000
/** What is kept free for a call of which nobody can say how long its answer gets. */
const ASSUMED_ANSWER = 32_000
/** Of what is left, the part a call gets of which nobody can say what it costs: others work at the same time. */
const SHARE = 1 / 4
/** US dollars. A program that is given less does not come to its answer. */
const MIN_SHARE = 0.05

export interface PurseOptions {
  readonly caps: Pick<Caps, 'maxCost' | 'maxTokens'>
  readonly models: ModelTable
}

export interface SessionPurse {
  /** What a role draws on. */
  of(role: string): Purse
  /** To be told of what the log says, at first and whenever it changes. */
  follow(spend: State['spend']): void
}

interface Amount {
  readonly usd: number
  readonly tokens: number
}

const ZERO: Amount = { usd: 0, tokens: 0 }

/** What a call may have: so many tokens for its answer, and what is reserved for that. Else whether waiting helps. */
type Offer =
  | { readonly output: number; readonly reserve: Amount }
  | { readonly output: null; readonly mayFitLater: boolean; readonly why: string }

export function createPurse({ caps, models }: PurseOptions): SessionPurse {
  const { maxCost, maxTokens } = caps
  if (maxCost === undefined && maxTokens === undefined) return { of: () => BOTTOMLESS, follow() {} }
  const paid = new Map<string, SpendTotals>()
  const reserved = new Set<Amount>()
  let waiting: (() => void)[] = []
  let first: State['spend'] | null = null
  let latest: State['spend'] = { ...NOTHING_SPENT, byRole: {} }

  function changed(): void {
    const woken = waiting
    waiting = []
    for (const wake of woken) wake()
  }

  function unwritten(): Amount {
    return sum(
      [...paid].map(([role, spend]) => {
        const written = minus(amountOf(latest.byRole[role]), amountOf(first?.byRole[role]))
        const { usd, tokens } = minus(amountOf(spend), written)
        // What a mind never drew for stands in the log as well.
        return { usd: floor(usd), tokens: floor(tokens) }
      }),
    )
  }

  function leftNow(): Amount {
    const used = sum([amountOf(latest), unwritten(), ...reserved])
    return minus({ usd: maxCost ?? Infinity, tokens: maxTokens ?? Infinity }, used)
  }

  function offer(quote: Quote): Offer {
    const left = leftNow()
    const asked = quote.output === 0 ? ASSUMED_ANSWER : quote.output
    const alone = reserved.size === 0
    const least = Math.min(asked, MIN_ANSWER)
    const most = Math.min(asked, longest(quote, left, models))
    const isTooLittle = quote.output === 0 && !alone && micros(left.usd) < micros(MIN_SHARE)
    if (most >= (alone ? least : Math.min(asked, EASY_ANSWER)) && !isTooLittle)
      return { output: most, reserve: reserveOf(quote, most, left) }
    const later = longest(quote, sum([left, ...reserved]), models)
    return { output: null, mayFitLater: !alone && later >= least, why: refusal(quote, least, left) }
  }

  /** What nobody can say the length of is given money to keep to, and so as much is held for it. */
  function reserveOf(quote: Quote, output: number, left: Amount): Amount {
    const { usd, tokens } = worst(quote, output, models)
    if (quote.output > 0 || maxCost === undefined) return { usd, tokens }
    return { usd: floor(Math.min(left.usd, Math.max(usd, MIN_SHARE, left.usd * SHARE))), tokens }
  }

  function refusal(quote: Quote, least: number, left: Amount): string {
    const { usd, tokens } = worst(quote, least, models)
    const call = `a call of ${quote.model} with an answer of up to ${least} tokens`
    return usd > left.usd || tokens <= left.tokens
      ? `${call} could cost ${usd.toFixed(4)} USD, and ${floor(left.usd).toFixed(4)} of ${maxCost} USD are left: raise --max-cost to go on`
      : `${call} could use ${tokens} tokens, and ${floor(left.tokens)} of ${maxTokens} tokens are left: raise --max-tokens to go on`
  }

  function grant(role: string, quote: Quote, output: number, reserve: Amount): Grant {
    const own = quote.output === 0 ? reserve.usd : floor(leftNow().usd)
    reserved.add(reserve)
    return {
      output: quote.output === 0 ? 0 : output,
      usd: maxCost === undefined ? null : own,
      settle(spend) {
        // Once: whoever settles twice has paid once.
        if (!reserved.delete(reserve)) return
        if (spend !== null) paid.set(role, addSpend(paid.get(role) ?? NOTHING_SPENT, spend))
        changed()
      },
    }
  }

  return {
    of: role => ({
      async draw(quote, signal) {
        for (;;) {
          if (signal.aborted) throw stopped(quote, signal)
          const offered = offer(quote)
          if (offered.output !== null) return grant(role, quote, offered.output, offered.reserve)
          if (!offered.mayFitLater) throw new SynodError('SYN_CAP_REACHED', offered.why)
          await untilChanged(signal)
        }
      },
    }),
    follow(spend) {
      first ??= spend
      latest = spend
      changed()
    },
  }

  function untilChanged(signal: AbortSignal): Promise<void> {
    return new Promise(resolve => {
      const wake = () => {
        signal.removeEventListener('abort', wake)
        resolve()
      }
      waiting.push(wake)
      signal.addEventListener('abort', wake, { once: true })
    })
  }
}

/** As an error of Synod, so that what the turn's earlier calls have cost can travel in it. */
function stopped({ model }: Quote, signal: AbortSignal): SynodError {
  return new SynodError('SYN_MIND_CUT', `The turn was stopped before a call of ${model} was made`, {
    cause: signal.reason,
  })
}

/** The longest answer for which there is room, in tokens; negative where there is none for the prompt. */
function longest(quote: Quote, left: Amount, models: ModelTable): number {
  const million = models.worstCase({ ...quote, output: 1_000_000 })
  const tokens = left.tokens - quote.input
  // Without a price nobody can say: only when all is spent it is over.
  if (million === null) return micros(left.usd) > 0 ? tokens : -1
  // Dollars for a million tokens are millionths of a dollar for one.
  const room = micros(left.usd - million.prompt)
  if (room < 0 || million.answer === 0) return room < 0 ? -1 : tokens
  return Math.min(tokens, Math.floor(room / million.answer))
}

function worst(quote: Quote, output: number, models: ModelTable): Amount {
  const { prompt, answer } = models.worstCase({ ...quote, output }) ?? { prompt: 0, answer: 0 }
  return { usd: prompt + answer, tokens: quote.input + output }
}

function amountOf({ usd, input, cached, output }: SpendTotals = NOTHING_SPENT): Amount {
  return { usd, tokens: input + cached + output }
}

function minus(left: Amount, right: Amount): Amount {
  return { usd: left.usd - right.usd, tokens: left.tokens - right.tokens }
}

function sum(amounts: readonly Amount[]): Amount {
  return amounts.reduce((all, { usd, tokens }) => ({ usd: all.usd + usd, tokens: all.tokens + tokens }), ZERO)
}

/** Millionths of a dollar: 0.41 - 0.01 is 0.4, and what is left of 0.3 - 0.1 - 0.2 is nothing. */
function micros(usd: number): number {
  return Math.round(usd * 1e6)
}

function floor(amount: number): number {
  return Math.max(0, amount)
}
