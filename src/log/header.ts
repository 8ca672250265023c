/** Everything before the first entry: front matter, title, problem. */
import { z } from 'zod'
import type { Header, Notice } from './entry.ts'
import { DEFAULT_MAX_REVISIONS, ROLE_PATTERN } from './entry.ts'
import { readFrontMatter } from './front-matter.ts'
import { escapeFraming, normaliseContent, normaliseValue, unescapeFraming } from './text.ts'

export interface Preamble {
  readonly header: Header | null
  readonly title: string
  readonly problem: string
  readonly notices: readonly Notice[]
}

export interface NewLog {
  readonly header: Header
  readonly title: string
  readonly problem: string
}

const role = z.string().trim().toUpperCase().regex(ROLE_PATTERN)
const roles = z.array(role).readonly()

/** Every field with what stands in for it when it is missing or wrong. */
const FIELDS = {
  synod: z.int().min(1),
  session: z.string().min(1),
  created: z.preprocess(value => (value instanceof Date ? value.toISOString() : value), z.iso.datetime()),
  workers: roles,
  proposer: role,
  policy: z.string().min(1),
  external: roles,
  maxRevisions: z.int().min(0).max(100),
  mind: z.string().nullable(),
}

export function writePreamble({ header, title, problem }: NewLog): string {
  const list = (values: readonly string[]) => `[${values.join(', ')}]`
  const front = [
    `synod: ${header.synod}`,
    `session: ${header.session}`,
    `created: ${header.created}`,
    `workers: ${list(header.workers)}`,
    `proposer: ${header.proposer}`,
    `policy: ${header.policy}`,
    ...(header.external.length > 0 ? [`external: ${list(header.external)}`] : []),
    `maxRevisions: ${header.maxRevisions}`,
    ...(header.mind === null ? [] : [`mind: ${JSON.stringify(header.mind)}`]),
  ]
  const body = escapeFraming(normaliseContent(problem))
  return `---\n${front.join('\n')}\n---\n\n# ${normaliseValue(title)}\n\n${body}\n`
}

export function readPreamble(text: string): Preamble {
  const notices: Notice[] = []
  const notice = (code: string, line: number, message: string) =>
    notices.push({ code, line, entry: null, message })
  let data: Readonly<Record<string, unknown>> = {}
  let body = text
  try {
    ;({ data, body } = readFrontMatter(text))
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
    notice(
      'header-unreadable',
      1,
      `The front matter could not be read (${why}): roles are taken from the entries`,
    )
  }
  const { title, problem } = readBody(body)
  const header = Object.keys(data).length === 0 ? null : readHeader(data, notice)
  return { header, title, problem, notices }
}

function readHeader(
  data: Readonly<Record<string, unknown>>,
  notice: (code: string, line: number, message: string) => void,
): Header {
  function value<K extends keyof typeof FIELDS>(
    key: K,
    fallback: z.output<(typeof FIELDS)[K]>,
  ): z.output<(typeof FIELDS)[K]> {
    if (data[key] === undefined) return fallback
    const read = FIELDS[key].safeParse(data[key])
    if (read.success) return read.data as z.output<(typeof FIELDS)[K]>
    notice(
      'header-field',
      1,
      `The header's ${key} could not be read (${read.error.issues[0]?.message}): it is left out`,
    )
    return fallback
  }
  const workers = [...new Set(value('workers', []))].filter(name => name !== 'SUPERVISOR' && name !== 'HUMAN')
  const version = value('synod', 1)
  if (version > 1)
    notice(
      'header-version',
      1,
      `The log has format ${version}; this Synod knows 1: some of it may not be read`,
    )
  return {
    synod: version,
    session: value('session', ''),
    created: value('created', ''),
    workers,
    proposer: value('proposer', workers.includes('ARCHITECT') ? 'ARCHITECT' : (workers[0] ?? '')),
    policy: value('policy', 'unanimous'),
    external: value('external', []),
    maxRevisions: value('maxRevisions', DEFAULT_MAX_REVISIONS),
    mind: value('mind', null),
  }
}

function readBody(body: string): { readonly title: string; readonly problem: string } {
  const match = /^\s*#[ \t]+(.+?)[ \t]*(?:\n|$)/.exec(body)
  const rest = match === null ? body : body.slice(match[0].length)
  return { title: match?.[1] ?? '', problem: unescapeFraming(normaliseContent(rest)) }
}
