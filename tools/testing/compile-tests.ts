import { join, relative, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'
import { sourceUrls } from '../compile/source-urls.ts'
import { currentTestKey } from './current-test.ts'

export interface CompiledTests {
  /** The URL of each compiled file, by the name of the test file. */
  readonly urls: ReadonlyMap<string, string>
  /** The program of the worker. */
  readonly worker: string
  /** The sources in the bundle of each file, relative to the repository, by the name of the test file. */
  readonly sources: ReadonlyMap<string, readonly string[]>
}

export interface CompileOptions {
  /** The program that runs the files; relative to the repository. */
  readonly worker?: string
  /** Modules that several files import are compiled once, and a process loads them once. */
  readonly shared?: boolean
  /** Texts to compile in place of those of sources, by the path of the source. */
  readonly texts?: ReadonlyMap<string, string>
}

/** The worker lies beside this source and serves the tests of any project. */
const testWorker = fileURLToPath(new URL('test-worker.ts', import.meta.url))

/**
 * Compiles test files and all that they import to JavaScript in `outDir`. All files together take half a second; a
 * loader takes longer for each process. Packages are not bundled, so `outDir` must lie inside the repository.
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

/** All bundles lie in one folder, and several files have the same base name. */
function flat(file: string): string {
  return file.replace(/\.ts$/, '').replaceAll('/', '--')
}

/**
 * `import t from 'tap'` gives the root test of the process. A process runs many files, so here the import gives each
 * file a test of its own, which `test-worker.ts` has begun for it.
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
