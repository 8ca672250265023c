import { text } from 'node:stream/consumers'
import { kindOf } from '../../../agents/identity.ts'
import { DEFAULT_WORKERS } from '../../../agents/roster.ts'
import { type Suggestion, suggest } from '../../../agents/suggest.ts'
import { suggestRoster } from '../../../agents/suggest-roster.ts'
import { EXIT } from '../../../errors.ts'
import { checkProblem } from '../../../session/naming.ts'
import { renderSuggestions, type SuggestedAgent } from '../../../views/agents-suggest.ts'
import { safeJson, safeText } from '../../../views/safe.ts'
import { type FoundAgent, findAgents } from '../../agents-found.ts'
import { suggestOptions } from '../../agents-options.ts'
import { shown } from '../../agents-paths.ts'
import { type Io, styleOf, widthOf, write } from '../../io.ts'
import { readOptions } from '../../options.ts'
import { shellWord } from '../../shell.ts'

/** A session takes two at least. */
const FEWEST = 2

export async function suggestAgents(io: Io, words: readonly string[], raw: unknown): Promise<number> {
  const { json, agents: named, limit } = readOptions(suggestOptions, raw)
  const piped = words.length === 1 && words[0] === '-'
  const problem = checkProblem(piped ? await text(io.stdin) : words.join(' '))
  const found = findAgents(io, named)
  // Who is shadowed cannot be seated by its role.
  const seatable = found.agents.filter(({ definition, casting }) => casting.definition === definition)
  const definitions = seatable.map(({ definition }) => definition)
  const suggested = suggest(problem, definitions, limit).map(one => suggestedAgent(io, one, seatable))
  const roster = suggestRoster(problem, definitions).map(({ definition }) => definition.role)
  const workers = filledUp(roster).map(role => role.toLowerCase())
  if (json) {
    const lines = [...suggested, { event: 'result', workers }]
    await write(io.stdout, lines.map(line => `${safeJson(line)}\n`).join(''))
  } else {
    const view = { style: styleOf(io.stdout, io.env), width: widthOf(io.stdout) }
    const command = startCommand(piped ? '-' : problem, named, workers)
    await write(
      io.stdout,
      `${renderSuggestions(suggested, view)}${suggested.length === 0 ? '' : '\n'}${command}\n`,
    )
  }
  const notes = [
    ...(suggested.length === 0 ? [`none of ${definitions.length} agents has a word of the problem`] : []),
    ...found.notes,
  ]
  for (const note of notes) await write(io.stderr, `synod: ${safeText(note)}\n`)
  return EXIT.ok
}

function suggestedAgent(
  io: Io,
  { definition, score, why, from }: Suggestion,
  agents: readonly FoundAgent[],
): SuggestedAgent {
  const { role, name, path } = definition
  const source = agents.find(agent => agent.definition === definition)?.source ?? ''
  return { role, name, path: shown(io, path), source, score, why, from }
}

/** Where nearly nothing fits, the usual panel completes the table. */
function filledUp(roles: readonly string[]): readonly string[] {
  const kinds = new Set(roles.map(kindOf))
  const others = DEFAULT_WORKERS.filter(role => !kinds.has(role))
  return roles.length >= FEWEST ? roles : [...roles, ...others].slice(0, DEFAULT_WORKERS.length)
}

function startCommand(problem: string, named: readonly string[], workers: readonly string[]): string {
  const agents = named.map(path => `--agents ${shellWord(path)}`)
  return ['synod start', shellWord(problem), ...agents, '--workers', workers.map(shellWord).join(',')].join(
    ' ',
  )
}
