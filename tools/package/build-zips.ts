import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { type BundleOptions, bundleFunction } from './bundle-function.ts'
import type { RuntimeFile } from './onnx-runtime-files.ts'
import { type ZipEntry, zip } from './zip.ts'

export interface BuiltZip {
  readonly content: Buffer
  readonly sha256: string
  /** The total size of all files in the zip. */
  readonly unzippedBytes: number
}

export interface FunctionZips {
  readonly producer: BuiltZip
  readonly consumer: BuiltZip
}

export interface BuiltZips extends FunctionZips {
  /** Real paths of all files that went into the bundles. */
  readonly sources: readonly string[]
  /** Imports that could not be resolved. */
  readonly missing: readonly string[]
}

type Unchanged = BundleOptions['unchanged']

/** Bundles each function of a project. Rejects with esbuild's error if sources cannot be bundled. */
export const bundles = {
  producer: (project: string, unchanged?: Unchanged) =>
    bundleFunction(project, 'producer', { programs: ['sums'], unchanged }),
  consumer: (project: string, unchanged?: Unchanged) =>
    bundleFunction(project, 'consumer', { external: ['onnxruntime-node'], programs: ['inference'], unchanged }),
} as const

/** Reads the files that the Consumer has besides its bundle. */
export function runtimeEntries(runtime: readonly RuntimeFile[]): Promise<ZipEntry[]> {
  return Promise.all(runtime.map(async ({ name, path }) => ({ name, content: await readFile(path) })))
}

/** Bundles and zips both functions of a project. Throws esbuild's error if sources cannot be bundled. */
export async function buildZips(
  project: string,
  runtime: readonly RuntimeFile[],
  compress: typeof zip = zip,
): Promise<BuiltZips> {
  const [producer, consumer] = await Promise.all([bundles.producer(project), bundles.consumer(project)])
  const beside = await runtimeEntries(runtime)
  const [producerZip, consumerZip] = await Promise.all([
    build(producer.entries, compress),
    build([...consumer.entries, ...beside], compress),
  ])
  return {
    producer: producerZip,
    consumer: consumerZip,
    sources: [...producer.sources, ...consumer.sources],
    missing: [...producer.missing, ...consumer.missing],
  }
}

async function build(entries: readonly ZipEntry[], compress: typeof zip): Promise<BuiltZip> {
  const content = await compress(entries)
  return {
    content,
    sha256: createHash('sha256').update(content).digest('hex'),
    unzippedBytes: entries.reduce((sum, { content }) => sum + content.length, 0),
  }
}
