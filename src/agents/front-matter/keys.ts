/** The keys of front matter that Synod reads, in every spelling the dialects have. */

/** How Synod calls it → how others spell it, in lower case without `-`, `_` and blanks. */
const SPELLINGS = {
  name: ['name', 'title'],
  description: ['description'],
  tools: ['tools', 'tool'],
  allowedTools: ['allowedtools', 'allowedtool', 'allowtools'],
  disallowedTools: [
    'disallowedtools',
    'disallowedtool',
    'excludedtools',
    'excludetools',
    'deniedtools',
    'denytools',
    'blockedtools',
  ],
  permission: ['permission', 'permissions'],
  readonly: ['readonly'],
  model: ['model', 'preferredmodel'],
  permissionMode: ['permissionmode', 'permissionsmode', 'approvalmode'],
  maxTurns: ['maxturns', 'maxturn', 'maxsteps'],
  effort: ['effort', 'reasoningeffort'],
  color: ['color', 'colour'],
  memory: ['memory'],
  isolation: ['isolation'],
  skills: ['skills', 'skill'],
  hooks: ['hooks'],
  mcpServers: ['mcpservers'],
  provider: ['provider'],
  role: ['role'],
  prompt: ['prompt'],
} as const

export type Key = keyof typeof SPELLINGS

/** Keys that limit what an agent may do: none of what they say may get lost. */
export const LIMITS: ReadonlySet<Key> = new Set([
  'tools',
  'allowedTools',
  'disallowedTools',
  'permission',
  'readonly',
  'permissionMode',
  'maxTurns',
] as const)

/** Keys nothing here uses, known so that a line that begins with one is taken for a key and not for prose. */
const FOREIGN: readonly string[] = [
  'id slug version author authors license tags category categories domain priority emoji vibe icon services',
  'mode temperature topp steps disable hidden variant handoffs target infer argumenthint agents metadata',
  'kind timeoutmins globs alwaysapply isbackground background initialprompt whentouse displayname',
  'toolaliases toolssettings resources capabilities engine includemcpjson uselegacymcpjson created updated',
  'disablemodelinvocation userinvocable agent paths shell compatibility thinking extensions output',
  'reasoning type status keywords triggers dependencies usage language',
]

const plain = (written: string): string => written.toLowerCase().replace(/[-_ ]/g, '')

const known: ReadonlyMap<string, Key> = new Map(
  Object.entries(SPELLINGS).flatMap(([key, spellings]) =>
    spellings.map(spelling => [spelling, key as Key] as const),
  ),
)
const foreign: ReadonlySet<string> = new Set(FOREIGN.flatMap(line => line.split(' ')))

/** `allowed-tools`, `allowedTools` and `Allowed Tools` are one key; null for a key Synod does not read. */
export function keyOf(written: string): Key | null {
  return known.get(plain(written)) ?? null
}

/** Whether a line that begins with `written:` begins a key, wherever it stands. */
export function isFamiliar(written: string): boolean {
  return known.has(plain(written)) || (/^[a-z]/.test(written) && foreign.has(plain(written)))
}
