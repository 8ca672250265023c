/** Everything before the first entry: front matter, title, problem. */
import { z } from 'zod'
import {
  DEADLOCK_RULES,
  DEFAULT_MAX_REVISIONS,
  type Header,
  HUMAN,
  type Notice,
  ROLE_PATTERN,
  SUPERVISOR,
} from './entry.ts'
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
/** People write one role without brackets, and several with commas. */
const roles = z.preprocess(
  value => (typeof value === 'string' ? value.split(',').filter(name => name.trim() !== '') : value),
  z.array(role).readonly(),
)
/** `agents/backend.md sha256:5d41…` */
const definition = z
  .string()
  .regex(/^\S.* sha256:[0-9a-f]{64}$/, 'expected "PATH sha256:HASH"')
  .transform(text => {
    const at = text.lastIndexOf(' sha256:')
    return { path: text.slice(0, at), hash: text.slice(at + ' sha256:'.length) }
  })
/** Fields without which nobody can tell who has to agree. */
const ROSTER: readonly string[] = ['workers', 'external', 'with', 'veto']

/** Every field with what stands in for it when it is missing or wrong. */
const FIELDS = {
  synod: z.int().min(1),
  session: z.string().min(1),
  created: z.preprocess(value => (value instanceof Date ? value.toISOString() : value), z.iso.datetime()),
  workers: roles,
  proposer: role,
  policy: z.string().min(1),
  veto: roles,
  external: roles,
  with: roles,
  deadlock: z.enum(DEADLOCK_RULES),
  implement: z.boolean(),
  maxRevisions: z.int().min(0).max(1_000),
  mind: z.string().nullable(),
  agents: z.record(role, definition),
  server: z.string().min(1),
  minds: z.record(role, z.string().trim().min(1)),
  context: z.int().min(1),
}

export function writePreamble({ header, title, problem }: NewLog): string {
  const list = (values: readonly string[]) => `[${values.map(scalar).join(', ')}]`
  const front = [
    `synod: ${header.synod}`,
    `session: ${scalar(header.session)}`,
    `created: ${header.created}`,
    `workers: ${list(header.workers)}`,
    ...(header.proposer === '' ? [] : [`proposer: ${scalar(header.proposer)}`]),
    `policy: ${scalar(header.policy)}`,
    ...(header.veto.length > 0 ? [`veto: ${list(header.veto)}`] : []),
    ...(header.external.length > 0 ? [`external: ${list(header.external)}`] : []),
    ...(header.with.length > 0 ? [`with: ${list(header.with)}`] : []),
    ...(header.deadlock === 'pause' ? [] : [`deadlock: ${header.deadlock}`]),
    ...(header.implement ? ['implement: true'] : []),
    `maxRevisions: ${header.maxRevisions}`,
    ...(header.context === undefined ? [] : [`context: ${header.context}`]),
    ...(header.mind === null ? [] : [`mind: ${quoted(header.mind)}`]),
    ...(header.server === undefined ? [] : [`server: ${quoted(header.server)}`]),
    ...writeByRole('minds', header.minds ?? {}, mind => mind),
    ...writeByRole('agents', header.agents ?? {}, ({ path, hash }) => `${path} sha256:${hash}`),
  ]
  const body = escapeFraming(normaliseContent(problem))
  return `---\n${front.join('\n')}\n---\n\n# ${normaliseValue(title)}\n\n${body}\n`
}

function writeByRole<T>(
  key: string,
  values: Readonly<Record<string, T>>,
  write: (value: T) => string,
): readonly string[] {
  const lines = Object.entries(values).map(([role, value]) => `  ${scalar(role)}: ${quoted(write(value))}`)
  return lines.length === 0 ? [] : [`${key}:`, ...lines]
}

/** Plain where YAML reads it back as it is, quoted where not: `42` would be a number, `2026-11-21` a date. */
function scalar(value: string): string {
  const text = normaliseValue(value)
  const plain =
    /^[A-Za-z0-9][\w.-]*$/.test(text) && readFrontMatter(`---\nvalue: ${text}\n---\n`).data['value'] === text
  return plain ? text : quoted(text)
}

/** `&` and `*` could pass for aliases, and U+FFFE and U+FFFF YAML refuses: they are spelled out. */
function quoted(value: string): string {
  const spelled = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
  return JSON.stringify(normaliseValue(value)).replace(/[&*\uFFFE\uFFFF]/g, spelled)
}

