/** What a session would ask of whom, and what that may cost: as text, and as the one line of `--json`. */
import type { Estimate, Range } from '../session/estimate.ts'
import { formatTokens } from './durations.ts'
import { safeText } from './safe.ts'
import type { RenderOptions } from './style.ts'
import { type Column, renderTable } from './table.ts'
import { wrap } from './width.ts'

export interface DryRunRole {
  readonly role: string
  /** The file it is defined in. */
  readonly definition: string
  /** `playbook`, `cli:claude`, or the model that speaks. */
  readonly mind: string
  /** Whether it is known what its mind costs. */
  readonly priced: boolean
  /** Tokens of its definition. */
  readonly tokens: number
}

/** The shape is public: docs/cli.md. */
export interface DryRunReport {
  readonly event: 'dry-run'
  readonly schema: 1
  readonly session: string
  readonly title: string
  /** Where the log is, or would be. */
  readonly log: string
  readonly roles: readonly DryRunRole[]
  readonly prompt: {
    /** Tokens of what all turns begin with: tools, framework, problem. */
    readonly shared: number
    /** Of the entries that are there already. */
    readonly log: number
    /** Who has counted: the server, or nobody; then it is bytes divided by four, and why. */
    readonly countedBy: string | null
    readonly why: string | null
  }
  readonly estimate: Estimate
  readonly spent: { readonly usd: number; readonly tokens: number }
  readonly caps: readonly DryRunCap[]
  readonly assumptions: readonly string[]
}

export interface DryRunCap {
  readonly flag: '--max-cost' | '--max-tokens'
  readonly cap: number
  readonly verdict: 'enough' | 'may be reached' | 'too little' | 'cannot hold'
}

const COLUMNS: readonly Column[] = [
  { header: 'role' },
  { header: 'mind', min: 12 },
  { header: 'definition', min: 12 },
  { header: 'tokens', align: 'right' },
]

export function renderDryRun(report: DryRunReport, { style, width }: RenderOptions): readonly string[] {
  const { prompt, estimate, roles, spent } = report
  const table = renderTable(
    COLUMNS,
    roles.map(({ role, mind, definition, tokens }) => [
      { text: role, paint: (text: string) => style.role(role, text) },
      { text: safeText(mind) },
      { text: safeText(definition) },
      { text: String(tokens) },
    ]),
    { style, width },
  )
  const unpriced = [...new Set(roles.filter(({ priced }) => !priced).map(({ mind }) => mind))]
  const lines = [
    `every turn begins with ${prompt.shared} tokens of tools, framework and problem${prompt.log === 0 ? '' : `, and ${prompt.log} of the log`}`,
    prompt.countedBy === null
      ? `counted as bytes divided by four: ${prompt.why}`
      : `counted by ${prompt.countedBy}, which asks no model and bills nothing`,
  ]
  return [
    style.bold(safeText(report.title)),
    `log   ${safeText(report.log)}`,
    '',
    ...table,
    '',
    ...lines.flatMap(line => wrap(safeText(line), width)),
    '',
    ...(spent.tokens === 0 && spent.usd === 0
      ? []
      : [`so far    ${formatTokens(spent.tokens)} tokens, ${spent.usd.toFixed(4)} USD`]),
    style.bold(
      [
        `estimate  ${turnWords(estimate.turns)}`,
        tokenWords(estimate.tokens),
        // Of a cost that is not known at all there is no figure.
        ...(unpriced.length > 0 && estimate.usd.most === 0 ? [] : [usdWords(estimate.usd)]),
      ].join(', '),
    ),
    ...(unpriced.length === 0
      ? []
      : wrap(`what ${safeText(unpriced.join(' and '))} costs is not known, and not in it`, width)),
    ...report.caps.map(({ flag, cap, verdict }) => `${flag} ${cap}: ${CAP_WORDS[verdict]}`),
    '',
    'Assumed:',
    ...report.assumptions.flatMap(text => wrap(`- ${text}`, width)),
    '',
    'No model was asked and nothing was written.',
  ]
}

const CAP_WORDS: Readonly<Record<DryRunCap['verdict'], string>> = {
  enough: 'enough by this estimate',
  'may be reached': 'may be reached: the session then pauses, and goes on with a higher one',
  'too little': 'too little by this estimate: the session will pause',
  'cannot hold': 'cannot hold for minds whose price is not known',
}

function turnWords({ least, most }: Range): string {
  return least === most ? `${least} turns` : `${least} to ${most} turns`
}

function tokenWords({ least, most }: Range): string {
  return most === 0 ? 'no tokens' : `${formatTokens(least)} to ${formatTokens(most)} tokens`
}

function usdWords({ least, most }: Range): string {
  return `${least.toFixed(4)} to ${most.toFixed(4)} USD`
}
