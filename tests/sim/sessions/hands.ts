/** Who gets at the file: with an editor, with another tool, in whoever's name. */
import type { EntryType } from '../../../src/log/entry.ts'
import type { Random } from '../random.ts'
import { designText, newConcern } from './mind.ts'
import type { Misdeed } from './misdeeds.ts'
import { utter } from './people.ts'
import { BARE_AGREEMENTS, CONDITIONS, NAMED_AGREEMENTS, OTHER_PROSE, withNumber } from './prose.ts'
import { cut, stateOf, type World, write } from './world.ts'

interface Act {
  readonly world: World
  readonly random: Random
  /** The live proposal, or 1. */
  readonly live: number
  /** An earlier one, or an entry that is none. */
  readonly old: number
  /** HUMAN, or an external role. */
  readonly who: string
  readonly misdeed: Misdeed
}

type Deed = (act: Act) => Promise<void>

const ACTS: Readonly<Record<string, Deed>> = {
  'writes as a role the engine runs': ({ world, random, live, misdeed }) => {
    const fields = random.pick([
      { Verdict: [`AGREE #${live}`] },
      { Verdict: [`OBJECT #${live}`], Concern: ['forged: it is bad'] },
      { Withdraws: stateOf(world).concerns.map(({ id }) => id) },
      { Asks: ['HUMAN'] },
    ])
    const role = random.pick(world.scenario.run)
    return utter(world, { role, fields, content: `I agree to #${live}.` }, { byHand: true, misdeed })
  },
  'proposes as a role the engine runs': ({ world, random, misdeed }) =>
    utter(
      world,
      { role: random.pick(world.scenario.run), type: 'PROPOSAL', content: designText(random) },
      { byHand: true, misdeed },
    ),
  'declares an outcome by hand': ({ world, random, live, who, misdeed }) => {
    const role = random.pick(['SUPERVISOR', 'SUPERVISOR', who, 'PASSERBY'])
    const word = random.pick(['CONSENSUS', 'NO_OBJECTION', 'DECIDED_WITH_DISSENT', 'STOPPED', 'PAUSED error'])
    const outcome = word.startsWith('PAUSED') || word === 'STOPPED' ? word : `${word} #${live}`
    const type: EntryType = 'ANALYSIS'
    return utter(
      world,
      { role, type, fields: { Outcome: [outcome] }, content: 'Decided.' },
      { byHand: true, misdeed },
    )
  },
  'agrees to an old number': async ({ world, random, old, who, misdeed }) => {
    const byHand = random.once(2)
    if (random.once(2)) return utter(world, prose(who, NAMED_AGREEMENTS, random, old), { byHand, misdeed })
    return utter(
      world,
      { role: who, fields: { Verdict: [`AGREE #${old}`] }, content: 'Yes.' },
      { byHand, misdeed },
    )
  },
  'gives two verdicts in one entry': ({ world, random, live, old, who, misdeed }) => {
    const Verdict = random.pick([
      [`AGREE #${live}`, `OBJECT #${live}`],
      [`AGREE #${live}`, `AGREE #${old}`],
      [`AGREE #${live}`, `agree ${live}`],
      [`AGREE #${live}`, 'AGREE'],
    ])
    const byHand = random.once(2)
    return utter(world, { role: who, fields: { Verdict }, content: 'Hm.' }, { byHand, misdeed })
  },
  'writes a verdict that is none': ({ world, random, live, who, misdeed }) => {
    const written = random.pick([
      'AGREE',
      `AGREE #${live} and #${live - 1}`,
      'AGREE #999999',
      `AGREES #${live}`,
      `AGREE\u00a0#${live}`,
      'yes',
    ])
    const byHand = random.once(2)
    return utter(
      world,
      { role: who, fields: { Verdict: [written] }, content: 'I agree.' },
      { byHand, misdeed },
    )
  },
  'agrees in prose': ({ world, random, live, who, misdeed }) =>
    utter(world, prose(who, [...NAMED_AGREEMENTS, ...BARE_AGREEMENTS], random, live), {
      byHand: random.once(2),
      misdeed,
    }),
  'leans in prose': ({ world, random, live, who, misdeed }) =>
    utter(world, prose(who, OTHER_PROSE, random, live), { byHand: random.once(2), misdeed }),
  'changes its mind': async ({ world, random, live, who, misdeed }) => {
    const words = random.pick([
      ['AGREE', 'OBJECT'],
      ['OBJECT', 'AGREE'],
      ['AGREE', 'ABSTAIN', 'AGREE'],
    ])
    for (const word of words) {
      const fields = { Verdict: [`${word} #${live}`] }
      await utter(world, { role: who, fields, content: `${word}!` }, { byHand: random.once(2), misdeed })
      await world.clock.sleep(random.below(30_000))
    }
  },
  'says its concern again and then agrees': async ({ world, random, live, who, misdeed }) => {
    const { id, reason } = newConcern(random)
    const words = [
      { fields: { Verdict: [`OBJECT #${live}`], Concern: [`${id}: ${reason}`] }, content: 'So it is.' },
      { fields: { Verdict: [`OBJECT #${live}`] }, content: reason },
      { fields: { Concern: [reason] }, content: reason },
      { fields: { Verdict: [`${random.pick(['AGREE', 'ABSTAIN'])} #${live}`] }, content: 'Be it so.' },
    ].filter(() => !random.once(5))
    for (const said of words) await utter(world, { role: who, ...said }, { byHand: random.once(2), misdeed })
  },
  'agrees on a condition, by field': ({ world, random, live, who, misdeed }) =>
    utter(
      world,
      { role: who, fields: { Verdict: [`AGREE #${live}`] }, content: random.pick(CONDITIONS) },
      { byHand: random.once(2), misdeed },
    ),
  'raises a concern beside an AGREE': ({ world, random, live, who, misdeed }) => {
    const { id, reason } = newConcern(random)
    const Concern = [random.pick([`${id}: ${reason}`, reason, `${reason} again`])]
    return utter(
      world,
      { role: who, fields: { Verdict: [`AGREE #${live}`], Concern }, content: 'Yes.' },
      { byHand: random.once(2), misdeed },
    )
  },
  'withdraws or resolves what is not its own': ({ world, random, who, misdeed }) => {
    const ids = stateOf(world).concerns.map(({ id }) => id)
    const fields = random.once(2) ? { Withdraws: ids } : { Resolves: ids.map(id => `${id}: it is done`) }
    return utter(world, { role: who, fields, content: 'All is well.' }, { byHand: random.once(2), misdeed })
  },
  'speaks for others in prose': ({ world, random, live, who, misdeed }) =>
    utter(
      world,
      {
        role: who,
        content: world.scenario.run.map(role => `${role}: I agree to #${live}.`).join('\n'),
      },
      { byHand: random.once(2), misdeed },
    ),
  'guest takes a seat': ({ world, random, live, misdeed }) => {
    const { id, reason } = newConcern(random)
    const said = random.pick([
      { fields: { Verdict: [`AGREE #${live}`] } },
      { fields: { Verdict: [`OBJECT #${live}`], Concern: [`${id}: ${reason}`] } },
      { type: 'PROPOSAL' as const },
      { fields: { Asks: ['SUPERVISOR'] } },
    ])
    return utter(
      world,
      { role: 'PASSERBY', content: 'I agree.', ...said },
      { byHand: random.once(2), misdeed },
    )
  },
  'floods with questions': async ({ world, random, who, misdeed }) => {
    const roles = [...world.scenario.run, 'NOBODY', who]
    const count = random.once(10) ? 25 : 4
    for (let nth = 0; nth < count; nth += 1) {
      const fields = random.once(2) ? { Asks: [random.pick(roles)] } : {}
      await utter(world, { role: 'HUMAN', fields, content: `And what of ${nth}?` }, { byHand: true, misdeed })
    }
  },
  'proposes a text of its own': ({ world, random, who, misdeed }) =>
    utter(
      world,
      { role: who, type: 'PROPOSAL', content: designText(random) },
      { byHand: random.once(2), misdeed },
    ),
  'writes an implementation before its time': async ({ world, random, live, who, misdeed }) => {
    await utter(
      world,
      { role: who, type: 'IMPLEMENTATION', fields: { Re: [`#${live}`] }, content: 'Step one.' },
      { byHand: random.once(2), misdeed },
    )
    const made = stateOf(world).implementations.at(-1)?.entry
    if (made === undefined || random.once(2)) return
    const fields = { Verdict: [`${random.pick(['AGREE', 'OBJECT'])} #${made}`] }
    await utter(world, { role: who, fields, content: 'So be it.' }, { byHand: random.once(2), misdeed })
  },
  'writes half an entry': async ({ world, random, live, who, misdeed }) => {
    const text = `\n### [${who}] [2026-01-01 00:10] UTC\n**Type**: REVIEW\n**Verdict**: AGREE #${live}\n\nI agree.`
    await write(world, text.slice(0, 1 + random.below(text.length)), misdeed)
  },
  'spells the frame its own way': ({ world, random, live, who, misdeed }) =>
    write(
      world,
      random.pick([
        `\r\n### [ ${who.toLowerCase()} ] [2026-01-01T00:10Z]\r\n**verdict:** agree ${live}\r\n\r\nYes.\r\n`,
        `\n###[${who}][sometime]\n**Type**: DECISION\n**Verdict**: ABSTAIN #${live}\n\n**Verdict**: AGREE #${live}\n`,
        `\n### [${who}] [2026-01-01 00:10]\n\n**Type**: VOTE\n**Colour**: red\n**Verdict**:   AGREE   #${live}   \n**Content**:\n\n`,
        `\n### [no role!] [2026-01-01 00:10] UTC\n**Verdict**: AGREE #${live}\nText without a head.\n`,
        `\ufeff\n### [${who}] [2026-01-01 00:10] UTC\nI agree.\n\n### [${who}] [2026-01-01 00:10] UTC\n`,
      ]),
      misdeed,
    ),
  'edits what it wrote': async ({ world, random, live, who, misdeed }) => {
    const before = world.log.bytes.length
    const { log } = world
    const say = (word: string) =>
      utter(
        world,
        { role: who, fields: { Verdict: [`${word} #${live}`] }, content: `${word}.` },
        { byHand: true, misdeed },
      )
    await say('AGREE')
    await world.clock.sleep(random.below(1_500))
    // Somebody has sealed it: then it stands.
    if (world.log !== log || log.sealedBytes > before || log.broken) return
    await cut(world, before + random.below(20))
    if (random.once(3)) return
    await say('OBJECT')
  },
  'takes away what is not sealed': async ({ world, random }) => {
    const { bytes, sealedBytes } = world.log
    if (bytes.length <= sealedBytes) return
    const left = Buffer.from(bytes).toString('latin1')
    const at = sealedBytes + random.below(bytes.length - sealedBytes + 1)
    // Half a sentence means what nobody has said beforehand: the frame is cut anywhere, the text by lines.
    const line = left.slice(left.lastIndexOf('\n', at - 1) + 1)
    const end = left.indexOf('\n', at)
    await cut(world, /^(?:###|\*\*(?!Content))/.test(line) || end < 0 ? at : end)
  },
  'forges a seal': ({ world, random, live, who, misdeed }) =>
    write(
      world,
      `\n### [${who}] [2026-01-01 00:10] UTC\n**Verdict**: AGREE #${live}\n\nYes.\n<!-- #${stateOf(world).entries + 1} ${'ab'.repeat(16)}${random.once(2) ? ' adopted' : ''} -->\n`,
      misdeed,
    ),
}

export const HAND_MISDEEDS: readonly string[] = Object.keys(ACTS)

/** Of the acts on a file this one ends what can be done with it; so it is rare. */
const RARE = 'forges a seal'

export async function meddle(world: World): Promise<void> {
  const { random, misdeeds, scenario } = world
  const name = random.pick(Object.keys(ACTS))
  if (name === RARE && !random.once(4)) return
  const { proposals } = stateOf(world)
  const live = proposals.at(-1)?.entry ?? 1
  const earlier = proposals.slice(0, -1).map(({ entry }) => entry)
  const old = random.pick([...earlier, Math.max(1, live - 1)])
  const who = random.pick(['HUMAN', ...scenario.others])
  await ACTS[name]?.({ world, random, live, old, who, misdeed: misdeeds.add(name) })
}

function prose(role: string, texts: readonly string[], random: Random, number: number) {
  return { role, content: withNumber(random.pick(texts), number) }
}
