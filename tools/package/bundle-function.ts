import { isBuiltin } from 'node:module'
import { basename, join } from 'node:path'
import { build, type Plugin } from 'esbuild'
import type { ZipEntry } from './zip.ts'

export interface Bundle {
  readonly entries: readonly ZipEntry[]
  /** The scripts among the entries, by their names. */
  readonly scripts: ReadonlyMap<string, BundledScript>
  /** Real paths of all bundled files. */
  readonly sources: readonly string[]
  /** Run-time imports that could not be resolved: packages try them and can do without. */
  readonly missing: readonly string[]
}

export interface BundledScript {
  /** The path of the source that it was built from, as its importer or the function gives it. */
  readonly source: string
  readonly content: Uint8Array
  readonly sources: readonly string[]
  /** Other imports than Node's own that are resolved when the script runs. */
  readonly unresolved: readonly string[]
  /** Scripts that it imports by `import()`: their names and the paths of their sources. */
  readonly late: ReadonlyMap<string, string>
}

export interface BundleOptions {
  /** Packages that remain a `require`. */
  readonly external?: readonly string[]
  /** Programs that the function starts as separate processes: `functions/<program>/index.ts` becomes `<program>.js`. */
  readonly programs?: readonly string[]
  /** Scripts of an earlier bundle whose sources have not changed since. They are not built again. */
  readonly unchanged?: ReadonlyMap<string, BundledScript>
}

/**
 * Bundles `functions/<name>/index.ts` of a project with all its imports as `index.js`, whose `handler` Lambda calls as
 * `index.handler`. A source that is imported by `import()` becomes a separate file, so that Node loads it only when
 * needed. Nothing is minified, so a stack trace in the logs names functions of the sources, without the cost of a
 * source map. Throws esbuild's error if sources cannot be bundled.
 */
export async function bundleFunction(
  project: string,
  name: string,
  { external = [], programs = [], unchanged }: BundleOptions = {},
): Promise<Bundle> {
  const files = new Map([['index.js', `functions/${name}/index.ts`]])
  for (const program of programs) files.set(`${program}.js`, `functions/${program}/index.ts`)
  const scripts = new Map<string, BundledScript>()
  // The map grows during this loop.
  for (const [file, source] of files) {
    const known = unchanged?.get(file)
    // Another source may have the same name.
    const script = known?.source === source ? known : await bundleScript(project, source, file, external)
    scripts.set(file, script)
    for (const [lateFile, path] of script.late) files.set(lateFile, path)
  }
  return {
    entries: [
      ...[...scripts].map(([name, { content }]) => ({ name, content })),
      // Makes the scripts CommonJS in any folder, whatever package.json lies above it.
      { name: 'package.json', content: Buffer.from('{"type":"commonjs"}\n') },
    ],
    scripts,
    sources: [...scripts.values()].flatMap(({ sources }) => sources),
    missing: [...scripts.values()]
      .flatMap(({ unresolved }) => unresolved)
      .filter(path => !external.includes(path) && !files.has(basename(path))),
  }
}

async function bundleScript(
  project: string,
  source: string,
  file: string,
  external: readonly string[],
): Promise<BundledScript> {
  const late = new Map<string, string>()
  const { outputFiles, metafile } = await build({
    entryPoints: [source],
    // Paths in the bundle are relative to the project, so the bundle does not depend on its folder.
    absWorkingDir: project,
    outfile: file,
    write: false,
    metafile: true,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // Prefers ES modules, whose unused parts can be left out.
    mainFields: ['module', 'main'],
    external: [...external],
    plugins: [lateImports((lateFile, path) => late.set(lateFile, path))],
    logLevel: 'silent',
  })
  return {
    source,
    content: outputFiles[0]!.contents,
    sources: Object.keys(metafile.inputs).map(path => join(project, path)),
    unresolved: Object.values(metafile.inputs)
      .flatMap(({ imports }) => imports.filter(imported => imported.external).map(({ path }) => path))
      .filter(path => !isBuiltin(path)),
    late,
  }
}

/** Keeps the `import()` of a source as an import of a file beside the bundle, with the name of the source. */
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
