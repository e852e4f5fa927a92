import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const mebibyte = 1024 ** 2

/** Makes a bundle with two calls of 1 GB and 1 s each, one of them cold, and one S3 event of 2 GB and 3 s. For tests only. */
export async function sampleBundle(folder: string): Promise<string> {
  const report = (metrics: object) => JSON.stringify({ message: { type: 'platform.report', record: { metrics } } })
  const files = {
    'report.json': {
      runId: 'sample',
      target: 'local',
      quick: true,
      provenance: {
        bundles: { producer: { bytes: 10 * mebibyte }, consumer: { bytes: 14 * mebibyte } },
        templates: { a: '' },
      },
      ingest: {
        created: { bytes: 4096 },
        s3Event: { bytes: mebibyte },
        large: { bytes: 32 * mebibyte, durationMs: 1000 },
      },
      predict: { body: {} },
    },
    'lambda/consumer.json': { configuration: { Architectures: ['x86_64'] } },
    'invocations.ndjson': '',
    'logs/consumer.ndjson': [
      report({ memorySizeMB: 1024, billedDurationMs: 1000, initDurationMs: 400 }),
      report({ memorySizeMB: 1024, billedDurationMs: 1000 }),
      JSON.stringify({ message: { outcome: 'predicted', stages: { archiveMs: 1 } } }),
    ].join('\n'),
    'logs/producer.ndjson': [
      report({ memorySizeMB: 2048, billedDurationMs: 3000 }),
      JSON.stringify({ message: { outcome: 'created', event: 'ObjectCreated:Put', bytes: 1024 * mebibyte } }),
    ].join('\n'),
  }
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true })
    await writeFile(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content))
  }
  return folder
}
