/** Who spoke, what it cost, and how anyone can check the record against its log. */
import type { ParsedLog } from '../log/entry.ts'
import type { Ground } from './decision-ground.ts'
import { count, formatTokens, formatUsd } from './durations.ts'
import { inline } from './markdown.ts'
import { modelsOf, PLAYBOOK, speakerOf } from './speaker.ts'

export function provenancePart({ log, state, links }: Ground, path: string): readonly string[] {
  const { usd, input, cached, output } = state.spend
  const tokens = `${formatTokens(input)} tokens in, ${formatTokens(cached)} cached, ${formatTokens(output)} out`
  const name = state.header?.session ?? ''
  const target = /^[\w][\w.-]*$/.test(name) ? name : `'${path.replace(/[`'\n]/g, '')}'`
  const lines = [
    ...speakers(log).map(({ speaker, roles }) => `Spoke: ${speaker}, for ${roles.join(', ')}`),
    usd === 0 && input + cached + output === 0 ? 'Spend: nothing' : `Spend: ${formatUsd(usd)} (${tokens})`,
    `Log: ${links.log}, ${count(log.entries.length, 'entry', 'entries')}; ${seals(log)}`,
    `To check it: \`synod verify ${target}\`; to watch it again: \`synod replay ${target}\``,
  ]
  const notices = [...log.notices, ...state.notices].map(
    ({ code, line, message }) => `- ${inline(code)}${line > 0 ? `, line ${line}` : ''}: ${inline(message)}`,
  )
  return [
    '## Provenance',
    lines.map(line => `- ${line}`).join('\n'),
    ...(notices.length === 0 ? [] : ['### Notices', [...new Set(notices)].join('\n')]),
  ]
}

interface Speaker {
  readonly speaker: string
  readonly roles: readonly string[]
}

/** In order of first appearance. */
function speakers(log: ParsedLog): readonly Speaker[] {
  const found = new Map<string, Set<string>>()
  for (const entry of log.entries) {
    const models = modelsOf(entry)
    const names = models.length === 0 ? [speakerOf(entry)] : models.map(modelWords)
    for (const name of names) found.set(name, (found.get(name) ?? new Set()).add(entry.role))
  }
  return [...found].map(([speaker, roles]) => ({ speaker, roles: [...roles] }))
}

function modelWords(model: string): string {
  return model === PLAYBOOK ? 'the playbook (rules in the role files, no language model)' : inline(model)
}

function seals(log: ParsedLog): string {
  const numbers = (which: (entry: ParsedLog['entries'][number]) => boolean) =>
    log.entries
      .filter(which)
      .map(entry => `#${entry.number}`)
      .join(', ')
  const damaged = numbers(entry => entry.sealed && !entry.verified)
  const unsealed = numbers(entry => !entry.sealed)
  const adopted = numbers(entry => entry.adopted)
  const facts = [
    ...(damaged === '' ? [] : [`changed after they were written: ${damaged}`]),
    ...(unsealed === '' ? [] : [`without a seal: ${unsealed}`]),
    ...(adopted === '' ? [] : [`written by hand or another tool and sealed later: ${adopted}`]),
  ]
  return facts.length === 0 ? 'every entry is sealed and unchanged' : facts.join('; ')
}