export function readPreamble(text: string): Preamble {
  const notices: Notice[] = []
  const notice = (code: string, line: number, message: string) =>
    notices.push({ code, line, entry: null, message })
  let data: Readonly<Record<string, unknown>> = {}
  let body = text
  let isBroken = false
  try {
    ;({ data, body } = readFrontMatter(text))
  } catch (error) {
    isBroken = true
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
    notice(
      'header-unreadable',
      1,
      `The front matter could not be read (${why}): roles are taken from the entries`,
    )
  }
  const { title, problem } = readBody(body)
  const known = Object.fromEntries(Object.entries(data).map(([key, value]) => [nameOf(key), value]))
  // A file of another tool may have front matter of its own: that is not a session's header.
  const isOurs = Object.keys(FIELDS).some(key => key in known)
  const header = isOurs || isBroken ? readHeader(known, notice) : null
  return {
    header: isBroken && header !== null ? { ...header, unreadable: ['front matter'] } : header,
    title,
    problem,
    notices,
  }
}

/** Names are read in any case. */
function nameOf(key: string): string {
  return Object.keys(FIELDS).find(name => name.toLowerCase() === key.toLowerCase()) ?? key
}

function readHeader(
  data: Readonly<Record<string, unknown>>,
  notice: (code: string, line: number, message: string) => void,
): Header {
  const unreadable: string[] = []
  const fault = (key: string, why: string) => {
    notice('header-field', 1, `The header's ${key} ${why}`)
    if (ROSTER.includes(key)) unreadable.push(key)
  }
  function value<K extends keyof typeof FIELDS>(
    key: K,
    fallback: z.output<(typeof FIELDS)[K]>,
  ): z.output<(typeof FIELDS)[K]> {
    if (data[key] === undefined) return fallback
    const read = FIELDS[key].safeParse(data[key])
    if (read.success) return read.data as z.output<(typeof FIELDS)[K]>
    fault(key, `could not be read (${read.error.issues[0]?.message}): it is left out`)
    return fallback
  }
  /** One that cannot be read limits nothing. */
  function readContext(): Pick<Header, 'context'> {
    const context = value('context', 0)
    return context === 0 ? {} : { context }
  }
  function readServer(): Pick<Header, 'server'> {
    const server = value('server', '')
    return server === '' ? {} : { server }
  }
  const rolesOf = (key: 'workers' | 'external' | 'with' | 'veto') => {
    const names = [...new Set(value(key, []))]
    if (names.includes(SUPERVISOR))
      notice(
        'header-field',
        1,
        `The header's ${key} names ${SUPERVISOR}, who decides nothing: it is left out`,
      )
    return names.filter(name => name !== SUPERVISOR)
  }
  const [listed, outside, required] = [rolesOf('workers'), rolesOf('external'), rolesOf('with')]
  const isSeat = (name: string) => name !== HUMAN
  const [workers, external] = [listed.filter(isSeat), outside.filter(isSeat)]
  const stranger = required.find(name => ![HUMAN, ...workers, ...external].includes(name))
  if (stranger !== undefined) fault('with', `names ${stranger}, who is not at the table`)
  // Who lists people among the roles wants their agreement.
  const people = [...listed, ...outside, ...required].includes(HUMAN) ? [HUMAN] : []
  const version = value('synod', 1)
  if (version > 1)
    notice(
      'header-version',
      1,
      `The log has format ${version}; this Synod knows 1: some of it may not be read`,
    )
  const first = workers.includes('ARCHITECT') ? 'ARCHITECT' : (workers[0] ?? '')
  const proposer = value('proposer', first)
  const seated = workers.length === 0 || workers.includes(proposer)
  if (!seated) fault('proposer', `${proposer} is none of the workers: ${first} proposes`)
  return {
    synod: version,
    session: value('session', ''),
    created: value('created', ''),
    workers,
    proposer: seated ? proposer : first,
    policy: value('policy', 'unanimous'),
    veto: rolesOf('veto'),
    external,
    with: people,
    deadlock: value('deadlock', 'pause'),
    implement: value('implement', false),
    maxRevisions: value('maxRevisions', DEFAULT_MAX_REVISIONS),
    mind: value('mind', null),
    ...(data['agents'] === undefined ? {} : { agents: value('agents', {}) }),
    ...(data['server'] === undefined ? {} : readServer()),
    ...(data['minds'] === undefined ? {} : { minds: value('minds', {}) }),
    ...(data['context'] === undefined ? {} : readContext()),
    ...(unreadable.length > 0 ? { unreadable } : {}),
  }
}

function readBody(body: string): { readonly title: string; readonly problem: string } {
  const text = normaliseContent(body)
  const line = /^[ \t]*#(?:[ \t][^\n]*)?(?:\n|$)/.exec(text)?.[0] ?? ''
  const title = normaliseValue(line.trimStart().slice(1))
  return { title, problem: unescapeFraming(normaliseContent(text.slice(line.length))) }
}
