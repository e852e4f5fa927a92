import { join, relative, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'
import { sourceUrls } from '../compile/source-urls.ts'
import { currentTestKey } from './current-test.ts'

export interface CompiledTests {
  /** By the name of the test file: what to import. */
  readonly urls: ReadonlyMap<string, string>
  /** The program of the worker. */
  readonly worker: string
  /** By the name of the test file: the sources in its own bundle, relative to the repository. */
  readonly sources: ReadonlyMap<string, readonly string[]>
}

export interface CompileOptions {
  /** The program that runs the files; relative to the repository. */
  readonly worker?: string
  /** Modules that several files import are compiled once, and a process loads them once. */
  readonly shared?: boolean
  /** By the path of a source: what is compiled in place of its text. */
  readonly texts?: ReadonlyMap<string, string>
}

/** Beside this source, for tests of any project. */
const testWorker = fileURLToPath(new URL('test-worker.ts', import.meta.url))

/**
 * Test files and all that they import, as JavaScript in `outDir`: some half a second for all files, where a loader takes
 * longer for each process. Packages stay where npm has put them, so `outDir` must lie inside the repository.
 *
 * @throws esbuild's BuildFailure, which names file and line
 */
export async function compileTests(
  repository: string,
  files: readonly string[],
  outDir: string,
  { worker = testWorker, shared = true, texts }: CompileOptions = {},
): Promise<CompiledTests> {
  const { metafile } = await build({
    absWorkingDir: repository,
    entryPoints: [
      ...files.map(file => ({ in: resolve(repository, file), out: flat(file) })),
      { in: resolve(repository, worker), out: 'test-worker' },
    ],
    outdir: outDir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: shared,
    metafile: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20.20',
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'silent',
    plugins: [sourceUrls(outDir, { texts }), tapOfEachFile],
  })
  const compiled = (file: string) => join(outDir, `${flat(file)}.mjs`)
  // An import of `x.ts?…` makes a second copy of the source x.ts.
  const sourcesOf = (output: string) => Object.keys(metafile.outputs[output]!.inputs).map(input => input.split('?')[0]!)
  return {
    urls: new Map(files.map(file => [file, pathToFileURL(compiled(file)).href])),
    worker: compiled('test-worker'),
    sources: new Map(files.map(file => [file, sourcesOf(relative(repository, compiled(file)))])),
  }
}

/** All bundles lie in one folder, and several files have the same last name. */
function flat(file: string): string {
  return file.replace(/\.ts$/, '').replaceAll('/', '--')
}

/**
 * `import t from 'tap'` is the root of a process. Where a process runs many files, each file gets a test of its own in
 * its place: the one that `test-worker.ts` has begun for it.
 */
const tapOfEachFile: Plugin = {
  name: 'tap-of-each-file',
  setup(build) {
    build.onResolve({ filter: /^tap$/ }, ({ importer, namespace }) =>
      namespace === 'file' && importer.endsWith('.test.ts')
        ? { path: importer, namespace: 'tap-of-file' }
        : { path: 'tap', external: true },
    )
    build.onLoad({ filter: /.*/, namespace: 'tap-of-file' }, () => ({
      contents: `export * from 'tap'\nexport default globalThis[Symbol.for(${JSON.stringify(currentTestKey)})]`,
    }))
  },
}
