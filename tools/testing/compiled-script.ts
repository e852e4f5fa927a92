import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { sourceUrls } from '../compile/source-urls.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Compiles a script and all that it imports to one file of JavaScript, for a separate process. With a TypeScript loader
 * the process would take half a second longer to start. Packages are not bundled.
 *
 * @param folder below the repository, such as `t.testdir()`
 * @param source TypeScript, whose imports are absolute paths or packages
 * @returns the path of the file
 * @throws esbuild's BuildFailure
 */
export async function compiledScript(folder: string, source: string): Promise<string> {
  const outfile = join(folder, `${randomUUID()}.mjs`)
  await build({
    stdin: { contents: source, resolveDir: folder, loader: 'ts' },
    absWorkingDir: repository,
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20.20',
    logLevel: 'silent',
    plugins: [sourceUrls(folder)],
  })
  return outfile
}
