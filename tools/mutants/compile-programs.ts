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
 * Writes each mutant at its first hit in a test, with the test's name before it. A program may serve several tests, so
 * in each turn of its event loop it reads the name again at the first hit. It does so synchronously: a program may be
 * killed at any moment, or may block its event loop. In one turn only the first hit of a mutant meets the proxy, because
 * a loop over the bytes of an input may have a thousand million hits.
 */
const writeHits = `
if (process.env.${hitsFile}) {
  const fs = require('node:fs')
  const file = process.env.${hitsFile}
  let test, isRead = false, written = new Set()
  const first = { set(_hits, id, value, turn) {
    Object.defineProperty(turn, id, { value, writable: true, enumerable: true, configurable: true })
    if (!isRead) beginTurn()
    if (!written.has(id)) fs.appendFileSync(file, test + ' ' + id + '\\n')
    written.add(id)
    return true
  } }
  const newTurn = () => Object.create(new Proxy({}, first))
  const mutantCoverage = { static: newTurn(), perTest: {} }
  globalThis.__stryker__ = { mutantCoverage }

  function beginTurn() {
    const now = fs.readFileSync(file + '-running', 'utf8')
    if (now !== test) written = new Set()
    test = now
    isRead = true
    setImmediate(() => {
      mutantCoverage.static = newTurn()
      isRead = false
    }).unref()
  }
}
`
