import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { sourceUrls } from '../compile/source-urls.ts'
import { programNames, programOptions } from '../testing/function-program.ts'

/** The environment variable for the file to which a program writes the mutants that it reaches. */
export const hitsFile = 'MUTANT_HITS_FILE'

/** The environment variable from which Stryker's instrumented code reads the active mutant. */
export const activeMutant = '__STRYKER_ACTIVE_MUTANT__'

/**
 * Compiles the programs that the functions start in processes and threads of their own, from sources with mutants in them.
 *
 * @param texts by the path of a source: its text with mutants
 * @returns the sources of the programs, relative to the repository
 */
export async function compilePrograms(
  repository: string,
  outDir: string,
  texts: ReadonlyMap<string, string>,
): Promise<ReadonlySet<string>> {
  const sources = new Set<string>()
  for (const name of programNames) {
    const options = programOptions(name)
    if (!options.entryPoints.every(entry => existsSync(join(repository, entry)))) continue
    const { metafile } = await build({
      ...options,
      absWorkingDir: repository,
      outfile: join(outDir, `${name}.cjs`),
      metafile: true,
      banner: { js: writeHits },
      plugins: [sourceUrls(outDir, { texts })],
    })
    for (const source of Object.keys(metafile.inputs)) sources.add(source)
  }
  return sources
}

/** The file beside the hits that has the name of the running test. */
export const runningTest = (hits: string) => `${hits}-running`

/**
 * Writes each mutant at its first hit in a test, with the test's name before it. A program may serve several tests, so it
 * reads the name again at a hit, at most five times a millisecond. It does so synchronously: a program may be killed at
 * any moment, or may block its event loop.
 */
const writeHits = `
if (process.env.${hitsFile}) {
  const fs = require('node:fs')
  const file = process.env.${hitsFile}
  let test, readAt = -Infinity, written = new Set()
  const first = { set(hits, id, count) {
    hits[id] = count
    if (performance.now() - readAt > 0.2) {
      const now = fs.readFileSync(file + '-running', 'utf8')
      if (now !== test) written = new Set()
      test = now
      readAt = performance.now()
    }
    if (!written.has(id)) fs.appendFileSync(file, test + ' ' + id + '\\n')
    written.add(id)
    return true
  } }
  globalThis.__stryker__ = { mutantCoverage: { static: new Proxy({}, first), perTest: {} } }
}
`
