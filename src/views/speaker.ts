/** Who was speaking in an entry: a model, the rules of the playbook, a person, or the engine itself. */
import { type Entry, fieldAll, HUMAN, SUPERVISOR } from '../log/entry.ts'
import { safeText } from './safe.ts'

/** The name under which the offline panel signs in `Spend`. */
export const PLAYBOOK = 'playbook'

/** The models an entry's `Spend` fields name, each once. */
export function modelsOf(entry: Entry): readonly string[] {
  const names = fieldAll(entry, 'Spend').map(spend => spend.trim().split(/\s/)[0] ?? '')
  return [...new Set(names.filter(name => name !== ''))]
}

/** Never leaves open whether a model spoke: `claude-opus-5-5`, `playbook, not a model`, `a person`, … */
export function speakerOf(entry: Entry): string {
  const models = modelsOf(entry)
  if (models.length > 0) return models.map(speakerName).join(' and ')
  if (entry.role === HUMAN) return 'a person'
  if (entry.role === SUPERVISOR && fieldAll(entry, 'Outcome').length > 0) return 'the engine'
  return 'speaker not stated'
}

export function speakerName(model: string): string {
  return model === PLAYBOOK ? 'playbook, not a model' : safeText(model)
}
