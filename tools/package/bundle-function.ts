import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { build } from 'esbuild'
import type { ZipEntry } from './zip.ts'

export interface Bundle {
  readonly entries: ZipEntry[]
  /** Real paths of all files that went into it. */
  readonly sources: string[]
  /** What it imports at run time and nothing was found for: what a package does without when it is not there. */
  readonly missing: string[]
}

/**
 * `functions/<name>/index.ts` of a project with all that it imports as `index.js`, whose `handler` Lambda calls as `index.handler`.
 * What is `external` stays a `require`. Nothing is minified, so a stack trace in the logs names functions that are in
 * the sources, without the cost of a source map. Throws what esbuild says of sources that it cannot bundle.
 */
export async function bundleFunction(project: string, name: string, external: readonly string[] = []): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    entryPoints: [`functions/${name}/index.ts`],
    // Paths in the bundle are relative to it, so the bundle does not tell where it was made.
    absWorkingDir: project,
    outfile: 'index.js',
    write: false,
    metafile: true,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // ES modules where a package has both: what is not used can be left out.
    mainFields: ['module', 'main'],
    external: [...external],
    logLevel: 'silent',
  })
  return {
    entries: [
      { name: 'index.js', content: outputFiles[0]!.contents },
      // Whatever folder it is unzipped in, and whatever package.json lies above that.
      { name: 'package.json', content: Buffer.from('{"type":"commonjs"}\n') },
    ],
    sources: Object.keys(metafile.inputs).map(path => join(project, path)),
    missing: Object.values(metafile.inputs)
      .flatMap(({ imports }) => imports.filter(imported => imported.external).map(({ path }) => path))
      .filter(path => !isBuiltin(path) && !external.includes(path)),
  }
}
