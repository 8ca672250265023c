/** The agents there are, one a row, and who of several plays a role. */
import { splitDescription } from '../agents/examples.ts'
import { roleOf } from '../agents/identity.ts'
import { safeText } from './safe.ts'
import type { RenderOptions } from './style.ts'
import { type Cell, type Column, leastWidth, renderTable } from './table.ts'
import { wrap } from './width.ts'

/** A line of `synod agents list --json`, in this order. */
export interface ListedAgent {
  readonly role: string
  readonly name: string
  readonly path: string
  /** `./agents`, `built-in`, or as it was named with `--agents`. */
  readonly source: string
  readonly dialect: string
  readonly description: string
  readonly model: string | null
  /** Null where the file sets no limit. */
  readonly tools: readonly string[] | null
  /** It is the one that plays its role when that is asked for. */
  readonly wins: boolean
  /** Why the one that wins does. */
  readonly why: string
  /** The path of the one that wins in its place. */
  readonly shadowedBy: string | null
}

export interface ListedRow {
  readonly agent: ListedAgent
  readonly disallowedTools: readonly string[]
  /** What else is to be said of it, a line each: which kind it plays, who shadows it. */
  readonly notes: readonly string[]
}

const COLUMNS: readonly Column[] = [
  // A role is what is typed: it is never cut.
  { header: 'role' },
  { header: 'source', min: 16 },
  { header: 'model', min: 6 },
  { header: 'tools', min: 5 },
  { header: 'what it is for', min: 30 },
]

/** Ends in a newline; '' for nobody. Notes stand below their row, whole. */
export function renderAgents(rows: readonly ListedRow[], { style, width }: RenderOptions): string {
  if (rows.length === 0) return ''
  const cells = rows.map((row): readonly Cell[] => {
    const texts = textsOf(row)
    const paint = row.agent.wins ? (text: string) => text : style.dim
    const role = (text: string) => (row.agent.wins ? style.role(row.agent.role, text) : style.dim(text))
    return texts.map((text, at) => ({ text, paint: at === 0 ? role : paint }))
  })
  const notes = rows.map(row =>
    row.notes
      .flatMap(note => wrap(safeText(note), Math.max(20, width - 4)))
      .map(line => style.dim(`    ${line}`)),
  )
  if (leastWidth(COLUMNS, cells) > width) {
    const lines = rows.flatMap((row, at) => [...inWords(row, { style, width }), ...(notes[at] ?? [])])
    return `${lines.join('\n')}\n`
  }
  const [header = '', ...lines] = renderTable(COLUMNS, cells, { style, width })
  return `${[header, ...lines.flatMap((line, at) => [line, ...(notes[at] ?? [])])].join('\n')}\n`
}

/** Too narrow for columns. */
function inWords(row: ListedRow, { style, width }: RenderOptions): readonly string[] {
  const [role = '', source = '', model = '', tools = '', purpose = ''] = textsOf(row)
  const facts = [source, model, `tools: ${tools}`].filter(Boolean).join('; ')
  const lines = [purpose, facts].filter(Boolean).flatMap(text => wrap(text, Math.max(20, width - 2)))
  return [style.bold(role), ...lines.map(line => `  ${line}`)]
}

function textsOf({ agent, disallowedTools }: ListedRow): readonly string[] {
  const { role, name, source, model, tools, description, wins } = agent
  return [
    safeText(role),
    safeText(wins ? source : `${source}, shadowed`),
    safeText(model ?? ''),
    safeText(toolsInShort(tools, disallowedTools)),
    safeText([...(roleOf(name) === role ? [] : [name]), splitDescription(description).summary].join(': ')),
  ]
}

const SHOWN_TOOLS = 3

/** `any`, `none`, `Read`, `5: Read, Grep, Glob, …`, `any but Bash`. The number comes first: the end may be cut off. */
export function toolsInShort(tools: readonly string[] | null, disallowed: readonly string[]): string {
  const but = disallowed.length === 0 ? '' : ` but ${some(disallowed)}`
  if (tools === null) return `any${but}`
  return tools.length === 0 ? 'none' : `${some(tools)}${but}`
}

function some(names: readonly string[]): string {
  const shown = [...names.slice(0, SHOWN_TOOLS), ...(names.length > SHOWN_TOOLS ? ['…'] : [])].join(', ')
  return names.length === 1 ? shown : `${names.length}: ${shown}`
}
