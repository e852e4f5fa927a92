import { createHash, randomUUID } from 'node:crypto'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bundleFunction } from './bundle-function.ts'
import { type BinaryPlatform, onnxRuntimeFiles } from './onnx-runtime-files.ts'
import { type ZipEntry, zip } from './zip.ts'

export interface PackageFunctionsOptions extends Partial<BinaryPlatform> {
  /** Where `producer.zip` and `consumer.zip` go; made if missing. */
  readonly outDir: string
}

export interface PackagedFunction {
  readonly path: string
  readonly sha256: string
  readonly bytes: number
  /** Of all files in the zip together, which Lambda limits as well. */
  readonly unzippedBytes: number
}

/**
 * Bundles and zips both functions for the machine that is to run them, by default Lambda's x86_64. The same sources and
 * lock file under the same Node give the same bytes.
 */
export async function packageFunctions(
  options: PackageFunctionsOptions,
): Promise<{ producer: PackagedFunction; consumer: PackagedFunction }> {
  const { outDir, platform = 'linux', arch = 'x64' } = options
  const runtime = await onnxRuntimeFiles({ platform, arch })
  await mkdir(outDir, { recursive: true })
  const [producer, consumer] = await Promise.all([
    bundleFunction('producer').then(files => store(join(outDir, 'producer.zip'), files)),
    bundleFunction('consumer', ['onnxruntime-node']).then(files =>
      store(join(outDir, 'consumer.zip'), [...files, ...runtime]),
    ),
  ])
  return { producer, consumer }
}

async function store(path: string, entries: readonly ZipEntry[]): Promise<PackagedFunction> {
  const content = await zip(entries)
  // Two commands may package at the same time: whoever reads the path finds a whole zip.
  const unfinished = `${path}.${randomUUID()}`
  try {
    await writeFile(unfinished, content)
    await rename(unfinished, path)
  } finally {
    await rm(unfinished, { force: true })
  }
  return {
    path,
    sha256: createHash('sha256').update(content).digest('hex'),
    bytes: content.length,
    unzippedBytes: entries.reduce((sum, { content }) => sum + content.length, 0),
  }
}
