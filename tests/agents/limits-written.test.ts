/** Limits as people write them, each forbidding Bash: read as one, refused, or told of; never dropped without a word. */
import { expect, it } from 'vitest'
import { readAgent } from '../../src/agents/read.ts'
import { allows } from '../../src/agents/tools/restrict.ts'

type Outcome = 'read' | 'refused' | 'told'

function outcomeOf(frontMatter: string): Outcome | 'dropped' {
  const source = `---\nname: a\ndescription: b\n${frontMatter}\n---\nBody`
  const { definition, warnings } = readAgent('a.md', source)
  if (definition === null) return 'refused'
  if (!allows(definition, 'Bash(ls)')) return 'read'
  return warnings.some(line => /limits nothing/.test(line)) ? 'told' : 'dropped'
}

it.each<[string, Outcome]>([
  ['tools: Read', 'read'],
  ['Allowed Tools: Read', 'read'],
  ['disallowed tools: Bash, Write', 'read'],
  ['permission mode: plan', 'read'],
  ['read only: true', 'read'],
  ['\u00a0tools: Read', 'read'],
  ['\u200btools: Read', 'read'],
  ['**tools**: Read', 'read'],
  ['**tools:** Read', 'read'],
  ['`tools`: Read', 'read'],
  ['tools = Read', 'read'],
  ['tools：Read', 'read'],
  ['tools:Read', 'read'],
  ['? tools\n: Read', 'told'],
  ['tools Read, Grep', 'told'],
  ['tools; Read', 'told'],
  ['  tools: Read', 'told'],
  ['skills:\n  - x\n tools: Read', 'told'],
  ['category: x\n  tools: Read', 'told'],
  ['hooks:\n  Stop: []\n  disallowedTools: Bash', 'told'],
  ['mcpServers:\n  board:\n    url: https://example.org\n  disallowedTools: Bash', 'told'],
  ['metadata:\n  tools: [Read]', 'told'],
  ['note: |\n  tools: Read', 'told'],
  ['note: "x\n  tools: Read"', 'told'],
  ['excludeTools: Bash', 'read'],
  ['blocked-tools: Bash', 'read'],
  ['dissallowedTools: Bash', 'refused'],
  ['permisionMode: plan', 'refused'],
  ['permissionMode: constructor', 'refused'],
  ['permissionMode: read-only', 'refused'],
  ['sandbox_mode: read-only', 'told'],
  ['steps: 3', 'told'],
  ['role: reviwer', 'refused'],
  ['role: reviewer', 'read'],
  ['role: reviewer\nRole: developer', 'refused'],
  ['tools: Read\ntools: Bash', 'read'],
  ['a: &b Bash\ndisallowedTools: *b', 'read'],
  ['a: &b Bash\nc: d: e\ndisallowedTools: *b', 'refused'],
  ['base: &base\n  tools: Read\n<<: *base', 'read'],
])('%j is %s', (frontMatter, outcome) => {
  expect(outcomeOf(frontMatter)).toBe(outcome)
})

it.each<[string, string]>([
  ['all in a list', '---\n- name: a\n- description: b\n- tools: Read\n---\nBody'],
  ['as a mapping on one line', '---\n{"name": "a", "description": "b", "tools": ["Read"]}\n---\nBody'],
  ['below an indented fence', ' ---\nname: a\ndescription: b\ntools: Read\n---\nBody'],
  ['in a block of code', '```yaml\nname: a\ndescription: b\ntools: Read\n```\nBody'],
  ['without fences, the limit first', 'tools: Read\nname: a\ndescription: b\n\nBody'],
  ['below a few words', 'This is my agent:\n\n---\nname: a\ntools: Read\n---\nBody'],
  ['in a second front matter', '---\nname: a\ndescription: b\n---\n---\ntools: Read\n---\nBody'],
])('a limit is read where the front matter stands %s', (_, source) => {
  expect(readAgent('a.md', source).definition?.tools).toEqual(['Read'])
})

it.each<[string, string]>([
  [
    'behind an unclosed front matter',
    '---\nname: a\ndescription: b\n\ncustom: z\ntools: Read\n\n# Body\ntext',
  ],
  ['under a heading', '---\nname: a\ndescription: b\n\n# limits\ntools: Read\n\nBody text'],
  ['between other fences', '===\nname: a\ntools: Read\n===\nBody'],
])('a limit is told of where it stands in the body %s', (_, source) => {
  expect(readAgent('a.md', source).warnings.join('\n')).toMatch(/tools stands in the body, as text/)
})
