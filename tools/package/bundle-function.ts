import { isBuiltin } from 'node:module'
import { basename, join } from 'node:path'
import { build, type Plugin } from 'esbuild'
import type { ZipEntry } from './zip.ts'

export interface Bundle {
  readonly entries: ZipEntry[]
  /** Real paths of all files that went into it. */
  readonly sources: string[]
  /** What it imports at run time and nothing was found for: what a package does without when it is not there. */
  readonly missing: string[]
}

export interface BundleOptions {
  /** What stays a `require`. */
  readonly external?: readonly string[]
  /** Programs that the function starts as processes of their own: `functions/<program>/index.ts` is `<program>.js`. */
  readonly programs?: readonly string[]
}

/**
 * `functions/<name>/index.ts` of a project with all that it imports as `index.js`, whose `handler` Lambda calls as `index.handler`.
 * A source that it imports by `import()` is a file of its own, so that Node has nothing to do with it before. Nothing is
 * minified, so a stack trace in the logs names functions that are in the sources, without the cost of a source map.
 * Throws what esbuild says of sources that it cannot bundle.
 */
export async function bundleFunction(
  project: string,
  name: string,
  { external = [], programs = [] }: BundleOptions = {},
): Promise<Bundle> {
  const files = new Map([['index.js', `functions/${name}/index.ts`]])
  for (const program of programs) files.set(`${program}.js`, `functions/${program}/index.ts`)
  const bundle: Bundle = { entries: [], sources: [], missing: [] }
  // It grows while it is gone through.
  for (const [file, source] of files) {
    const late = lateImports((lateFile, path) => files.set(lateFile, path))
    const { outputFiles, metafile } = await build({
      entryPoints: [source],
      // Paths in the bundle are relative to it, so the bundle does not tell where it was made.
      absWorkingDir: project,
      outfile: file,
      write: false,
      metafile: true,
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      // ES modules where a package has both: what is not used can be left out.
      mainFields: ['module', 'main'],
      external: [...external],
      plugins: [late],
      logLevel: 'silent',
    })
    bundle.entries.push({ name: file, content: outputFiles[0]!.contents })
    bundle.sources.push(...Object.keys(metafile.inputs).map(path => join(project, path)))
    bundle.missing.push(
      ...Object.values(metafile.inputs)
        .flatMap(({ imports }) => imports.filter(imported => imported.external).map(({ path }) => path))
        .filter(path => !isBuiltin(path) && !external.includes(path) && !files.has(basename(path))),
    )
  }
  // Whatever folder it is unzipped in, and whatever package.json lies above that.
  bundle.entries.push({ name: 'package.json', content: Buffer.from('{"type":"commonjs"}\n') })
  return bundle
}

/** Leaves the import of a source by `import()` an import, of a file beside the bundle that is named as the source is. */
function lateImports(found: (file: string, source: string) => void): Plugin {
  return {
    name: 'late-imports',
    setup({ onResolve }) {
      onResolve({ filter: /^\.{1,2}\/.*\.ts$/ }, ({ kind, path, resolveDir }) => {
        if (kind !== 'dynamic-import') return undefined
        const file = basename(path).replace(/\.ts$/, '.js')
        found(file, join(resolveDir, path))
        return { path: `./${file}`, external: true }
      })
    },
  }
}
