import { createHash, randomUUID } from 'node:crypto'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const repository = fileURLToPath(new URL('../..', import.meta.url))
let building: Promise<string> | undefined

/** The program of functions/inference, compiled once for a process: its path. Packages stay where npm has put them. */
export function inferenceProgram(): Promise<string> {
  return (building ??= buildProgram())
}

async function buildProgram(): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: repository,
    entryPoints: ['functions/inference/index.ts'],
    write: false,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'silent',
  })
  const { contents } = outputFiles[0]!
  const folder = join(repository, '.build/inference')
  await mkdir(folder, { recursive: true })
  // Of the same sources it is the same file, whoever makes it, and nobody sees a part of it.
  const path = join(folder, `${createHash('sha256').update(contents).digest('hex').slice(0, 16)}.cjs`)
  const unfinished = join(folder, randomUUID())
  await writeFile(unfinished, contents)
  await rename(unfinished, path)
  return path
}
