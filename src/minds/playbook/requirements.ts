/**
 * What a role asks of a design, in a form that people read and the proposer reads back:
 *
 *   1. `retry-storm`: Clients … together. A limit that … peaks. _Met by_ (Interfaces): Every 429 … _Shown by_: `jitter*`
 *
 * A concern's reason is the same without number and id.
 */
import { type Consideration, SECTIONS, type Section } from '../../agents/definition.ts'
import type { Facts } from './facts.ts'
import { fill } from './fill.ts'
import { clip } from './text.ts'

export interface Meet {
  readonly section: Section
  readonly text: string
}

export interface Requirement {
  readonly id: string
  /** What is required, and why. */
  readonly reason: string
  readonly meet: Meet
  /** What its owner will look for in one statement; empty where it looks for its very words. */
  readonly signs: Consideration['signs']
}

const SHOWN_BY = '_Shown by_:'
/** A field of the log takes no more. */
const MAX_REASON = 1_900

export function requirementOf(consideration: Consideration, facts: Facts): Requirement {
  const { id, require, because, meet, signs } = consideration
  return {
    id,
    reason: `${fill(require, facts)} ${fill(because, facts)}`,
    meet: { section: meet.section, text: fill(meet.text, facts) },
    signs: signs.some(group => group.some(phrase => phrase.split(' ').length > 8)) ? [] : signs,
  }
}

export function renderRequirement({ id, reason, meet, signs }: Requirement): string {
  const shownBy =
    signs.length === 0 ? '' : ` _Shown by_: ${signs.map(group => `\`${group.join('|')}\``).join(', ')}`
  return `\`${id}\`: ${reason} _Met by_ (${meet.section}): ${meet.text}${shownBy}`
}

/** All requirements that stand in a text, one a line. */
export function parseRequirements(text: string): readonly Requirement[] {
  return text.split('\n').flatMap(line => {
    const item = /^(?:\d+[.)]|[-*])[ \t]+`([a-z0-9]+(?:-[a-z0-9]+)*)`:[ \t]*(.+)$/.exec(line.trim())
    const read = item === null ? null : readReason(item[2] ?? '')
    if (item?.[1] === undefined || read?.meet == null) return []
    return [{ id: item[1], reason: read.reason, ...splitSigns(read.meet) }]
  })
}

function splitSigns({ section, text }: Meet): Pick<Requirement, 'meet' | 'signs'> {
  const at = text.lastIndexOf(SHOWN_BY)
  const match = /^[ \t]*(`[^`]+`(?:, `[^`]+`)*)$/.exec(at < 0 ? '' : text.slice(at + SHOWN_BY.length))
  if (match === null) return { meet: { section, text }, signs: [] }
  const groups = (match[1] ?? '').slice(1, -1).split('`, `')
  return {
    meet: { section, text: text.slice(0, at).trimEnd() },
    signs: groups.map(group => group.split('|')),
  }
}

export function renderReason({ reason, meet }: Pick<Requirement, 'reason' | 'meet'>): string {
  const how = `Met by (${meet.section}): ${clip(meet.text, MAX_REASON - 100)}`
  return `${clip(reason, Math.max(MAX_REASON - how.length, 60))} ${how}`
}

/** A concern's reason → what is wrong, and how it can be met where its owner has said so in the form above. */
export function readReason(written: string): { readonly reason: string; readonly meet: Meet | null } {
  const match = /(?:_Met by_|\bMet by)[ \t]*\(([A-Za-z ]{1,40})\):[ \t]*(?=\S)/.exec(written)
  const section = SECTIONS.find(name => name.toLowerCase() === match?.[1]?.trim().toLowerCase())
  if (match === null || section === undefined) return { reason: written.trim(), meet: null }
  const text = written.slice(match.index + match[0].length).trim()
  return { reason: written.slice(0, match.index).trim(), meet: { section, text } }
}
