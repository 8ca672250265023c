// The same by Synod, as built: a supervisor and four workers, each round a text and its three reviews.
// node engine-loop.mjs URL ROUNDS FOLDER
// Loaded with the first call else: what is measured begins after that, for both.
import '@anthropic-ai/sdk'
import { chooseMind, seatRoster, startSession } from '../../../dist/index.js'

const [url, rounds, folder] = process.argv.slice(2)
const minds = chooseMind({ mind: 'anthropic', model: 'claude-haiku-5-5', baseUrl: url, env: {} })
const roster = seatRoster()

let started = null
const { result } = startSession({
  problem: 'Design a rate limiter for our public API.',
  roster,
  minds,
  folder,
  maxRevisions: 1_000,
  maxEntries: 10_000,
  onWorker({ state }) {
    if (state === 'thinking') started ??= performance.now()
  },
})
const { state, error } = await result
const ms = performance.now() - started
if (error !== null) throw error
process.stdout.write(
  JSON.stringify({
    ms,
    turns: state.entries,
    rss: process.resourceUsage().maxRSS / 1024,
    outcome: state.outcome.kind,
    rounds: state.proposals.length,
    asked: Number(rounds),
  }),
)
process.exit()
