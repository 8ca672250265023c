/** A worker, blind: what its field sees in the problem, before anybody has proposed anything. */
import type { Draft } from '../draft.ts'
import { type Applied, applying, shown } from './apply.ts'
import { draft } from './drafts.ts'
import type { Facts } from './facts.ts'
import { fill } from './fill.ts'
import { GENERAL } from './general.ts'
import { renderQuestion } from './questions.ts'
import type { Reading } from './reading.ts'
import { renderRequirement, requirementOf } from './requirements.ts'
import { counted, joined, listed } from './text.ts'

const REQUIRED = 3
const ASKED = 3
const IN_VIEW = 3
const MOST_PHRASES = 6

/** What an analysis says of itself when only general rules apply; read back in the closing words. */
export const KNOWS_LITTLE = 'has little for this kind of problem'

export function analyse(reading: Reading): Draft {
  const { facts } = reading
  const applied = applying(reading.rules, reading.text, reading.focus)
  const required = applied.slice(0, REQUIRED)
  const asked = applied.slice(REQUIRED, REQUIRED + ASKED)
  const inView = applied.slice(REQUIRED + ASKED, REQUIRED + ASKED + IN_VIEW)
  return draft([
    seen(applied, reading),
    ...listed(
      'Required',
      required.map(
        ({ consideration }, index) =>
          `${index + 1}. ${renderRequirement(requirementOf(consideration, facts))}`,
      ),
    ),
    ...listed(
      'Open questions',
      asked.map((one, index) => `${index + 1}. ${questionLine(one, facts)}`),
    ),
    ...(applied.length === 0 ? structural(facts) : []),
    ...(inView.length === 0
      ? []
      : ['', `**Also in view**: ${joined(inView.map(({ consideration }) => `\`${consideration.id}\``))}.`]),
  ])
}

function questionLine({ consideration: { id, ask, require } }: Applied, facts: Facts): string {
  return renderQuestion({ id, question: fill(ask, facts), otherwise: fill(require, facts) })
}

/** What the problem said that made the rules speak, so that a reader can tell why they did. */
function seen(applied: readonly Applied[], { turn: { agent, role }, facts }: Reading): string {
  const borrowed =
    agent.borrowedFrom === null
      ? ''
      : ` The rules are borrowed from ${agent.borrowedFrom}: this role's own file has none.`
  if (agent.playbook.length === 0) {
    return `${role} has no playbook and so no rules about the ${facts.subject}: it will judge the design by its structure.`
  }
  const touched = applied.filter(({ score }) => score > 0)
  const phrases = distinctPhrases(touched.flatMap(({ found }) => found))
  if (touched.length === 0) {
    const general =
      applied.length === 0 ? 'it will judge the design by its structure' : 'what follows holds for any system'
    return `The playbook of ${role} ${KNOWS_LITTLE}: none of its ${counted(agent.playbook.length, 'consideration')} is about what the problem speaks of, so ${general}.${borrowed}`
  }
  const named = joined(phrases.slice(0, MOST_PHRASES).map(phrase => `"${phrase}"`))
  const more = phrases.length > MOST_PHRASES ? ' and more' : ''
  return `The problem speaks of ${named}${more}: ${touched.length} of ${counted(agent.playbook.length, 'consideration')} of ${role} ${touched.length === 1 ? 'applies' : 'apply, the strongest first'}.${borrowed}`
}

/** `a + b` stands for both; a phrase that stands inside another one adds nothing. */
function distinctPhrases(found: readonly string[]): readonly string[] {
  const all = [...new Set(found.flatMap(phrase => phrase.split('+')).map(part => shown(part.trim())))]
  return all.filter(one => !all.some(other => other !== one && ` ${other}`.includes(` ${one}`)))
}

function structural(facts: Facts): readonly string[] {
  return listed(
    'What it will look for',
    GENERAL.map(({ require, meet }) => `- ${meet.section}: ${fill(require, facts)}`),
  )
}
