import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { sourceUrls } from '../compile/source-urls.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))

/**
 * A script with all that it imports as one file of JavaScript, for a process of its own: through a TypeScript loader a
 * process takes half a second longer to start. Packages stay where npm has put them.
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
