import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { lockedPackages } from './locked-packages.ts'
import { packagingCode } from './packaging-code.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))

/** Everything that determines the bytes of the zips, apart from Node itself. */
export interface InputFiles {
  /** Real paths of the files whose content counts. */
  readonly files: ReadonlySet<string>
  /** Other inputs: names of further files and of the packages in node_modules, and targets of links. */
  readonly facts: readonly string[]
}

/**
 * Finds the files from which the functions of a project can be made: everything below `functions/`, the packages that
 * its lock file names for production, the JSON files beside that lock file (package.json and tsconfig.json are among
 * them), and `runtimeFiles`. It also finds the code that makes the zips: esbuild, archiver, and this folder.
 *
 * These are more files than esbuild reads, so that no new or changed file can redirect an import unnoticed: everything
 * that a resolution passes on its way (another package.json, a nearer node_modules, a .ts beside a .js) is in one of
 * these folders. The caller must check whether esbuild read files outside of them.
 *
 * Throws errors of the file system, and SyntaxError if a lock file is not JSON.
 */
export function inputFiles(project: string, runtimeFiles: readonly string[]): InputFiles {
  const found = { files: new Set(runtimeFiles), facts: namesOfPackages(join(project, 'node_modules')) }
  for (const { name } of readdirSync(project, { withFileTypes: true }).filter(entry => entry.isFile())) {
    if (name.endsWith('.json')) found.files.add(realpathSync(join(project, name)))
  }
  addFolder(found, realpathSync(join(project, 'functions')))
  addPackages(found, project)
  addPackages(found, repository, ['esbuild', 'archiver'])
  for (const path of packagingCode()) found.files.add(path)
  return found
}

// Declarations, source maps and texts are two fifths of the files. If one is imported nevertheless, it counts as
// outside.
const nobodyBundles = /\.(d\.[cm]?ts|map|md)$/

// 288 MB for all platforms. The files for one platform are among the runtime files.
const otherBinaries = join('/node_modules/onnxruntime-node/bin')

interface Found {
  readonly files: Set<string>
  readonly facts: string[]
}

function addPackages(found: Found, project: string, names?: readonly string[]): void {
  const lockFile = realpathSync(join(project, 'package-lock.json'))
  found.files.add(lockFile)
  for (const { folder, optional } of lockedPackages(readFileSync(lockFile, 'utf8'), names)) {
    try {
      addFolder(found, realpathSync(join(project, folder)))
    } catch (error) {
      if (!optional || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }
}

function addFolder(found: Found, folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    // join() is slower than reading the folder.
    const path = `${folder}${sep}${entry.name}`
    if (entry.isDirectory()) {
      if (!path.endsWith(otherBinaries)) addFolder(found, path)
    } else if (entry.isFile()) {
      if (nobodyBundles.test(entry.name)) found.facts.push(path)
      else found.files.add(path)
    }
    // Links are not followed: esbuild reports the real path of each file, which then counts as outside.
    else if (entry.isSymbolicLink()) found.facts.push(`${path} -> ${readlinkSync(path)}`)
  }
}

// node_modules/@scope/node_modules would be nearer to a package of the scope than node_modules is.
function namesOfPackages(nodeModules: string): string[] {
  return readdirSync(nodeModules).flatMap(name =>
    name.startsWith('@') ? readdirSync(join(nodeModules, name)).map(inner => `${name}/${inner}`) : [name],
  )
}
