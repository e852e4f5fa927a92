import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { MisuseError } from '../command/command-error.ts'

/** All mutants of these are tried: the functions, and the local AWS's decisions about permissions and reachability. */
const whole = [
  'functions',
  'tools/local-aws/iam',
  'tools/local-aws/network',
  'tools/local-aws/services/ec2/security-groups.ts',
  'tools/local-aws/services/efs',
  'tools/local-aws/services/iam/request-context.ts',
] as const

/** A sample of the mutants is tried of all other sources. */
const sampled = 'tools'

export function isWhole(file: string): boolean {
  return whole.some(path => file === path || file.startsWith(`${path}/`))
}

/**
 * Returns the sources that have mutants, relative to the repository, sorted: those in the named folders and files, or all.
 *
 * @throws MisuseError if a name has no source
 */
export async function mutableSources(repository: string, named: readonly string[]): Promise<string[]> {
  const all = [...(await below(repository, 'functions')), ...(await below(repository, sampled))].sort()
  if (named.length === 0) return all
  const files = new Set<string>()
  for (const name of named) {
    const wanted = relative(repository, join(repository, name)).split(sep).join('/')
    const found = all.filter(file => file === wanted || file.startsWith(`${wanted}/`))
    if (found.length === 0) {
      throw new MisuseError(`${name} has no source to change. Only sources in functions/ and tools/ can be changed.`)
    }
    for (const file of found) files.add(file)
  }
  return [...files].sort()
}

async function below(repository: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(repository, folder), { recursive: true, withFileTypes: true })
  const files = entries
    .filter(entry => entry.isFile() && entry.name.endsWith('.ts'))
    .map(entry => relative(repository, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter(file => !isTestCode(file) && !isEntryPoint(file))
  const texts = await Promise.all(files.map(file => readFile(join(repository, file), 'utf8')))
  return files.filter((_, at) => !saysForTests.test(texts[at]!))
}

// The words in the comment of a source that only tests use.
const saysForTests = /\bFor tests only\b/

function isTestCode(file: string): boolean {
  return /(\.test|-fixture)\.ts$/.test(file) || file.includes('/fixtures/')
}

/** Programs run in processes of their own, where no mutant is active. */
function isEntryPoint(file: string): boolean {
  return /^tools\/[^/]+$/.test(file) || /\/(main|index|[a-z-]+-worker)\.ts$/.test(file)
}
