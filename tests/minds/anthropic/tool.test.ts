import { describe, expect, it } from 'vitest'
import { toolsOf } from '../../../src/minds/anthropic/tool.ts'
import { prose } from '../../support/anthropic-server.ts'
import { ask, GOOD } from '../../support/ask.ts'
import { agentOf, turnOf } from '../../support/turn-of.ts'

const namesOf = (agent: Parameters<typeof agentOf>[0]) =>
  toolsOf(agentOf(agent)).map(tool => ('name' in tool ? tool.name : ''))

describe('the tools of a role', () => {
  it.each([
    [{}, ['append_entry']],
    [{ tools: null }, ['append_entry']],
    [{ tools: [] }, ['append_entry']],
    [{ tools: ['Read', 'Bash'] }, ['append_entry']],
    [{ tools: ['Read', 'WebSearch'] }, ['append_entry', 'web_search']],
    [{ tools: ['WebFetch', 'WebSearch'] }, ['append_entry', 'web_search', 'web_fetch']],
    [{ tools: ['WebSearch', 'WebFetch'], disallowedTools: ['WebFetch'] }, ['append_entry', 'web_search']],
    [{ tools: ['WebFetch(domain:example.org)'] }, ['append_entry']],
  ])('of %j are %j', (agent, names) => {
    expect(namesOf(agent)).toEqual(names)
  })
})

const WEB = turnOf({ agent: { tools: ['WebSearch', 'WebFetch'] } })
const SEARCH = { type: 'server_tool_use', name: 'web_search', input: { query: 'token bucket' } } as const
const FOUND = {
  type: 'web_search_tool_result',
  content: [
    {
      type: 'web_search_result',
      title: 'Buckets',
      url: 'https://example.org/',
      encrypted_content: 'ZQ==',
      page_age: null,
    },
  ],
} as const

describe('a role that may search the web', () => {
  it('has the servers of Anthropic do it, a few times at most', async () => {
    const { requests } = await ask([GOOD], { turn: WEB })
    expect(requests[0]?.body.tools?.slice(1)).toEqual([
      { type: 'web_search_20260318', name: 'web_search', max_uses: 5 },
      { type: 'web_fetch_20260318', name: 'web_fetch', max_uses: 5 },
    ])
  })

  it('answers after it has searched', async () => {
    const { answer, requests } = await ask([{ content: [SEARCH, FOUND, ...(GOOD.content ?? [])] }], {
      turn: WEB,
    })
    expect(answer?.draft.verdict).toBe('AGREE')
    expect(requests).toHaveLength(1)
  })

  it('goes on from a pause with what it has found, as it came', async () => {
    const paused = { content: [SEARCH, FOUND], stopReason: 'pause_turn' }
    const { answer, requests } = await ask([paused, GOOD], { turn: WEB })
    expect(answer?.draft.verdict).toBe('AGREE')
    expect(requests[1]?.body.messages.at(-1)).toMatchObject({
      role: 'assistant',
      content: [
        { ...SEARCH, id: 'srvtoolu_msg_1_0' },
        { ...FOUND, tool_use_id: 'srvtoolu_msg_1_0' },
      ],
    })
  })

  it('is told that prose is lost when it only searches', async () => {
    const { answer, requests } = await ask([{ ...prose(''), content: [SEARCH, FOUND] }, GOOD], { turn: WEB })
    expect(answer).not.toBeNull()
    expect(JSON.stringify(requests[1]?.body.messages.at(-1))).toContain('there is no call of append_entry')
  })

  it('searches nothing where a plan or a server does not have it', async () => {
    const refusal = {
      error: { status: 400, type: 'invalid_request_error', message: 'web_search is not enabled' },
    }
    const denied = await ask([refusal, GOOD], { turn: WEB })
    expect(denied.requests.map(({ body }) => body.tools?.length)).toEqual([3, 1])
    expect(denied.told).toContain('retrying without web search')
    const local = await ask([GOOD], { turn: WEB, mind: { isAnthropic: false } })
    expect(local.requests[0]?.body.tools).toHaveLength(1)
  })
})
