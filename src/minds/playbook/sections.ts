/** The section of a design that a complaint in anybody's words belongs to. */
import type { Section } from '../../agents/definition.ts'

const SPEAKS: readonly (readonly [Section, RegExp])[] = [
  [
    'Security',
    /\b(?:secur\w*|attack\w*|tokens?|permission\w*|authori[sz]\w*|authenticat\w*|privacy|encrypt\w*|secrets?|leak\w*|personal|gdpr|access|abus\w*|fraud\w*)\b/gi,
  ],
  [
    'Rollout',
    /\b(?:roll ?out|migrat\w*|deploy\w*|releas\w*|launch\w*|roll ?back|cut ?over|phases?|steps?|switch\w*|flags?)\b/gi,
  ],
  [
    'Operations',
    /\b(?:monitor\w*|alerts?|alarm\w*|costs?|on[- ]call|metrics?|dashboards?|backups?|capacity|operat\w*|budget|paged?|observ\w*|scal\w*)\b/gi,
  ],
  [
    'Interfaces',
    /\b(?:apis?|endpoints?|clients?|screens?|ui|ux|headers?|contracts?|versions?|forms?|pages?|accessib\w*|buttons?|response)\b/gi,
  ],
  [
    'Data',
    /\b(?:schema\w*|tables?|index\w*|databases?|stor(?:e|ed|age)|retention|data|records?|rows?|delet\w*|archiv\w*)\b/gi,
  ],
  [
    'Failure handling',
    /\b(?:fail\w*|retr\w*|time ?outs?|outages?|down|lost|loss|crash\w*|errors?|duplicat\w*|races?|recover\w*|stale|partial\w*)\b/gi,
  ],
  ['Data flow', /\b(?:flows?|queues?|events?|order\w*|streams?|batch\w*|sync\w*|messages?|pipelines?)\b/gi],
  [
    'Components',
    /\b(?:components?|services?|modules?|boundar\w*|split\w*|librar\w*|monolith\w*|workers?)\b/gi,
  ],
]

export function sectionFor(reason: string): Section {
  let best: Section = 'Failure handling'
  let most = 0
  for (const [section, words] of SPEAKS) {
    const count = reason.match(words)?.length ?? 0
    if (count > most) [best, most] = [section, count]
  }
  return best
}
