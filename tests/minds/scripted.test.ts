import { describe, expect, it } from 'vitest'
import { SynodError } from '../../src/errors.ts'
import { type ScriptStep, scriptedMind } from '../../src/minds/scripted.ts'
import { turnOf } from '../support/turn-of.ts'

const signal = new AbortController().signal
const agree = { content: 'Fine.', verdict: 'AGREE', evidence: 'read it' } as const
const review: ScriptStep = { role: 'BACKEND', task: 'review', draft: agree }

describe('the scripted mind', () => {
  it('gives the draft of its step, whole', async () => {
    const answer = await scriptedMind([review]).think(turnOf(), { signal })
    expect(answer).toEqual({
      draft: { ...agree, concerns: [], resolves: [], withdraws: [], asks: [] },
      spend: [],
    })
  })

  it('takes the steps of each role and task in order, whoever asks first', async () => {
    const mind = scriptedMind([
      review,
      { role: 'SECURITY', task: 'review', draft: { ...agree, content: 'Security first.' } },
      { ...review, draft: { ...agree, content: 'Fine again.' } },
    ])
    const asked = [turnOf({ role: 'SECURITY' }), turnOf(), turnOf()]
    const said = []
    for (const turn of asked) said.push((await mind.think(turn, { signal })).draft.content)
    expect(said).toEqual(['Security first.', 'Fine.', 'Fine again.'])
  })

  it('can make a draft from the turn', async () => {
    const mind = scriptedMind([{ ...review, draft: ({ on }) => ({ ...agree, content: `About #${on}` }) }])
    expect((await mind.think(turnOf(), { signal })).draft.content).toBe('About #5')
  })

  it('holds its drafts to the same rules as a model', async () => {
    const mind = scriptedMind([{ ...review, draft: { content: 'Fine.' } }])
    await expect(mind.think(turnOf(), { signal })).rejects.toMatchObject({
      code: 'SYN_MIND_NONSENSE',
      message: expect.stringContaining('verdict: Expected AGREE, OBJECT or ABSTAIN'),
    })
  })

  it('throws what its step throws, with what it cost', async () => {
    const spend = [{ model: 'm', input: 1, cached: 0, output: 2, usd: 0.1 }]
    const throws = new SynodError('SYN_MIND_REFUSED', 'No.')
    const mind = scriptedMind([{ ...review, draft: { throws }, spend }])
    await expect(mind.think(turnOf(), { signal })).rejects.toMatchObject({
      code: 'SYN_MIND_REFUSED',
      message: 'No.',
      details: { spend },
    })
  })

  it('names the turn nobody has written a step for', async () => {
    await expect(scriptedMind([]).think(turnOf(), { signal })).rejects.toMatchObject({
      code: 'SYN_MIND_SCRIPT',
      message: expect.stringContaining('BACKEND to review on #5'),
    })
  })

  it('names the steps nobody has asked for', async () => {
    const mind = scriptedMind([review, { role: 'SECURITY', task: 'review', draft: agree }])
    await mind.think(turnOf(), { signal })
    expect(() => mind.assertDone()).toThrow('SECURITY review')
    await mind.think(turnOf({ role: 'SECURITY' }), { signal })
    expect(() => mind.assertDone()).not.toThrow()
  })

  it('stops thinking when it is told to', async () => {
    const stop = new AbortController()
    const thinking = scriptedMind([{ ...review, delayMs: 60_000 }]).think(turnOf(), { signal: stop.signal })
    stop.abort()
    await expect(thinking).rejects.toMatchObject({ code: 'SYN_MIND_CUT' })
  })

  it('tells what it is doing', async () => {
    const told: string[] = []
    await scriptedMind([review]).think(turnOf(), { signal, onActivity: activity => told.push(activity) })
    expect(told).toEqual(['thinking', 'writing'])
  })
})
