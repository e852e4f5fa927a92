/*
 * Starts a command of this project: `node tools/run.mjs NAME [ARGUMENT …]` is tools/NAME.ts. npm's scripts do it so.
 *
 * A command is some hundred TypeScript files and the SDK, which take a second to load through a TypeScript loader, and a
 * quarter of that as one bundle. So the commands are bundled once, in .build/commands, and again when the content of any
 * source or the installed packages have changed. Plain JavaScript, since it runs before anything is compiled.
 */
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const repository = fileURLToPath(new URL('..', import.meta.url))
const [name = '', ...words] = process.argv.slice(2)
const source = join(repository, 'tools', `${name}.ts`)
if (!existsSync(source)) {
  process.stderr.write(`Error: There is no command ${JSON.stringify(name)}: tools/${name}.ts is missing. (MISUSED)\n`)
  process.exit(2)
}
// By its URL, because a bare name would be resolved from the current folder.
const loader = import.meta.resolve('tsx')

// The stack of an error then names the sources. Reading the maps takes time, so only on request.
if (process.env.DEBUG) process.setSourceMapsEnabled(true)

const bundle = freshBundle() ?? (compile() ? freshBundle() : undefined)
if (bundle !== undefined) {
  process.argv = [process.argv[0], source, ...words]
  await import(pathToFileURL(bundle).href)
} else {
  // No place for bundles, as in a checkout that may only be read; or a source that does not compile: tsx says where.
  const child = spawn(process.execPath, ['--import', loader, source, ...words], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (status, signal) => (process.exitCode = signal === null ? (status ?? 1) : 130))
}

/** The bundle of this command, if nothing that it was made of has changed since. */
function freshBundle() {
  try {
    const { folder, files } = JSON.parse(readFileSync(join(repository, '.build/commands/current.json'), 'utf8'))
    for (const [path, hash] of Object.entries(files)) if (contentHash(path) !== hash) return undefined
    const bundles = JSON.parse(readFileSync(join(repository, folder, 'commands.json'), 'utf8'))
    return bundles.includes(name) ? join(repository, folder, `${name.replaceAll('/', '--')}.mjs`) : undefined
  } catch {
    // Nothing was bundled yet, or a source is gone.
    return undefined
  }
}

function contentHash(path) {
  return createHash('sha256')
    .update(readFileSync(join(repository, path)))
    .digest('base64url')
}

function compile() {
  process.stderr.write('Compiling the commands, once after each change …\n')
  const program = join(repository, 'tools/compile/main.ts')
  return (
    spawnSync(process.execPath, ['--import', loader, program], { stdio: ['ignore', 'inherit', 'ignore'] }).status === 0
  )
}
