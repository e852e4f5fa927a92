import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type BuildOptions } from 'esbuild'

const repository = fileURLToPath(new URL('../..', import.meta.url))
const building = new Map<string, Promise<string>>()

/** The scripts that the functions start in separate processes and threads. */
export const programNames = ['inference', 'sums'] as const

export type ProgramName = (typeof programNames)[number]

/** The environment variable with a folder of programs (`inference.cjs`) that replace those of the sources. */
export const programFolder = 'TEST_FUNCTION_PROGRAMS'

/**
 * Compiles a program of the functions (`functions/<name>/index.ts`), once for the same sources, and returns its path.
 * There are many test processes, and compiling takes as long as some tests.
 */
export function functionProgram(name: ProgramName): Promise<string> {
  const folder = process.env[programFolder]
  if (folder) return Promise.resolve(join(folder, `${name}.cjs`))
  const begun = building.get(name) ?? buildProgram(name)
  building.set(name, begun)
  return begun
}

/** Packages are not bundled. */
export function programOptions(name: ProgramName) {
  return {
    entryPoints: [`functions/${name}/index.ts`],
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'silent',
  } satisfies BuildOptions
}

async function buildProgram(name: ProgramName): Promise<string> {
  const folder = join(repository, '.build', name)
  const path = join(folder, `${await sourcesHash()}.cjs`)
  if (existsSync(path)) return path
  const { outputFiles } = await build({ ...programOptions(name), absWorkingDir: repository, write: false })
  await mkdir(folder, { recursive: true })
  // Another process may build it at the same time. Both write the same bytes, and the file appears only when it is
  // complete.
  const unfinished = join(folder, randomUUID())
  await writeFile(unfinished, outputFiles[0]!.contents)
  await rename(unfinished, path)
  return path
}

// Covers all that a program may contain: its imports lie in functions/, and the lock file names the packages.
async function sourcesHash(): Promise<string> {
  const hash = createHash('sha256')
  const names = await readdir(join(repository, 'functions'), { recursive: true })
  const sources = names.filter(name => name.endsWith('.ts') && !name.endsWith('.test.ts')).sort()
  for (const name of [...sources.map(source => join('functions', source)), 'package-lock.json']) {
    hash.update(`${name}\0`).update(await readFile(join(repository, name)))
  }
  return hash.digest('hex').slice(0, 32)
}
