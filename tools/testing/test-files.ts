import { readdir, stat } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'
import { MisuseError } from '../command/command-error.ts'

/** The folders that hold tests, beside what they test. */
const testFolders = ['cloudformation', 'functions', 'tools'] as const

/**
 * Which tests run:
 *
 * - `product`: `x.test.ts`, what shows the product right;
 * - `cycle`: `x.cycle.test.ts`, whole cycles in child processes, which take minutes and tell little that is new;
 * - `nfs`: `x.nfs.test.ts`, what needs the NFS server and the three clients that `npm run nfs` brings up.
 */
export type Level = 'product' | 'cycle' | 'nfs'

export function levelOf(file: string): Level {
  if (file.endsWith('.nfs.test.ts')) return 'nfs'
  return file.endsWith('.cycle.test.ts') ? 'cycle' : 'product'
}

/**
 * The test files below the folders and files that are named, relative to the repository, sorted. A file that is named
 * itself is taken whatever its level is; a folder gives those of the levels wanted. Tests for NFS run in its lab, and nothing
 * else does.
 *
 * @throws MisuseError where nothing of that name is there, or where it holds no test
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
