/**
 * What tools are called here, and what other programs call the same. Only documented tool names are in the table:
 * a word that is also a program or a service (`docker`, `npm`, `github`) stays as its author wrote it.
 */
import { similarTo } from '../similar.ts'

/** Names that are right in any case and with any of `-`, `_` and blanks between their words. */
const CANONICAL = [
  'Read',
  'Write',
  'Edit',
  'MultiEdit',
  'NotebookRead',
  'NotebookEdit',
  'Bash',
  'BashOutput',
  'KillBash',
  'KillShell',
  'PowerShell',
  'Grep',
  'Glob',
  'LS',
  'LSP',
  'WebFetch',
  'WebSearch',
  'Task',
  'TaskCreate',
  'TaskGet',
  'TaskList',
  'TaskOutput',
  'TaskStop',
  'TaskUpdate',
  'Agent',
  'SendMessage',
  'TodoRead',
  'TodoWrite',
  'Skill',
  'SlashCommand',
  'ToolSearch',
  'AskUserQuestion',
  'EnterPlanMode',
  'ExitPlanMode',
  'EnterWorktree',
  'ExitWorktree',
  'ListMcpResourcesTool',
  'ReadMcpResourceTool',
] as const

export const READING: readonly string[] = ['Read', 'LS', 'Glob', 'Grep']
const WRITING = ['Write', 'Edit']
/** What an agent that only reads may not use. */
export const CHANGING: readonly string[] = [...WRITING, 'MultiEdit', 'NotebookEdit', 'Bash', 'PowerShell']

/**
 * What `@builtin` stands for: every tool that comes with a program, and no tool of any server. It is a list and
 * not `*`, because `["@builtin"]` leaves the servers out on purpose.
 */
const BUILTIN: readonly string[] = [
  ...READING,
  'Write',
  'Edit',
  'MultiEdit',
  'NotebookEdit',
  'Bash',
  'WebFetch',
  'WebSearch',
  'Agent',
  'TodoWrite',
]

/** The same beside categories: there they say what may be read, written and run, and `@builtin` is the harmless rest. */
const BUILTIN_BESIDE_CATEGORIES: readonly string[] = ['TodoWrite']

/** The words of an orchestrator that grant a kind of access each. */
const CATEGORIES: ReadonlySet<string> = new Set([
  'fs_read',
  'fs_write',
  'fs_list',
  'fs_*',
  'execute_bash',
  'web_fetch',
  'subagent',
])

/** Words of an editor whose one word `edit` also creates files; elsewhere `edit` and `write` are two tools. */
const EDITOR_WORDS: ReadonlySet<string> = new Set([
  ...['search', 'execute', 'web', 'agent', 'todo', 'todos', 'codebase', 'runcommands', 'usages', 'problems'],
  ...['changes', 'vscode', 'fetch', 'githubrepo', 'runsubagent'],
])

/** Canonical names → what else they are called, in the form `keyOf` gives. */
const SYNONYMS: readonly (readonly [readonly string[], string])[] = [
  [
    ['Read'],
    'fsread readfile fileread readfiles readmultiplefiles readmanyfiles view viewfile openfile getfilecontents read/readfile',
  ],
  [['Write'], 'writefile filewrite writetofile createfile create edit/createfile'],
  [
    ['Edit'],
    'editfile fileedit replace searchreplace searchandreplace strreplace stringreplace replacestringinfile applydiff ' +
      'multireplacestringinfile insertcontent inserteditintofile replacefilecontent patch',
  ],
  [WRITING, 'fswrite fsappend editfiles applypatch strreplaceeditor strreplacebasededit edit/editfiles'],
  [['NotebookEdit'], 'editnotebook editnotebookfile edit/editnotebook'],
  [['LS'], 'list listdir listdirectory listfiles search/listdirectory'],
  [['LS', 'Glob', 'Grep'], 'fslist'],
  [['Read', ...WRITING, 'LS', 'Glob', 'Grep'], 'fs*'],
  [READING, 'readonly'],
  [['Glob'], 'find globfiles globsearch globfilesearch filesearch findfiles search/filesearch'],
  [['Grep'], 'grepsearch searchfilecontent searchfiles searchtext textsearch ripgrep search/textsearch'],
  [['Grep', 'Glob'], 'search codebase codebasesearch semanticsearch search/codebase'],
  [
    ['Bash'],
    'executebash executepwsh executecommand executecmd execute exec shell shellcommand terminal runshell runshellcommand ' +
      'runcommand runcommands runcmd runterminalcmd runterminalcommand runinterminal ' +
      'execute/runinterminal runcommands/runinterminal',
  ],
  [['WebFetch'], 'fetch fetchurl fetchwebpage fetchcontent readurlcontent urlfetch web/fetch'],
  [['WebSearch'], 'googlewebsearch searchweb web/search web/websearch'],
  [['WebFetch', 'WebSearch'], 'web'],
  [['Agent'], 'subagent subagents runsubagent customagent usesubagent newtask agent/runsubagent'],
  [['TodoWrite'], 'todo todos todolist writetodos updatetodolist managetodolist updateplan'],
  [['Skill'], 'activateskill useskill'],
  [['AskUserQuestion'], 'askuser askquestion askquestions askfollowupquestion question vscode/askquestions'],
  [['mcp__*'], 'allmcp'],
  [BUILTIN, '@builtin builtin allbuiltin allbuiltins'],
]

