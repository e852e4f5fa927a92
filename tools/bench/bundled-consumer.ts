import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundleFunction } from '../package/bundle-function.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))

/** The environment of the processes that run the bundle. Memory in MB, enough for one processor on AWS. */
export const consumerEnvironment = {
  ...process.env,
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1769',
  ORT_DISABLE_TELEMETRY: '1',
}

/** Bundles the Consumer and its inference process into a folder, which is removed after the work. */
export async function withBundledConsumer<T>(work: (folder: string) => Promise<T>): Promise<T> {
  // Below the repository, where Node finds packages that are not in the bundle.
  await mkdir(join(repository, '.build'), { recursive: true })
  const folder = await mkdtemp(join(repository, '.build/bench-'))
  try {
    const external = ['onnxruntime-node']
    const { entries } = await bundleFunction(repository, 'consumer', { external, programs: ['inference'] })
    for (const { name, content } of entries) await writeFile(join(folder, name), content)
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
