import { describe, expect, it } from 'vitest'
import { splitBody } from '../../src/agents/sections.ts'

function split(...lines: readonly string[]) {
  return splitBody(lines.join('\n'))
}

it('is all prompt where no section has a meaning of its own', () => {
  expect(split('', '# A', '', 'Text.', '## B', 'More.', '')).toEqual({
    prompt: '# A\n\nText.\n## B\nMore.',
    report: null,
    conduct: null,
    playbook: '',
  })
})

describe('what shapes reports', () => {
  it.each([
    ['## Report Template'],
    ['## Report Templates'],
    ['### Report Format'],
    ['## Response Format'],
    ['## Output Format'],
    ['## Output Structure'],
    ['## Final Report'],
    ['## Status Report Template'],
    ['## 📋 Report Template:'],
    ['## **Report Template**'],
    ['## report template ##'],
  ])('stands below %s, without the heading', heading => {
    expect(split('Before.', '', heading, '', '- a', '', '## After', 'Text.')).toEqual({
      prompt: 'Before.\n\n## After\nText.',
      report: '- a',
      conduct: null,
      playbook: '',
    })
  })

  it('goes on over its smaller headings, and ends at one of its own size or larger', () => {
    expect(split('### Report Format', 'a', '#### b', 'c', '## d', 'e')).toMatchObject({
      prompt: '## d\ne',
      report: 'a\n#### b\nc',
    })
  })

  it('may stand in two places', () => {
    expect(split('## Report Template', 'a', '## B', 'b', '## Output Format', 'c').report).toBe('a\n\nc')
  })
})

it.each([
  ['## Communication Format'],
  ['## Communication Protocol'],
  ['## Collaboration Protocol'],
  ['### Coordination Guidelines'],
  ['## Multi-Agent Communication Protocol'],
  ['## Inter-agent Communication Rules'],
  ['## Handoff Protocol'],
  ['## Hand-off Format'],
])('how to talk to others stands below %s, with the heading', heading => {
  expect(split('Before.', heading, 'Send JSON.', '## After', 'Text.')).toEqual({
    prompt: 'Before.\n\n## After\nText.',
    report: null,
    conduct: `${heading}\nSend JSON.`,
    playbook: '',
  })
})

it.each([
  ['a title of the whole file', '# Report Template'],
  ['a small heading', '#### Report Template'],
  ['a heading that says more', '## Report Template of the auditors'],
  ['a heading of something else', '## Reporting lines'],
  ['text', 'Report Template'],
  ['a heading without a blank', '##Report Template'],
])('%s is no section of its own', (_, heading) => {
  expect(split(heading, 'Text.')).toEqual({
    prompt: `${heading}\nText.`,
    report: null,
    conduct: null,
    playbook: '',
  })
})

it('does not look into blocks of code', () => {
  const code = ['```md', '## Report Template', '~~~', '````']
  expect(split(...code, '## Playbook', 'x')).toEqual({
    prompt: code.join('\n'),
    report: null,
    conduct: null,
    playbook: 'x',
  })
  expect(split('~~~', '## Report Template', 'a')).toMatchObject({
    prompt: '~~~\n## Report Template\na',
    report: null,
  })
})

it('gives the playbook as it stands, for its own grammar', () => {
  expect(split('A.', '## Playbook', '### x', '- when: y', '## B', 'b')).toEqual({
    prompt: 'A.\n\n## B\nb',
    report: null,
    conduct: null,
    playbook: '### x\n- when: y',
  })
})

it('has no prompt where there are only sections', () => {
  expect(split('## Report Template', 'a').prompt).toBe('')
})
