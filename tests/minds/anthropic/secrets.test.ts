import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { anthropicMind } from '../../../src/minds/anthropic/mind.ts'
import { entry, failing, prose, type Reply } from '../../support/anthropic-server.ts'
import { ask, GOOD, KEY } from '../../support/ask.ts'

/** Everything about an error that could be printed, logged or sent. */
function everything(error: unknown): string {
  const seen = [inspect(error, { depth: 20, showHidden: true }), JSON.stringify(error)]
  for (let at = error; at instanceof Error; at = at.cause)
    seen.push(at.message, String(at.stack), JSON.stringify(at), JSON.stringify(Object.entries(at)))
  return seen.join('\n')
}

const echo = (status: number): Reply => ({
  error: {
    status,
    type: 'invalid_request_error',
    message: `You sent Bearer ${KEY}`,
    headers: { 'x-echo': KEY, 'retry-after-ms': '1' },
  },
})

describe('the key', () => {
  it.each<[string, readonly Reply[]]>([
    ['a server that repeats it with 400', [echo(400)]],
    ['a server that repeats it with 401', [echo(401)]],
    ['a server that repeats it with 529', [echo(529), echo(529), echo(529)]],
    ['a page that repeats it', [{ raw: { status: 403, contentType: 'text/html', body: `<p>${KEY}</p>` } }]],
    ['a type that repeats it', [{ raw: { status: 200, contentType: `text/${KEY}`, body: 'x' } }]],
    ['an event that repeats it', [{ ...GOOD, after: 2, ending: { type: 'permission_error', message: KEY } }]],
    ['a cut', Array<Reply>(3).fill({ ...GOOD, after: 3 })],
    ['a busy server', Array<Reply>(3).fill(failing(529, { 'retry-after-ms': '1' }))],
    ['a refusal', [prose('', { content: [], stopReason: 'refusal' })]],
    ['nonsense', [entry({}), entry({})]],
  ])('is in nothing that %s leaves behind', async (_, replies) => {
    const { error, told } = await ask(replies)
    expect(error).not.toBeNull()
    expect(everything(error)).not.toContain(KEY)
    expect(told.join()).not.toContain(KEY)
  })

  it('is not quoted when it is none', () => {
    const wrong = `${KEY} and\nmore`
    let thrown: unknown = null
    try {
      anthropicMind({ model: 'm', apiKey: wrong })
    } catch (error) {
      thrown = error
    }
    expect(thrown).toMatchObject({
      code: 'SYN_MIND_CREDENTIALS',
      message: expect.stringContaining('ANTHROPIC_API_KEY'),
    })
    expect(everything(thrown)).not.toContain(KEY)
  })

  it('in a base URL is not quoted either', () => {
    const make = () => anthropicMind({ model: 'm', baseUrl: `https://me:${KEY}@example.org` })
    expect(make).toThrow(
      expect.objectContaining({ code: 'SYN_USAGE', message: expect.not.stringContaining(KEY) }),
    )
  })

  it('is sent as bearer token and nowhere else', async () => {
    const { requests } = await ask([GOOD])
    expect(requests[0]?.headers.authorization).toBe(`Bearer ${KEY}`)
    expect(JSON.stringify(requests[0]?.body)).not.toContain(KEY)
  })
})
