import { buildZips, type FunctionZips } from './build-zips.ts'
import { type InputFiles, inputFiles } from './input-files.ts'
import { inputKey } from './input-key.ts'
import type { BinaryPlatform, RuntimeFile } from './onnx-runtime-files.ts'
import { changedSince, packagingCode } from './packaging-code.ts'
import type { zip } from './zip.ts'
import { readCachedZip, writeCachedZip } from './zip-cache.ts'

export interface CachedZipsOptions {
  /** The folder of the entries. It is created with the first entry. */
  readonly folder: string
  readonly project: string
  readonly target: BinaryPlatform
  readonly runtime: readonly RuntimeFile[]
  readonly compress?: typeof zip
}

/**
 * Returns the zips of both functions, from the cache if all their input files are unchanged. If inputs cannot be
 * compared (no lock file, an unreadable file), the zips are built each time. Throws esbuild's error if sources cannot
 * be bundled.
 */
export async function cachedZips(options: CachedZipsOptions): Promise<FunctionZips> {
  const { folder, project, runtime, compress } = options
  const before = inputsNow(options)
  if (before === undefined) return buildZips(project, runtime, compress)
  const [producer, consumer] = await Promise.all(entryNames(before.key).map(name => readCachedZip(folder, name)))
  if (producer && consumer) return { producer, consumer }

  const built = await buildZips(project, runtime, compress)
  // A file outside of the key (a linked package, a relative import that leaves functions/) could change unnoticed, and
  // an unresolved import could appear anywhere. A file saved while esbuild ran may be in the zip and not in the key, or
  // the other way round.
  const isCovered = built.missing.length === 0 && built.sources.every(path => before.inputs.files.has(path))
  if (isCovered && inputsNow(options)?.key === before.key) {
    const [producerName, consumerName] = entryNames(before.key)
    await writeCachedZip(folder, producerName, built.producer)
    await writeCachedZip(folder, consumerName, built.consumer)
  }
  return built
}

function entryNames(key: string) {
  return [`producer-${key}`, `consumer-${key}`] as const
}

function inputsNow({ project, target, runtime }: CachedZipsOptions): { inputs: InputFiles; key: string } | undefined {
  // This selects an esbuild other than the one in node_modules (esbuild.github.io/getting-started/#download-a-build).
  if (process.env.ESBUILD_BINARY_PATH) return undefined
  try {
    if (changedSince(performance.timeOrigin, packagingCode())) return undefined
    const inputs = inputFiles(
      project,
      runtime.map(({ path }) => path),
    )
    return { inputs, key: inputKey(inputs, target) }
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).syscall !== undefined) return undefined
    throw error
  }
}
