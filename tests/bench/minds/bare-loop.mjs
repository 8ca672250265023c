// What a turn costs without an engine: one call of the SDK with all messages so far, one line appended and brought to the disk.
// node bare-loop.mjs URL ROUNDS FILE
import { fsyncSync, openSync, writeSync } from 'node:fs'
import Anthropic from '@anthropic-ai/sdk'

const [url, rounds, file] = process.argv.slice(2)
const client = new Anthropic({ baseURL: url, apiKey: 'none', maxRetries: 0 })
const log = openSync(file, 'a')
const workers = ['BACKEND', 'FRONTEND', 'SECURITY', 'ARCHITECT']
const messages = [{ role: 'user', content: 'Design a rate limiter for our public API.' }]
const speakers = ['SUPERVISOR', ...Array.from({ length: Number(rounds) }, () => workers).flat()]

const started = performance.now()
for (const role of speakers) {
  const system = `You are ${role}. ${'You own what lies in your field and answer for it. '.repeat(12)}`
  const stream = client.messages.stream({
    model: 'claude-haiku-5-5',
    max_tokens: 1_000,
    system,
    messages: [
      {
        role: 'user',
        content: [
          ...messages.map(({ content }) => ({ type: 'text', text: content })),
          { type: 'text', text: `It is your turn, ${role}.` },
        ],
      },
    ],
  })
  const { content } = await stream.finalMessage()
  const said = `[${role}] ${content[0].text}`
  messages.push({ role: 'user', content: said })
  writeSync(log, `### ${said}\n`)
  fsyncSync(log)
}
const ms = performance.now() - started
process.stdout.write(
  JSON.stringify({ ms, turns: speakers.length, rss: process.resourceUsage().maxRSS / 1024 }),
)
