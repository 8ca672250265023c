/** Paths as people give them (files, folders, globs) → the definition files they stand for. */
import { type Dirent, lstatSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs'
import { basename, extname, relative, sep } from 'node:path'
import { type DefinitionProblem, specialKind, unreadable } from './decode.ts'
import { isDefinitionName } from './text-fields.ts'
import { compare } from './values.ts'

export interface DefinitionFiles {
  /** In the order of the paths asked for, sorted within each; a file that several lead to is there once. */
  readonly files: readonly string[]
  /** What could not be looked into, or led to nothing. The rest is there all the same. */
  readonly problems: readonly DefinitionProblem[]
  /** Markdown files that are no definitions by their names: readme, changelog, hidden files, … */
  readonly left: readonly string[]
}

/**
 * The definitions of one file or folder. A file that is named is always taken. Of a folder, at any depth, its markdown
 * files are, without hidden folders and `node_modules` unless it is one of these that is named. That there are none is
 * no problem here.
 */
export function definitionFilesAt(path: string): DefinitionFiles {
  const found = nothing()
  const missing = lookAt(path, found)
  if (missing !== null) found.problems.push({ path, message: missing })
  return sorted(found)
}

/** Of all these paths together. One is only read as a glob when there is nothing of that name. */
export async function findDefinitionFiles(paths: readonly string[]): Promise<DefinitionFiles> {
  const files = new Map<string, string>()
  const problems: DefinitionProblem[] = []
  const left = new Set<string>()
  for (const path of paths) {
    const found = nothing()
    const missing = lookAt(path, found)
    if (missing !== null) {
      if (GLOB.test(path)) await expand(path, found)
      else found.problems.push({ path, message: missing })
    }
    if (found.files.size === 0 && found.problems.length === 0) found.problems.push({ path, message: EMPTY })
    const one = sorted(found)
    for (const file of one.files) {
      const real = found.files.get(file) ?? file
      if (!files.has(real)) files.set(real, file)
    }
    problems.push(...one.problems)
    for (const file of one.left) left.add(file)
  }
  return { files: [...files.values()], problems, left: [...left] }
}

interface Found {
  /** Where each really is. */
  readonly files: Map<string, string>
  /** The same places, so that no link makes a file count twice. */
  readonly places: Set<string>
  readonly problems: DefinitionProblem[]
  readonly left: string[]
}

function nothing(): Found {
  return { files: new Map(), places: new Set(), problems: [], left: [] }
}

function sorted({ files, problems, left }: Found): DefinitionFiles {
  return {
    files: [...files.keys()].sort(compare),
    problems: problems.toSorted((one, other) => compare(one.path, other.path)),
    left: left.toSorted(compare),
  }
}

const EMPTY =
  'has no agent definitions (*.md); hidden folders and node_modules are only looked into when they are named'

const GLOB = /[*?[\]{}]|[@+!]\(/

/** Beside definitions in many folders; the readme also with a language, as in `README.zh.md` or `README_pt-br.md`. */
const PAPERWORK =
  /^(?:readme(?:[._][a-z]{2}(?:[-_][a-z]{2,4})?)?|changelog|contributing|licen[cs]e|code[_-]of[_-]conduct)\.\w+$/i

/** What programs read as instructions for all of their agents. In small letters it is a name like any other. */
const INSTRUCTIONS = /^(?:CLAUDE|AGENTS|GEMINI)\.\w+$/

/** Null when there is something of that name, whatever it is; else what the system says. */
function lookAt(path: string, found: Found): string | null {
  try {
    const stats = statSync(path)
    const special = specialKind(stats)
    if (special !== null) found.problems.push({ path, message: special })
    else if (stats.isDirectory()) walk(path, found)
    else found.files.set(path, realpathSync.native(path))
    return null
  } catch (error) {
    if (!isLink(path)) return unreadable(error)
    found.problems.push({ path, message: deadLink(error) })
    return null
  }
}

/** Links come last: where one leads to what is there anyway, the file goes by its own name. */
function walk(root: string, found: Found): void {
  const entered = new Set<string>()
  const links: string[] = []
  // Only links need to be asked where they lead: to ask for each folder takes a time that grows with its depth.
  const folders = [{ path: root, real: realpathSync.native(root) }]
  for (let next = 0; folders.length > 0 || next < links.length; ) {
    const folder = folders.pop()
    if (folder === undefined) {
      const path = links[next++] ?? ''
      const real = takeAt(path, found, isDefinition)
      if (real !== null) folders.push({ path, real })
    } else if (!entered.has(folder.real)) {
      // Links that lead back into a folder they stand in end here.
      entered.add(folder.real)
      enter(folder, { found, folders, links })
    }
  }
}

interface Folder {
  readonly path: string
  readonly real: string
}

function enter(
  folder: Folder,
  { found, folders, links }: { found: Found; folders: Folder[]; links: string[] },
): void {
  try {
    for (const entry of listed(folder.path)) {
      const [path, real] = [under(folder.path, entry.name), under(folder.real, entry.name)]
      if (entry.isSymbolicLink()) links.push(path)
      else if (entry.isDirectory()) folders.push({ path, real })
      else if (isDefinition(entry.name)) take(entry, path, real, found)
    }
  } catch (error) {
    found.problems.push({ path: folder.path, message: unreadable(error) })
  }
}

/** What is in a folder, by name, without folders (and links) that are only entered when they are named. */
function listed(folder: string, isEntered: (name: string) => boolean = isOpen): readonly Dirent[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(entry => isEntered(entry.name) || !(entry.isDirectory() || entry.isSymbolicLink()))
    .sort((one, other) => compare(one.name, other.name))
}

function isOpen(name: string): boolean {
  return !name.startsWith('.') && name !== 'node_modules'
}

function isDefinition(name: string): boolean {
  return isDefinitionName(name)
}

/** Takes what the path leads to, through links, if it is a file that is wanted. Says where it is if it is a folder. */
function takeAt(path: string, found: Found, isWanted: (name: string) => boolean): string | null {
  const name = basename(path)
  try {
    const stats = statSync(path)
    const real = realpathSync.native(path)
    if (stats.isDirectory()) return real
    if (isWanted(name)) take(stats, path, real, found)
  } catch (error) {
    // A dead link to a picture is nothing to a reader of definitions; one without an ending may have been a folder.
    if (!isWanted(name) && extname(name) !== '') return null
    found.problems.push({ path, message: isLink(path) ? deadLink(error) : unreadable(error) })
  }
  return null
}

function take(kind: Dirent | Stats, path: string, real: string, found: Found): void {
  const name = basename(path)
  const special = specialKind(kind)
  if (PAPERWORK.test(name) || INSTRUCTIONS.test(name) || name.startsWith('.')) found.left.push(path)
  else if (special !== null) found.problems.push({ path, message: special })
  else if (!found.places.has(real)) {
    found.places.add(real)
    found.files.set(path, real)
  }
}

/** How many links one path may have in it, and how often one folder is entered through links: circles end there. */
const MOST_LINKS = 8

/** A glob is read as a shell with `**` would; one that matches a folder stands for all that is in it. */
async function expand(path: string, found: Found): Promise<void> {
  // Loaded here: most calls name a folder, and a start should not pay for it.
  const { globSync } = await import('tinyglobby')
  const parts = (sep === '/' ? path : path.replaceAll(sep, '/')).split('/')
  const fixed = parts.findIndex(part => GLOB.test(part))
  const base = fixed === 0 ? '.' : parts.slice(0, fixed).join('/') || '/'
  const shown = (name: string) => (fixed === 0 ? name : under(base, name))
  const endings = endingsOf(parts.at(-1) ?? '')
  const isWanted = (name: string) => isDefinition(name) || endings.includes(extname(name).slice(1))
  try {
    const root = realpathSync.native(base)
    const readFolder = folderReader(root, {
      isEntered: name => isOpen(name) || parts.includes(name),
      onError: (folder, error) => found.problems.push({ path: shown(folder), message: unreadable(error) }),
    })
    // `!` in front would turn the pattern round.
    const pattern = parts
      .slice(fixed)
      .join('/')
      .replace(/^!(?!\()/, '\\!')
    const matches = globSync(pattern, {
      cwd: root,
      fs: { readdirSync: readFolder as unknown as typeof readdirSync },
    })
    const detour = (match: string) => (isOwnPath(under(root, match)) ? 0 : match.split('/').length)
    const ways = matches.map(match => ({ match, detour: detour(match) }))
    for (const { match } of ways.sort(
      (one, other) => one.detour - other.detour || compare(one.match, other.match),
    ))
      takeAt(shown(match), found, isWanted)
  } catch (error) {
    const isOfSystem = error instanceof Error && 'code' in error
    const message = isOfSystem ? unreadable(error) : `is no pattern that can be read: ${firstLine(error)}`
    found.problems.push({ path: isOfSystem ? base : path, message })
  }
}

/**
 * Lists folders for the glob library, which by itself passes over what it cannot read, dead links and pipes, and has
 * its own idea of circles: it is told of folders and plain files only, and sees each folder a bounded number of times.
 */
function folderReader(
  root: string,
  { isEntered, onError }: { isEntered(name: string): boolean; onError(folder: string, error: unknown): void },
): (folder: string) => readonly Entry[] {
  const entered = new Map<string, { readonly real: string; readonly links: number }>()
  const linked = new Set<string>()
  const visits = new Map<string, number>()
  return folder => {
    const path = relative(root, folder)
    try {
      const parent = entered.get(path.slice(0, Math.max(0, path.lastIndexOf(sep)))) ?? {
        real: root,
        links: 0,
      }
      const isLink = linked.has(path)
      const own = path === '' ? root : under(parent.real, basename(path))
      const real = isLink ? realpathSync.native(folder) : own
      const links = parent.links + (isLink ? 1 : 0)
      entered.set(path, { real, links })
      if (links > 0) {
        const visit = (visits.get(real) ?? 0) + 1
        visits.set(real, visit)
        const isCircle = isLink && under(parent.real, '').startsWith(under(real, ''))
        if (isCircle || links > MOST_LINKS || visit > MOST_LINKS) return []
      }
      return listed(folder, isEntered).map(entry => {
        const isFolder = entry.isSymbolicLink()
          ? leadsToFolder(under(folder, entry.name))
          : entry.isDirectory()
        if (entry.isSymbolicLink()) linked.add(path === '' ? entry.name : under(path, entry.name))
        return {
          name: entry.name,
          isFile: () => !isFolder,
          isDirectory: () => isFolder,
          isSymbolicLink: () => false,
        }
      })
    } catch (error) {
      onError(path, error)
      return []
    }
  }
}

function isOwnPath(path: string): boolean {
  try {
    return realpathSync.native(path) === path
  } catch {
    // A dead link; it is told of when it is looked at.
    return false
  }
}

interface Entry {
  readonly name: string
  isFile(): boolean
  isDirectory(): boolean
  isSymbolicLink(): boolean
}

/** `*.txt` means it: what a pattern spells is taken as well as the endings of definitions. */
function endingsOf(pattern: string): readonly string[] {
  const dot = pattern.lastIndexOf('.')
  return dot < 0
    ? []
    : pattern
        .slice(dot + 1)
        .split(/[{},]/)
        .filter(Boolean)
}

function leadsToFolder(link: string): boolean {
  try {
    return statSync(link).isDirectory()
  } catch {
    // As a file that matches it is looked at again, and what is wrong with it is told then.
    return false
  }
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink()
  } catch {
    // Nothing of that name, or no way to it: what it would be makes no difference.
    return false
  }
}

function deadLink(error: unknown): string {
  const isDangling = error instanceof Error && 'code' in error && error.code === 'ENOENT'
  return isDangling ? 'is a symbolic link to something that is not there' : unreadable(error)
}

/** Not `path.join`, which takes `link/..` for the folder the link is in. */
function under(folder: string, name: string): string {
  return folder.endsWith('/') || folder.endsWith(sep) ? folder + name : folder + sep + name
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? ''
}
