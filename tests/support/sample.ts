/** One session from its framework to its closing: two revisions, a concern answered and closed, one withdrawn. */
import type { BuiltEntry } from './build.ts'

const PLAYBOOK = 'playbook in 0 cached 0 out 0 usd 0'
const SONNET = 'claude-sonnet-5-5 in 812 cached 9120 out 431 usd 0.0079'

export const SAMPLE: readonly BuiltEntry[] = [
  {
    role: 'SUPERVISOR',
    fields: { Spend: [PLAYBOOK] },
    content:
      '## Goal\n\nOne client cannot take the API down.\n\n## Constraints\n\n- 5 ms at most per request\n- No new database\n\n## Definition of done\n\n- Every limit has a number\n- Every worker agrees',
  },
  {
    role: 'ARCHITECT',
    fields: { Seen: ['#1'], Spend: [PLAYBOOK] },
    content: 'Two layers: gateway and service.',
  },
  { role: 'BACKEND', fields: { Seen: ['#1'], Spend: [SONNET] }, content: 'Redis is already there.' },
  { role: 'SECURITY', fields: { Seen: ['#1'], Spend: [PLAYBOOK] }, content: 'Keys must not be guessable.' },
  {
    role: 'ARCHITECT',
    type: 'PROPOSAL',
    fields: { Seen: ['#4'], Spend: [PLAYBOOK] },
    content:
      '# Token bucket\n\n## Components\n\nA bucket per API key in Redis.\n\n## Left out\n\n- Fixed window: doubles the rate at the edge',
  },
  {
    role: 'BACKEND',
    type: 'REVIEW',
    fields: {
      Re: ['#5'],
      Seen: ['#5'],
      Verdict: ['OBJECT #5'],
      Concern: ['retry-storm: clients that are limited at once retry at once'],
      Spend: [SONNET],
    },
    content: 'Without a Retry-After header they all come back together.',
  },
  {
    role: 'SECURITY',
    type: 'REVIEW',
    fields: {
      Re: ['#5'],
      Seen: ['#5'],
      Verdict: ['OBJECT #5'],
      Concern: ['key-in-log: API keys stand in the access log'],
      Spend: [PLAYBOOK],
    },
    content: 'Hash the keys.',
  },
  {
    role: 'ARCHITECT',
    type: 'PROPOSAL',
    fields: {
      Revises: ['#5'],
      Seen: ['#7'],
      Resolves: [
        'retry-storm: Retry-After with jitter',
        'key-in-log: keys are hashed before they are logged',
      ],
      Spend: [PLAYBOOK],
    },
    content:
      '# Token bucket\n\n## Components\n\nA bucket per hashed API key in Redis: `Map<key, bucket>`.\n\n## Interfaces\n\n429 with Retry-After and jitter.\n\n## Left out\n\n- Fixed window: doubles the rate at the edge',
  },
  {
    role: 'BACKEND',
    type: 'REVIEW',
    fields: {
      Re: ['#8'],
      Seen: ['#8'],
      Verdict: ['AGREE #8'],
      Evidence: ['the 429 answer names Retry-After with jitter'],
      Spend: [SONNET],
    },
    content: 'The storm is gone.',
  },
  {
    role: 'SECURITY',
    type: 'REVIEW',
    fields: {
      Re: ['#8'],
      Seen: ['#8'],
      Verdict: ['AGREE #8'],

      Evidence: ['keys are hashed'],
      Spend: [PLAYBOOK],
    },
    content: 'Fine.',
  },
  {
    role: 'SUPERVISOR',
    fields: { Outcome: ['CONSENSUS #8'], Seen: ['#10'], Spend: [PLAYBOOK] },
    content: 'All three agreed to #8. Backend builds the bucket first.',
  },
]
