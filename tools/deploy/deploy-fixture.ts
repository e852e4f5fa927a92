import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import type { Progress } from '../command/progress.ts'
import { type LocalAws, type LocalAwsOptions, startLocalAws } from '../local-aws/server.ts'
import type { PackagedFunction, packageFunctions } from '../package/package-functions.ts'
import { zip } from '../package/zip.ts'

/** Points the environment variables at a fresh local AWS, as the user of `npm run local` does. For tests only. */
export async function useLocalAws(t: Test, options: LocalAwsOptions = {}): Promise<LocalAws> {
  const aws = await startLocalAws(options)
  const before = Object.keys(aws.environment).map(name => [name, process.env[name]] as const)
  Object.assign(process.env, aws.environment)
  t.teardown(async () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
    await aws.close()
  })
  return aws
}

/** Records the lines that a user would read. */
export function recordProgress(): { readonly progress: Progress; readonly lines: readonly string[] } {
  const lines: string[] = []
  const record = (line: string) => void lines.push(line)
  return { progress: { step: record, detail: record, notice: record, status: () => {} }, lines }
}

/** Packages this handler as both functions, without delay. */
export function packageHandler(source: string): typeof packageFunctions {
  return async ({ outDir }) => {
    await mkdir(outDir, { recursive: true })
    const content = await zip([{ name: 'index.mjs', content: Buffer.from(`export const handler = ${source}`) }])
    const sha256 = createHash('sha256').update(content).digest('hex')
    const store = async (name: string): Promise<PackagedFunction> => {
      const path = join(outDir, `${name}.zip`)
      await writeFile(path, content)
      return { path, sha256, bytes: content.length, unzippedBytes: content.length }
    }
    return { producer: await store('producer'), consumer: await store('consumer') }
  }
}

/** Packages functions that do nothing. */
export const packageNothing = packageHandler('async () => {}')
