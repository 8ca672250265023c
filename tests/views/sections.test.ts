import { describe, expect, it } from 'vitest'
import { sectionsOf, takeSection, withoutSections } from '../../src/views/sections.ts'

const CONTENT = `Before.

## 1. Components

A bucket.

### Storage

Redis.

## **Left out:**

- Fixed window

\`\`\`
# code
\`\`\`
`

describe('sectionsOf', () => {
  it('names each part and gives it what stands below', () => {
    expect(sectionsOf(CONTENT).map(({ name, level, text }) => [name, level, text])).toEqual([
      ['components', 2, 'A bucket.\n\n### Storage\n\nRedis.'],
      ['storage', 3, 'Redis.'],
      ['left out', 2, '- Fixed window\n\n```\n# code\n```'],
    ])
  })

  it('finds none in text without headings', () => {
    expect(sectionsOf('plain\n#tag')).toEqual([])
  })
})

describe('takeSection', () => {
  it('gives a part, and the rest without it', () => {
    const { section, rest } = takeSection(CONTENT, /^left out$/)
    expect(section?.text).toBe('- Fixed window\n\n```\n# code\n```')
    expect(rest).toBe('Before.\n\n## 1. Components\n\nA bucket.\n\n### Storage\n\nRedis.')
  })

  it('leaves out every part of a name', () => {
    expect(withoutSections('a\n# B\nb\n## C\nc\n# D\nd\n# B\ne', /^b$/)).toBe('a\n# D\nd')
    expect(withoutSections('text', /^b$/)).toBe('text')
  })

  it('leaves content without that part alone', () => {
    expect(takeSection('text', /^left out$/)).toEqual({ section: null, rest: 'text' })
  })
})
