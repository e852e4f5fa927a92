import { createHash } from 'node:crypto'
import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { LambdaClient, UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda'
import { S3Client } from '@aws-sdk/client-s3'
import type { AwsConnection } from '../command/aws-connection.ts'
import { functionUpdated } from '../command/function-settled.ts'
import { targetPlatform } from '../deploy/target-platform.ts'
import { uploadArtifact } from '../deploy/upload-artifact.ts'
import { bundles, runtimeEntries } from '../package/build-zips.ts'
import type { Bundle, BundledScript } from '../package/bundle-function.ts'
import { onnxRuntimeFiles } from '../package/onnx-runtime-files.ts'
import { zip } from '../package/zip.ts'
import { watchSources } from './source-changes.ts'

type FunctionName = keyof typeof bundles

export interface WatchOptions {
  readonly connection: AwsConnection
  /** The bucket with the code of the deployment. */
  readonly artifactsBucket: string
  /** The functions' full names. */
  readonly functionNames: Readonly<Record<FunctionName, string>>
  readonly signal: AbortSignal
  readonly report: (sentence: string) => void
  /** The folder of the project. Default: this repository. */
  readonly project?: string
}

const repository = fileURLToPath(new URL('../..', import.meta.url))
const names = ['producer', 'consumer'] as const

/**
 * Rebuilds a function when one of its sources is saved, updates it if its code has changed, and reports the outcome. If
 * a source cannot be built, it reports that and leaves the function unchanged. Rejects if the first build fails.
 *
 * @returns a promise in an object; it resolves after the signal has aborted
 */
export async function watchFunctions(options: WatchOptions): Promise<{ readonly ended: Promise<void> }> {
  const { connection, signal, report } = options
  // esbuild names sources by their real paths.
  const project = realpathSync(options.project ?? repository)
  const beside = {
    producer: [],
    consumer: await runtimeEntries(await onnxRuntimeFiles(targetPlatform({}, connection), project)),
  }
  const lambda = connection.clients.get(LambdaClient)
  const s3 = connection.clients.get(S3Client)
  const current = new Map<FunctionName, Bundle>()
  for (const name of names) current.set(name, await bundles[name](project))
  /** Functions whose last update failed. Any change may correct them, so each change builds them again. */
  const broken = new Set<FunctionName>()
  const changes = await watchSources(join(project, 'functions'), signal)

  // Resolves with whether the function has new code.
  const updated = async (name: FunctionName, saved: readonly string[]): Promise<boolean> => {
    const before = current.get(name)!
    const unchanged = broken.has(name) ? undefined : unchangedScripts(before, saved)
    broken.add(name)
    const bundle = await bundles[name](project, unchanged)
    const isNew = hashOf(bundle) !== hashOf(before)
    if (isNew) await replaceCode(name, bundle)
    current.set(name, bundle)
    broken.delete(name)
    return isNew
  }

  const replaceCode = async (name: FunctionName, bundle: Bundle) => {
    // Without compression, which would take longer than all other steps.
    const content = await zip([...bundle.entries, ...beside[name]], 0)
    const key = `functions/${name}-${createHash('sha256').update(content).digest('hex')}.zip`
    const [Bucket, FunctionName] = [options.artifactsBucket, options.functionNames[name]]
    await uploadArtifact(s3, Bucket, { key, body: content, contentType: 'application/zip' }, connection.accountId)
    await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, S3Bucket: Bucket, S3Key: key }))
    await functionUpdated(lambda, FunctionName)
  }

  const follow = async () => {
    for (;;) {
      const paths = await changes.next()
      if (paths === undefined) return
      const startedAt = performance.now()
      const saved = paths.map(path => `functions/${path}`).join(', ')
      const savedSources = paths.map(path => join(project, 'functions', path))
      const concerned = names.filter(name => broken.has(name) || includesAny(current.get(name)!.sources, savedSources))
      const outcomes = await Promise.allSettled(concerned.map(name => updated(name, savedSources)))
      if (signal.aborted) return
      const seconds = `${((performance.now() - startedAt) / 1000).toFixed(1)} s`
      const done = concerned.filter((_, index) => (outcomes[index] as { value?: boolean }).value === true)
      const reasons = outcomes.flatMap(outcome => (outcome.status === 'rejected' ? [reasonOf(outcome.reason)] : []))
      if (done.length > 0)
        report(`${saved}: ${done.join(' and ')} updated in ${seconds}; the next call starts a new environment`)
      for (const reason of new Set(reasons)) report(`${saved}: not updated, the previous code keeps running. ${reason}`)
      if (done.length + reasons.length === 0) report(`${saved}: no function has new code`)
    }
  }
  return { ended: follow() }
}

function unchangedScripts({ scripts }: Bundle, saved: readonly string[]): ReadonlyMap<string, BundledScript> {
  return new Map([...scripts].filter(([, { sources }]) => !includesAny(sources, saved)))
}

function includesAny(sources: readonly string[], saved: readonly string[]): boolean {
  return saved.some(path => sources.includes(path))
}

function hashOf({ entries }: Bundle): string {
  const hash = createHash('sha256')
  for (const { name, content } of entries) hash.update(`${name}\0${content.length}\0`).update(content)
  return hash.digest('hex')
}

/** Errors of esbuild name the file and line. */
function reasonOf(error: unknown): string {
  const { errors } = error as { errors?: { text: string; location?: { file: string; line: number } | null }[] }
  if (!Array.isArray(errors)) return error instanceof Error ? error.message : String(error)
  return errors.map(({ text, location }) => (location ? `${location.file}:${location.line}: ${text}` : text)).join('; ')
}
