/** A turn → what identifies its prompt: enough to say later where another one differs. */
import type { AgentDefinition } from '../../agents/definition.ts'
import { sha256 } from '../../log/digest.ts'
import { type PromptBlock, renderPrompt } from '../context.ts'
import type { Turn } from '../mind.ts'
import type { BlockPrint } from './format.ts'

export interface PromptPrint {
  readonly system: string
  readonly blocks: readonly BlockPrint[]
  readonly particular: string
  readonly definition: string
  /** By SHA-256, what is not an entry of the log: to be kept, so that a difference can be shown. */
  readonly texts: ReadonlyMap<string, string>
}

export const ENTRY_LABEL: RegExp = /^#\d+$/

/** A long session shows the same blocks in every turn. */
const hashes = new WeakMap<PromptBlock, string>()

function hashOf(block: PromptBlock): string {
  const known = hashes.get(block) ?? sha256([block.text])
  hashes.set(block, known)
  return known
}

/** Each role's definition stands in its own prompts here, whatever a mind makes of it: a change is told of where it bears. */
export function printOf(turn: Turn): PromptPrint {
  const { system, blocks, particular } = renderPrompt(turn)
  const texts = new Map<string, string>()
  const kept = (text: string): string => {
    const hash = sha256([text])
    texts.set(hash, text)
    return hash
  }
  return {
    system: kept(system),
    blocks: blocks.map(block => {
      const hash = hashOf(block)
      if (!ENTRY_LABEL.test(block.label)) texts.set(hash, block.text)
      return [block.label, hash] as const
    }),
    particular,
    definition: kept(besides(turn.agent)),
    texts,
  }
}

/** What a prompt does not say of a definition and its answer may depend on, one value a line; not where it was found. */
function besides(agent: AgentDefinition): string {
  const { path: _path, hash: _hash, prompt: _prompt, recovered: _r, warnings: _w, ...rest } = agent
  return linesOf('', { ...rest, borrowedFrom: rest.borrowedFrom !== null }).join('\n')
}

/** `playbook[retry-storm].signs[0][1]: "jitter"` */
function linesOf(path: string, value: unknown): readonly string[] {
  if (Array.isArray(value))
    return value.flatMap((item, at) => linesOf(`${path}[${nameOf(item) ?? at}]`, item))
  if (typeof value !== 'object' || value === null) return [`${path}: ${JSON.stringify(value)}`]
  return Object.entries(value).flatMap(([key, inner]) => linesOf(path === '' ? key : `${path}.${key}`, inner))
}

function nameOf(item: unknown): string | null {
  const id = typeof item === 'object' && item !== null && 'id' in item ? item.id : null
  return typeof id === 'string' ? id : null
}