const TABLE: ReadonlyMap<string, readonly string[]> = new Map([
  ...SYNONYMS.flatMap(([names, written]) => written.split(' ').map(key => [key, names] as const)),
  ...CANONICAL.map(name => [name.toLowerCase(), [name]] as const),
])

/**
 * The canonical names of a tool: `execute_bash` → Bash, `fs_write` → Write, Edit. A pattern stays with
 * each of them: `execute_bash(git:*)` → `Bash(git:*)`. Tools of servers: `@server`, `server/*` and
 * `mcp:server` → `mcp__server__*`, `@server/tool` → `mcp__server__tool`. What is unknown comes back as it is.
 *
 * @param beside the other names of the same list: `@builtin` beside `fs_read` grants less than alone, and `edit`
 * beside `search` (an editor's words) grants Write too
 */
export function canonicalTools(name: string, beside: readonly string[] = []): readonly string[] {
  return lookUp(name, beside) ?? [name]
}

/** Whether a name is one of ours, is in the table of other programs' names, or is a tool of a server. */
export function isKnownTool(name: string): boolean {
  return lookUp(name, []) !== null
}

/** Two and three letters are near to too much. */
const TELLING: readonly string[] = CANONICAL.filter(name => name.length > 3)

/** The name of ours that an unknown one was probably meant to be: `Wrtie`, `writes`, `editing`, `write_*`. */
export function nearTool(name: string): string | null {
  const key = keyOf(name)
  if (isKnownTool(name) || key.length < 3 || name.includes('__')) return null
  if (key.endsWith('*')) {
    const stem = key.replace(/\*+$/, '')
    return TELLING.find(tool => tool.toLowerCase() === stem) ?? null
  }
  const stems = [/s$/, /es$/, /ing$/, /r$/, /er$/, /d$/, /ed$/].map(end => key.replace(end, ''))
  const [meant] = [...stems, key.replace(/ing$/, 'e')].flatMap(stem =>
    stem === key ? [] : (TABLE.get(stem) ?? []),
  )
  const near = meant ?? similarTo(key, TELLING)
  return key.length > 3 || near?.toLowerCase().startsWith(key.slice(0, 1)) ? near : null
}

/** Where the bracket at `open` is closed: `Bash(a) Bash(b)` is no pattern of one tool. */
function closingOf(name: string, open: number): number {
  let depth = 0
  for (let at = open; at < name.length; at += 1) {
    if (name[at] === '(') depth += 1
    else if (name[at] === ')') depth -= 1
    if (depth === 0) return at
  }
  return -1
}

function lookUp(name: string, beside: readonly string[]): readonly string[] | null {
  const open = name.indexOf('(')
  if (open > 0 && closingOf(name, open) === name.length - 1) {
    const found = lookUp(name.slice(0, open).trim(), beside)
    return found?.map(tool => tool + name.slice(open)) ?? null
  }
  // The names of servers and of their tools are other people's: their case stays.
  if (/^mcp__./.test(name)) return [name]
  const key = keyOf(name)
  if (key === '@builtin' && beside.some(other => CATEGORIES.has(other.toLowerCase()))) {
    return BUILTIN_BESIDE_CATEGORIES
  }
  if (name === 'edit' && !beside.includes('write') && beside.some(other => EDITOR_WORDS.has(keyOf(other)))) {
    return WRITING
  }
  return TABLE.get(key) ?? TABLE.get(key.replace(/tools?$/, '')) ?? ofServer(name)
}

function keyOf(name: string): string {
  return name.toLowerCase().replace(/[\s_-]+/g, '')
}

/** `a/b` without `@` stays: lists have `npm/yarn` and the like, which are no servers. */
function ofServer(name: string): readonly string[] | null {
  const [, server, tool] =
    /^@([^\s/@()]+)(?:\/([^\s@()]+))?$/.exec(name) ??
    /^([A-Za-z0-9_.-]+)\/(\*)$/.exec(name) ??
    /^mcp:([A-Za-z0-9_.-]+)$/.exec(name) ??
    []
  if (server === undefined) return null
  const sets = TABLE.get(keyOf(server))
  // `search/*` of an editor: all of its own set of that name.
  if (!name.startsWith('@') && sets !== undefined) return sets
  return [`mcp__${server}__${tool ?? '*'}`]
}
