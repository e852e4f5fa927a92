import { readdir, readFile } from 'node:fs/promises'
import { join, posix, relative, sep } from 'node:path'
import ts from 'typescript'

/** One import between two sources of this repository; paths are relative to it. */
export interface Import {
  readonly from: string
  readonly to: string
  /** From 1. */
  readonly line: number
  /** The import disappears with the types, so no code runs because of it. */
  readonly isType: boolean
}

const sourceFolders = ['cloudformation', 'functions', 'tools']

/** All TypeScript sources of the repository, sorted. */
export async function sourceFiles(repository: string): Promise<string[]> {
  const found = await Promise.all(
    sourceFolders.map(folder => readdir(join(repository, folder), { recursive: true, withFileTypes: true })),
  )
  return found
    .flat()
    .filter(entry => entry.isFile() && entry.name.endsWith('.ts') && !entry.parentPath.includes('node_modules'))
    .map(entry => relative(repository, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
}

/** The imports between these sources: declarations, `export … from`, `import()` and types such as `import('x').Y`. */
export async function readImports(repository: string, files: readonly string[]): Promise<Import[]> {
  const known = new Set(files)
  const read = await Promise.all(
    files.map(async file => importsOf(file, await readFile(join(repository, file), 'utf8'))),
  )
  return read.flat().filter(({ to }) => known.has(to))
}

function importsOf(file: string, text: string): Import[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest)
  const imports: Import[] = []
  const visit = (node: ts.Node): void => {
    const name = specifierOf(node)
    if (name?.startsWith('.')) {
      const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1
      // Tests import a module a second time under `x.ts?alone`.
      const to = posix.join(posix.dirname(file), name.replace(/\?.*$/, ''))
      imports.push({ from: file, to, line, isType: isType(node) })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return imports
}

function specifierOf(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return textOf(node.moduleSpecifier)
  if (ts.isImportTypeNode(node)) return ts.isLiteralTypeNode(node.argument) ? textOf(node.argument.literal) : undefined
  const isImportCall = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
  return isImportCall ? textOf(node.arguments[0]) : undefined
}

function textOf(node: ts.Node | undefined): string | undefined {
  return node && ts.isStringLiteralLike(node) ? node.text : undefined
}

/** `import { type X }` alone still loads the file, so it counts as a value (verbatimModuleSyntax). */
function isType(node: ts.Node): boolean {
  if (ts.isImportDeclaration(node)) return node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
  return ts.isImportTypeNode(node) || (ts.isExportDeclaration(node) && node.isTypeOnly)
}
