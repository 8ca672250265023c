import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const SRC = fileURLToPath(new URL('../src', import.meta.url))

/** The nouns of the product's sentence, in its order: an import only ever points to the same or an earlier one. */
const FOLDERS = [
  'log',
  'protocol',
  'agents',
  'minds',
  'hands',
  'workers',
  'session',
  'views',
  'gateways',
  'cli',
]
/** Which files at the root all may import, and which may import all. */
const FREE = ['errors.ts']
const ENTRIES = ['index.ts', 'testing.ts']

/** What the browser folds a log with, besides protocol/. */
const GRAMMAR = ['entry', 'text', 'grammar', 'chain', 'bytes', 'read-entry'].map(name => `log/${name}.ts`)
/** Packages that run wherever JavaScript does. */
const ANYWHERE = ['date-fns', 'zod']
const NODE_GLOBALS = ['Buffer', 'process', 'global', '__dirname', '__filename', 'require', 'setImmediate']

interface Import {
  /** As it is written. */
  readonly from: string
  /** The file in src it leads to, or null for packages. */
  readonly file: string | null
  /** Gone once it is compiled. */
  readonly typeOnly: boolean
}

interface Source {
  readonly path: string
  readonly lines: number
  readonly imports: readonly Import[]
  readonly identifiers: ReadonlySet<string>
  readonly hasDefault: boolean
  readonly hasStar: boolean
}

const SOURCES: readonly Source[] = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter(path => path.endsWith('.ts') && !path.endsWith('.d.ts'))
  .map(path => path.replaceAll('\\', '/'))
  .sort()
  .map(read)
const BY_PATH = new Map(SOURCES.map(source => [source.path, source]))

function read(path: string): Source {
  const text = readFileSync(join(SRC, path), 'utf8')
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true)
  const imports: Import[] = []
  const identifiers = new Set<string>()
  let [hasDefault, hasStar] = [false, false]
  const add = (specifier: ts.Node | undefined, typeOnly: boolean) => {
    if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return
    const from = specifier.text
    const file = from.startsWith('.')
      ? relative(SRC, join(SRC, dirname(path), from)).replaceAll('\\', '/')
      : null
    imports.push({ from, file, typeOnly })
  }
  visit(tree)
  return { path, lines: text.trimEnd().split('\n').length, imports, identifiers, hasDefault, hasStar }

  function visit(node: ts.Node): void {
    if (ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node.parent)) identifiers.add(node.text)
    if (ts.isImportDeclaration(node)) {
      const clause = node.importClause
      const named = clause?.namedBindings
      const allTypes =
        clause?.name === undefined &&
        named !== undefined &&
        ts.isNamedImports(named) &&
        named.elements.every(({ isTypeOnly }) => isTypeOnly)
      add(node.moduleSpecifier, clause?.phaseModifier === ts.SyntaxKind.TypeKeyword || allTypes)
    }
    if (ts.isExportDeclaration(node)) {
      hasStar ||= node.exportClause === undefined || ts.isNamespaceExport(node.exportClause)
      add(node.moduleSpecifier, node.isTypeOnly)
    }
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false)
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true)
    hasDefault ||=
      ts.isExportAssignment(node) || (node.kind === ts.SyntaxKind.DefaultKeyword && isExported(node.parent))
    ts.forEachChild(node, visit)
  }
}

function isExported(node: ts.Node): boolean {
  return (
    ts.canHaveModifiers(node) &&
    (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
  )
}

/** Where a file stands in the order of the folders; what may import all stands last. */
function rank(path: string): number {
  const folder = path.split('/')[0] ?? ''
  if (FREE.includes(path)) return -1
  if (ENTRIES.includes(path)) return FOLDERS.length
  return FOLDERS.indexOf(folder)
}

/** Everything that is loaded with a file, itself included. */
function loadedWith(path: string, seen: Set<string> = new Set()): ReadonlySet<string> {
  if (seen.has(path)) return seen
  seen.add(path)
  for (const { from, file, typeOnly } of BY_PATH.get(path)?.imports ?? []) {
    if (typeOnly) continue
    if (file === null) seen.add(from)
    else loadedWith(file, seen)
  }
  return seen
}

const packageOf = (from: string) =>
  from
    .split('/')
    .slice(0, from.startsWith('@') ? 2 : 1)
    .join('/')
const needsNode = (from: string) => isBuiltin(from) || !ANYWHERE.includes(packageOf(from))

describe('imports in src', () => {
  it('are all found', () => {
    expect(SOURCES.length).toBeGreaterThan(20)
    const missing = SOURCES.flatMap(({ path, imports }) =>
      imports.flatMap(({ file }) =>
        file === null || BY_PATH.has(file) || existsSync(join(SRC, file)) ? [] : [`${path} → ${file}`],
      ),
    )
    expect(missing).toEqual([])
  })

  it('stand in folders that have their place in the order', () => {
    expect(
      SOURCES.filter(({ path }) => rank(path) < 0 && !FREE.includes(path)).map(({ path }) => path),
    ).toEqual([])
  })

  it('point to the same folder or an earlier one', () => {
    const wrong = SOURCES.flatMap(({ path, imports }) =>
      imports.flatMap(({ file }) => (file !== null && rank(file) > rank(path) ? [`${path} → ${file}`] : [])),
    )
    expect(wrong).toEqual([])
  })

  it('never point to an entry file', () => {
    const wrong = SOURCES.flatMap(({ path, imports }) =>
      imports.flatMap(({ file }) => (file !== null && ENTRIES.includes(file) ? [path] : [])),
    )
    expect(wrong).toEqual([])
  })
})

describe('what also runs in a browser', () => {
  const files = [...SOURCES.map(({ path }) => path).filter(path => path.startsWith('protocol/')), ...GRAMMAR]

  it.each(files)('%s loads nothing that needs Node', path => {
    const loaded = [...loadedWith(path)].filter(name => !BY_PATH.has(name))
    expect(loaded.filter(needsNode)).toEqual([])
  })

  it.each([...files, 'log/reader.ts'])('%s names nothing that only Node has', path => {
    const source = BY_PATH.get(path)
    expect(
      source?.imports.filter(({ file, from, typeOnly }) => file === null && !typeOnly && needsNode(from)),
    ).toEqual([])
    expect(NODE_GLOBALS.filter(name => source?.identifiers.has(name))).toEqual([])
  })
})

describe('a file in src', () => {
  it('has at most 450 lines', () => {
    expect(SOURCES.filter(({ lines }) => lines > 450).map(({ path, lines }) => `${path}: ${lines}`)).toEqual(
      [],
    )
  })

  it('has fewer than 90 lines, taken by the median', () => {
    const lines = SOURCES.map(source => source.lines).sort((left, right) => left - right)
    expect(lines[Math.floor(lines.length / 2)]).toBeLessThan(90)
  })

  it('has no default export', () => {
    expect(SOURCES.filter(({ hasDefault }) => hasDefault).map(({ path }) => path)).toEqual([])
  })

  it('exports nothing by "export *"', () => {
    expect(SOURCES.filter(({ hasStar }) => hasStar).map(({ path }) => path)).toEqual([])
  })
})

it('log/reader.ts as a whole still needs Node, by gray-matter alone', () => {
  // A web app that reads logs itself has to bring a reader of front matter: log/header.ts is where it would go.
  const needed = [...loadedWith('log/reader.ts')].filter(name => !BY_PATH.has(name)).filter(needsNode)
  expect(needed).toEqual(['gray-matter'])
})
