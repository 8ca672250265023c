/** Whoever is asked answers out of the log and its own rules, and says so where neither knows anything. */
import { SUPERVISOR } from '../../log/entry.ts'
import { liveProposal } from '../../protocol/proposals.ts'
import type { Draft } from '../draft.ts'
import { answerForAll } from './answer-for-all.ts'
import { applying } from './apply.ts'
import { type Asked, askedIn, statedAbout, touches } from './asked.ts'
import { draft } from './drafts.ts'
import type { Reading } from './reading.ts'
import { requirementOf } from './requirements.ts'
import { cite } from './stated.ts'
import { listed, quoted } from './text.ts'

const RULES = 2
const STATEMENTS = 3

export function answer(reading: Reading): Draft {
  const { turn, facts } = reading
  const asked = askedIn(turn, facts.subject)
  return turn.role === SUPERVISOR ? answerForAll(reading, asked) : answerOwn(reading, asked)
}

/** A worker: what its rules require about it, and what the live text says. */
function answerOwn(reading: Reading, asked: Asked): Draft {
  const { turn } = reading
  const { role, state } = turn
  const live = liveProposal(state)
  const known = knownAbout(reading, asked)
  const stated = statedAbout(turn, asked, STATEMENTS).map(one => `- ${cite(one, 240)}`)
  const analysis = state.analyses[role]
  const question = `${asked.by === '' ? 'What was asked' : `${asked.by} in #${asked.entry}`}: ${quoted(asked.text, 400)}`
  const lead =
    known.length > 0
      ? `The rules of ${role} have this on it${analysis === undefined ? '' : `; the analysis in #${analysis} starts from the same rules`}.`
      : `The rules of ${role} know nothing of it, so ${role} has no answer of its own${stated.length > 0 ? ' but what the text already says' : ''}. Whoever knows should say so here; until then nothing in the design depends on it by a rule of ${role}.`
  return draft([
    question,
    '',
    lead,
    ...listed('Required', known),
    ...listed(live === null ? '' : `What #${live.entry} says`, stated),
  ])
}

/** Rules that the words themselves call up, then those that speak of the same matter. */
function knownAbout({ rules, facts }: Reading, asked: Asked): readonly string[] {
  const called = applying(rules, asked.text)
    .filter(({ score }) => score > 0)
    .map(({ consideration }) => consideration)
  const alike = rules
    .map(rule => ({
      rule,
      share: touches(asked, [rule.ask, rule.require, rule.because, rule.meet.text].join(' ')),
    }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share)
    .map(({ rule }) => rule)
  return [...new Set([...alike.filter(rule => called.includes(rule)), ...alike, ...called])]
    .slice(0, RULES)
    .map(rule => {
      const { id, reason, meet } = requirementOf(rule, facts)
      return `- \`${id}\`: ${reason} A text meets it, for example, by (${meet.section}): ${quoted(meet.text, 600)}`
    })
}
