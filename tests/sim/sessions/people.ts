/** People and other tools: they answer when they are due, by `synod say` or with an editor, with fields or without. */
import type { EntryType, Fields } from '../../../src/log/entry.ts'
import { writeEntry } from '../../../src/log/write.ts'
import { due } from '../../../src/protocol/due.ts'
import type { DueTurn } from '../../../src/protocol/state.ts'
import { designText, newConcern } from './mind.ts'
import type { Misdeed } from './misdeeds.ts'
import { BARE_AGREEMENTS, CONDITIONS, NAMED_AGREEMENTS, OTHER_PROSE, withNumber } from './prose.ts'
import { append, stateOf, type World, write } from './world.ts'

export interface Utterance {
  readonly role: string
  readonly type?: EntryType
  readonly fields?: Fields
  readonly content: string
}

/** Sealed by the engine, as `synod say` does; or written into the file, and sealed when somebody appends next. */
export async function utter(
  world: World,
  { role, type = 'REVIEW', fields = {}, content }: Utterance,
  { byHand, misdeed = null }: { readonly byHand: boolean; readonly misdeed?: Misdeed | null },
): Promise<void> {
  if (byHand) {
    const text = writeEntry({ role, type, fields, content }, new Date(world.clock.now()).toISOString())
    return write(world, `\n${text}`, misdeed)
  }
  const result = await append(world, { role, type, fields, content })
  if (result.appended) misdeed?.entries.push(result.entry.number)
}

/** Until the session is over. */
export async function takePart(world: World, over: AbortSignal): Promise<void> {
  const { random, clock, scenario } = world
  while (!over.aborted) {
    try {
      await clock.sleep(10_000 + random.below(50_000), over)
    } catch {
      return
    }
    if (world.log.broken) continue
    const asked = due(stateOf(world)).filter(({ role }) => scenario.others.includes(role))
    for (const turn of asked) {
      const temper = scenario.tempers[turn.role]
      if (temper?.silent) world.misdeeds.add('never answers')
      if (over.aborted || temper?.silent || random.once(4)) continue
      await answerTo(world, turn)
    }
    if (!over.aborted && random.once(60)) await remark(world)
  }
}

async function remark(world: World): Promise<void> {
  const content = world.random.pick([
    'Please do not touch the free plan.',
    'Which clients are limited first?',
  ])
  await utter(world, { role: 'HUMAN', content }, { byHand: world.random.once(2) })
}

async function answerTo(world: World, turn: DueTurn): Promise<void> {
  const { random } = world
  const { role, task, on } = turn
  const live = stateOf(world).proposals.at(-1)?.entry ?? on ?? 1
  const byHand = random.once(2)
  switch (task) {
    case 'propose':
    case 'revise': {
      const revises: Fields = task === 'revise' && random.once(2) ? { Revises: [`#${on}`] } : {}
      const open = stateOf(world).concerns.filter(({ status }) => status === 'open')
      const fields = { ...revises, Resolves: open.map(({ id }) => `${id}: done`) }
      return utter(world, { role, type: 'PROPOSAL', fields, content: designText(random) }, { byHand })
    }
    case 'answer': {
      const content = random.pick(['The mobile clients come back every minute.', 'Thank you all.'])
      return utter(world, { role, fields: random.once(2) ? { Re: [`#${on}`] } : {}, content }, { byHand })
    }
    case 'confirm':
      return utter(
        world,
        { role, fields: { Re: [`#${on}`], Verdict: [`AGREE #${live}`] }, content: random.pick(CONDITIONS) },
        { byHand },
      )
    default:
      return judge(world, role, live, byHand)
  }
}

async function judge(world: World, role: string, live: number, byHand: boolean): Promise<void> {
  const { random, scenario } = world
  const temper = scenario.tempers[role]
  const own = stateOf(world).concerns.filter(
    ({ owner, status }) => owner === role && (status === 'open' || status === 'answered'),
  )
  const reluctance = (temper?.objects ?? 0) - own.length * 2
  if (temper?.never || random.below(10) < reluctance) {
    const { id, reason } = newConcern(random)
    const concern = random.pick([[`${id}: ${reason}`], [reason], []])
    const fields = { Verdict: [`OBJECT #${live}`], Concern: concern }
    return utter(world, { role, fields, content: reason }, { byHand })
  }
  const Withdraws = own.map(({ id }) => id)
  if (random.once(12))
    return utter(
      world,
      { role, fields: { Verdict: [`ABSTAIN #${live}`], Withdraws }, content: 'No time.' },
      { byHand },
    )
  if (random.once(3)) {
    // Without the fields, as people do.
    const said = random.pick([random.pick(NAMED_AGREEMENTS), random.pick(BARE_AGREEMENTS)])
    const content = random.once(4) ? random.pick(OTHER_PROSE) : said
    const fields: Fields = Withdraws.length > 0 ? { Withdraws } : {}
    return utter(world, { role, fields, content: withNumber(content, live) }, { byHand })
  }
  const fields = { Verdict: [`AGREE #${live}`], Withdraws }
  return utter(
    world,
    { role, fields, content: random.once(8) ? random.pick(CONDITIONS) : 'It is well.' },
    { byHand },
  )
}
