import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BuiltZip, buildZips } from './build-zips.ts'
import { cachedZips } from './cached-zips.ts'
import { type BinaryPlatform, onnxRuntimeFiles } from './onnx-runtime-files.ts'
import { writeWhole } from './write-whole.ts'
import type { zip } from './zip.ts'

export interface PackageFunctionsOptions extends Partial<BinaryPlatform> {
  /** Where `producer.zip` and `consumer.zip` go; made if missing. */
  readonly outDir: string
  /** Folder of the project that `functions/`, `package-lock.json` and `node_modules/` are in: by default this repository. */
  readonly project?: string
  /** Where zips are kept for the next time, by default the project's `.build/zips`; false builds them in any case. */
  readonly cacheDir?: string | false
  /** What makes a zip of files; tests count its calls. */
  readonly compress?: typeof zip
}

export interface PackagedFunction {
  readonly path: string
  readonly sha256: string
  readonly bytes: number
  /** Of all files in the zip together, which Lambda limits as well. */
  readonly unzippedBytes: number
}

const repository = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Bundles and zips both functions for the machine that is to run them, by default Lambda's x86_64. The same sources and
 * lock file under the same Node give the same bytes, so zips of which nothing has changed are not built again. Throws
 * CommandError NO_ONNX_RUNTIME, and what esbuild says of sources that it cannot bundle.
 */
export async function packageFunctions(
  options: PackageFunctionsOptions,
): Promise<{ producer: PackagedFunction; consumer: PackagedFunction }> {
  const { outDir, platform = 'linux', arch = 'x64', project = repository, compress } = options
  const { cacheDir = join(project, '.build/zips') } = options
  const target = { platform, arch }
  const runtime = await onnxRuntimeFiles(target, project)
  await mkdir(outDir, { recursive: true })
  const { producer, consumer } =
    cacheDir === false
      ? await buildZips(project, runtime, compress)
      : await cachedZips({ folder: cacheDir, project, target, runtime, compress })
  return {
    producer: await store(join(outDir, 'producer.zip'), producer),
    consumer: await store(join(outDir, 'consumer.zip'), consumer),
  }
}

// Two commands may package at the same time.
async function store(path: string, { content, sha256, unzippedBytes }: BuiltZip): Promise<PackagedFunction> {
  await writeWhole(path, content)
  return { path, sha256, bytes: content.length, unzippedBytes }
}
