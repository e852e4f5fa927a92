import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BuiltZip, buildZips } from './build-zips.ts'
import { cachedZips } from './cached-zips.ts'
import { type BinaryPlatform, onnxRuntimeFiles } from './onnx-runtime-files.ts'
import { writeWhole } from './write-whole.ts'
import type { zip } from './zip.ts'

export interface PackageFunctionsOptions extends Partial<BinaryPlatform> {
  /** The folder for `producer.zip` and `consumer.zip`. It is created if missing. */
  readonly outDir: string
  /** The folder of the project with `functions/`, `package-lock.json` and `node_modules/`. Default: this repository. */
  readonly project?: string
  /**
   * The folder in which zips are kept for the next time. Default: the project's `.build/zips`. False builds them in any
   * case.
   */
  readonly cacheDir?: string | false
  /** The function that makes a zip of files; tests count its calls. */
  readonly compress?: typeof zip
}

export interface PackagedFunction {
  readonly path: string
  readonly sha256: string
  readonly bytes: number
  /** The total size of all files in the zip, which Lambda limits as well. */
  readonly unzippedBytes: number
}

const repository = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Bundles and zips both functions for the machine that will run them, by default Lambda's x86_64. The same sources and
 * lock file under the same Node give the same bytes, so unchanged zips are not built again. Throws CommandError
 * NO_ONNX_RUNTIME, and esbuild's error if sources cannot be bundled.
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
