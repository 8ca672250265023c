import { describe, expect, it } from 'vitest'
import { entry, prose } from '../../support/anthropic-server.ts'
import { ask, GOOD, GOOD_INPUT } from '../../support/ask.ts'

const BARE = {
  content: 'It holds.',
  verdict: 'AGREE',
  evidence: null,
  concerns: [],
  resolves: [],
  withdraws: [],
}

describe('an entry that breaks a rule', () => {
  it('is sent back once, with what was wrong, and mended', async () => {
    const { answer, requests } = await ask([entry(BARE), GOOD])
    expect(answer?.draft.evidence).toBe('read #5 against my checklist')
    expect(answer?.spend).toHaveLength(2)
    const [, asked, back] = requests[1]?.body.messages ?? []
    expect(asked).toMatchObject({ role: 'assistant', content: [{ type: 'tool_use', input: BARE }] })
    expect(back).toMatchObject({
      role: 'user',
      content: [{ type: 'tool_result', is_error: true, tool_use_id: 'toolu_msg_1_0' }],
    })
    expect(JSON.stringify(back)).toContain('evidence: Expected one line on what was checked')
    expect(requests[1]?.body.messages[0]).toEqual(requests[0]?.body.messages[0])
  })

  it.each([
    [{ ...BARE, verdict: 'MAYBE' }, 'verdict: Invalid option'],
    [{ ...BARE, verdict: 'OBJECT' }, 'concerns: Expected at least one'],
    [
      { ...BARE, verdict: 'OBJECT', concerns: [{ id: 'Not An Id', reason: 'x' }] },
      'concerns[0].id: Expected a kebab-case id',
    ],
    [{ ...BARE, content: ' ' }, 'content:'],
    [{ verdict: 'AGREE' }, 'content: Invalid input'],
    [{ ...BARE, extra: 1 }, 'Unrecognized key'],
  ])('%j is answered with "%s"', async (input, complaint) => {
    const { requests } = await ask([entry(input), GOOD])
    expect(JSON.stringify(requests[1]?.body.messages.at(-1))).toContain(complaint)
  })

  it('twice ends the turn with all that was spent', async () => {
    const { error, requests } = await ask([entry(BARE), entry(BARE)])
    expect(error).toMatchObject({ code: 'SYN_MIND_NONSENSE' })
    expect(error?.message).toContain(
      "twice gave no usable entry for BACKEND's review of #5 (evidence: Expected one line",
    )
    expect(error?.details['spend']).toHaveLength(2)
    expect(requests).toHaveLength(2)
  })
})

describe('an answer without the tool', () => {
  it('is sent back as it was', async () => {
    const { answer, requests } = await ask([prose('I agree, of course.'), GOOD])
    expect(answer?.draft.verdict).toBe('AGREE')
    expect(requests[1]?.body.messages.slice(1)).toMatchObject([
      { role: 'assistant', content: [{ type: 'text', text: 'I agree, of course.' }] },
      { role: 'user', content: expect.stringContaining('there is no call of append_entry') },
    ])
  })

  it('that is empty is asked for again without it', async () => {
    const { answer, requests } = await ask([{ content: [] }, GOOD])
    expect(answer?.draft.verdict).toBe('AGREE')
    expect(requests[1]?.body.messages.map(({ role }) => role)).toEqual(['user', 'user'])
  })

  it('twice ends the turn', async () => {
    const { error } = await ask([prose('I agree.'), prose('I agree!')])
    expect(error).toMatchObject({
      code: 'SYN_MIND_NONSENSE',
      message: expect.stringContaining('an answer in prose is lost'),
    })
  })

  it('never counts, whatever it says', async () => {
    const { answer } = await ask([prose(JSON.stringify(GOOD_INPUT)), prose(JSON.stringify(GOOD_INPUT))])
    expect(answer).toBeNull()
  })

  it('but with another tool is told which one there is', async () => {
    const other = { content: [{ type: 'tool_use', name: 'bash', input: { command: 'ls' } }] } as const
    const { answer, requests } = await ask([other, GOOD])
    expect(answer).not.toBeNull()
    expect(JSON.stringify(requests[1]?.body.messages)).toContain('there is no tool bash, only append_entry')
  })
})

describe('an input that is no JSON', () => {
  it.each([
    ['broken', '{"content": nonsense}'],
    ['cut short inside a word', '{"content":"It holds.","verdict":"AGREE","evidence":nu'],
    ['cut short, its verdict missing', '{"content":"It holds."'],
    ['followed by more', '{"content":"It holds."}}'],
  ])('%s is sent back', async (_, json) => {
    const broken = { content: [{ type: 'tool_use', name: 'append_entry', input: {}, json }] } as const
    const { answer, requests } = await ask([broken, GOOD])
    expect(answer?.draft.verdict).toBe('AGREE')
    expect(answer?.spend).toHaveLength(2)
    expect(JSON.stringify(requests[1]?.body.messages.at(-1))).toContain('was not whole, valid JSON')
  })
})

describe('an answer that does not come to its end', () => {
  it('gets twice the room, once', async () => {
    const { answer, requests } = await ask([{ ...GOOD, stopReason: 'max_tokens' }, GOOD], {
      mind: { maxTokens: 500 },
    })
    expect(answer?.draft.verdict).toBe('AGREE')
    expect(answer?.spend).toHaveLength(2)
    expect(requests.map(({ body }) => body.max_tokens)).toEqual([500, 1_000])
    expect(requests[1]?.body.messages).toEqual(requests[0]?.body.messages)
  })

  it('twice ends the turn and says within how many tokens', async () => {
    const { error, requests } = await ask(() => ({ ...GOOD, stopReason: 'max_tokens' }))
    expect(error).toMatchObject({
      code: 'SYN_MIND_NONSENSE',
      message: expect.stringContaining('within 64000 tokens'),
    })
    expect(requests).toHaveLength(2)
  })

  it('goes on from a pause where it was', async () => {
    const { answer, requests } = await ask([prose('Let me see.', { stopReason: 'pause_turn' }), GOOD])
    expect(answer?.draft.verdict).toBe('AGREE')
    expect(requests[1]?.body.messages.at(-1)).toMatchObject({
      role: 'assistant',
      content: [{ type: 'text', text: 'Let me see.' }],
    })
  })

  it('does not pause for ever', async () => {
    const { error, requests } = await ask(() => prose('Hm.', { stopReason: 'pause_turn' }))
    expect(error).toMatchObject({ code: 'SYN_MIND_NONSENSE' })
    expect(requests.length).toBeLessThan(12)
  })
})
