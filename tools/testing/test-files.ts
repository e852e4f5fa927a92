import { readdir, stat } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'
import { MisuseError } from '../command/command-error.ts'

/** The folders with tests, which lie beside their sources. */
const testFolders = ['cloudformation', 'functions', 'tools'] as const

/**
 * Which tests run:
 *
 * - `product`: `x.test.ts`, which show that the product is right;
 * - `cycle`: `x.cycle.test.ts`, whole cycles in child processes, which take minutes and find little more;
 * - `nfs`: `x.nfs.test.ts`, which need the NFS server and the three clients of `npm run nfs`.
 */
export type Level = 'product' | 'cycle' | 'nfs'

export function levelOf(file: string): Level {
  if (file.endsWith('.nfs.test.ts')) return 'nfs'
  return file.endsWith('.cycle.test.ts') ? 'cycle' : 'product'
}

/**
 * The test files in these folders and files, relative to the repository and sorted. A named file may have any level; a
 * folder gives the files of the wanted levels. Tests for NFS run only in the lab, and nothing else runs there.
 *
 * @throws MisuseError if a name does not exist or contains no test
 */
export async function testFiles(
  repository: string,
  named: readonly string[],
  levels: readonly Level[],
): Promise<string[]> {
  const files = new Set<string>()
  for (const name of named.length > 0 ? named : testFolders) {
    const found = await below(repository, name)
    const isFile = found.length === 1 && found[0] === toName(repository, name)
    if (isFile) requirePlace(found[0]!, levels)
    const wanted = isFile ? found : ofLevels(found, levels)
    if (wanted.length === 0 && named.length > 0) throw new MisuseError(`There is no test in ${name}.`)
    for (const file of wanted) files.add(file)
  }
  return [...files].sort()
}

function requirePlace(file: string, levels: readonly Level[]): void {
  const needsLab = levelOf(file) === 'nfs'
  if (needsLab === levels.includes('nfs')) return
  if (needsLab) {
    throw new MisuseError(`${file} needs an NFS server and its clients.`, { nextStep: `npm run nfs -- ${file}` })
  }
  throw new MisuseError(`${file} is no test for NFS (x.nfs.test.ts).`, { nextStep: `npm test -- ${file}` })
}

function ofLevels(files: readonly string[], levels: readonly Level[]): string[] {
  return files.filter(file => levels.includes(levelOf(file)))
}

async function below(repository: string, name: string): Promise<string[]> {
  const path = resolve(repository, name)
  const found = await stat(path).catch(() => undefined)
  if (!found) throw new MisuseError(`There is no ${name} in the repository.`)
  if (found.isFile()) return path.endsWith('.test.ts') ? [toName(repository, name)] : []
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  return entries
    .filter(entry => entry.isFile() && entry.name.endsWith('.test.ts') && !entry.parentPath.includes('node_modules'))
    .map(entry => toName(repository, join(entry.parentPath, entry.name)))
}

function toName(repository: string, path: string): string {
  return relative(repository, resolve(repository, path)).split(sep).join('/')
}
