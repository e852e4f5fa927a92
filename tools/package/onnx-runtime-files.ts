import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CommandError } from '../command/command-error.ts'

/** The machine that will run a function, in Node's words. */
export interface BinaryPlatform {
  readonly platform: 'linux' | 'darwin' | 'win32'
  readonly arch: 'x64' | 'arm64'
}

export interface RuntimeFile {
  /** The path in the zip. */
  readonly name: string
  /** The path of its content on this machine. */
  readonly path: string
}

const repository = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Lists the files that ONNX Runtime needs on one platform, by name, below node_modules/. Its npm package has the
 * binaries of all platforms (288 MB), and GPU libraries too if its install script ran, so no folder is copied whole.
 * Packages that only the install script needs (adm-zip, global-agent) are left out. `project` is the folder whose
 * node_modules is used. Throws CommandError NO_ONNX_RUNTIME if it has no binary for the platform.
 */
export async function onnxRuntimeFiles(target: BinaryPlatform, project = repository): Promise<RuntimeFile[]> {
  const manifest = createRequire(join(project, 'package.json')).resolve('onnxruntime-node/package.json')
  const node = dirname(manifest)
  // Its exports do not contain package.json, so the path is derived from its main file, dist/cjs/index.js.
  const common = join(createRequire(manifest).resolve('onnxruntime-common'), '../../..')
  return [
    ...['package.json', ...(await scripts(node, 'dist')), ...(await binaries(node, target))].map(name =>
      file('onnxruntime-node', node, name),
    ),
    ...['package.json', 'dist/cjs/package.json', ...(await scripts(common, 'dist/cjs'))].map(name =>
      file('onnxruntime-common', common, name),
    ),
  ]
}

function file(module: string, folder: string, name: string): RuntimeFile {
  return { name: `node_modules/${module}/${name}`, path: join(folder, name) }
}

async function scripts(folder: string, below: string): Promise<string[]> {
  const names = await readdir(join(folder, below))
  return names.filter(name => name.endsWith('.js')).map(name => `${below}/${name}`)
}

async function binaries(folder: string, { platform, arch }: BinaryPlatform): Promise<string[]> {
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string }
  const below = `bin/napi-v6/${platform}/${arch}`
  const present = await readdir(join(folder, below)).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const library = librariesOf(version)[platform]?.find(name => present.includes(name))
  if (!library || !present.includes(binding)) throw noBinary(version, platform, arch)
  return [`${below}/${binding}`, `${below}/${library}`]
}

const binding = 'onnxruntime_binding.node'

// The names that the binding loads from its own folder. On macOS the name had the whole version up to 1.23.
function librariesOf(version: string): Readonly<Record<string, readonly string[]>> {
  return {
    linux: ['libonnxruntime.so.1'],
    darwin: ['libonnxruntime.1.dylib', `libonnxruntime.${version}.dylib`],
    win32: ['onnxruntime.dll'],
  }
}

function noBinary(version: string, platform: string, arch: string): CommandError {
  // github.com/microsoft/onnxruntime/issues/27961
  const isIntelMac = platform === 'darwin' && arch === 'x64'
  return new CommandError('NO_ONNX_RUNTIME', `onnxruntime-node ${version} has no binary for ${platform}/${arch}.`, {
    nextStep: isIntelMac
      ? 'The last version with one for Intel Macs is 1.23.2: npm install --save-exact onnxruntime-node@1.23.2 ' +
        '(keep that change to yourself), or run this in a Linux container. Packaging for AWS (--platform lambda) works without that.'
      : 'Run this on Linux or macOS, or package for AWS with --platform lambda.',
  })
}
