import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { ZipEntry } from './zip.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))

/**
 * `functions/<name>/index.ts` with all that it imports as `index.js`, whose `handler` Lambda calls as `index.handler`.
 * What is `external` stays a `require`. Nothing is minified, so a stack trace in the logs names functions that are in
 * the sources, without the cost of a source map.
 */
export async function bundleFunction(name: string, external: readonly string[] = []): Promise<ZipEntry[]> {
  const { outputFiles } = await build({
    entryPoints: [`functions/${name}/index.ts`],
    // Paths in the bundle are relative to it, so the bundle does not tell where it was made.
    absWorkingDir: repository,
    outfile: 'index.js',
    write: false,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // ES modules where a package has both: what is not used can be left out.
    mainFields: ['module', 'main'],
    external: [...external],
    logLevel: 'silent',
  })
  return [
    { name: 'index.js', content: outputFiles[0]!.contents },
    // Whatever folder it is unzipped in, and whatever package.json lies above that.
    { name: 'package.json', content: Buffer.from('{"type":"commonjs"}\n') },
  ]
}
