import { describe, expect, it } from 'vitest'
import { headingsOf, inShape } from '../../../src/minds/playbook/in-shape.ts'
import { panel, RATE_LIMITER } from './rules.ts'
import { open, run } from './session.ts'

const PARTS = { summary: 'BACKEND builds 1 statement.', steps: ['1. Data: "Rows."'], rest: ['- The others.'] }

describe('the headings of a template', () => {
  it.each([
    ['headings of markdown', '### Summary\ntext\n### Changes made', ['Summary', 'Changes made']],
    ['bold labels', '**Status**: done or not\n**Next steps:**', ['Status', 'Next steps']],
    ['bold items of a list', '- **Files**: which\n1. **Risks**', ['Files', 'Risks']],
    ['each once', '# Report\n# Report', ['Report']],
    ['none in prose', 'Write a short report, and be kind.', []],
  ])('are %s', (_, template, headings) => {
    expect(headingsOf(template)).toEqual(headings)
  })

  it('are 24 at most', () => {
    expect(headingsOf(Array.from({ length: 99 }, (_, at) => `# Part ${at}`).join('\n'))).toHaveLength(24)
  })
})

it('puts each part under the heading that asks for it, in the order of the template', () => {
  expect(inShape('### What was done\n### Overview\n### Weather', PARTS).join('\n').trim()).toBe(
    [
      '#### What was done',
      '1. Data: "Rows."',
      '',
      '#### Overview',
      'BACKEND builds 1 statement.',
      '',
      '#### Weather',
      'Nothing in the log belongs here.',
      '',
      '#### Not touched',
      '- The others.',
    ].join('\n'),
  )
})

it('says everything also where the template has no headings', () => {
  expect(inShape('Be brief.', PARTS).join('\n')).toContain('#### Summary\nBACKEND builds 1 statement.')
})

it('shapes the implementation of the role whose definition has a template, and no other', () => {
  const agents = panel().map(agent =>
    agent.role === 'BACKEND' ? { ...agent, report: '### Summary\n### What changes\n### Risks' } : agent,
  )
  const built = run(open(RATE_LIMITER, agents, { implement: true }), 13)
  const contentOf = (role: string) =>
    built.entries.find(entry => entry.role === role && entry.type === 'IMPLEMENTATION')?.content ?? ''
  expect(contentOf('BACKEND').match(/^#### .*$/gm)).toEqual([
    '#### Summary',
    '#### What changes',
    '#### Risks',
  ])
  expect(contentOf('BACKEND')).toContain('#### What changes\n1. Interfaces: "Every 429')
  expect(contentOf('SECURITY').match(/^#### .*$/gm)).toEqual(['#### Steps', '#### Not touched'])
})
