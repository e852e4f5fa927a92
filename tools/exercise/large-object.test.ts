import { createHash } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { S3Client } from '@aws-sdk/client-s3'
import t from 'tap'
import { stubAws } from '../command/stub-aws-fixture.ts'
import { recordProgress } from '../deploy/deploy-fixture.ts'
import type { ApiClient } from './api-client.ts'
import type { DeployedSystem } from './deployed-system.ts'
import { ingestLarge, seededBytes } from './large-object.ts'
import type { Retry } from './settling-calls.ts'

const mebibyte = 1024 * 1024
const system = { bucketName: 'bucket' } as DeployedSystem

t.test('a large object has exactly its length, and the bytes of its seed in every version', async t => {
  for (const length of [0, 1, mebibyte - 1, mebibyte, mebibyte + 1]) {
    t.equal((await buffer(seededBytes(length, 1))).length, length)
  }
  const hash = async (seed: number) =>
    createHash('sha256')
      .update(await buffer(seededBytes(mebibyte + 1, seed)))
      .digest('hex')
  t.match(await Promise.all([hash(1), hash(2)]), [/^dd41e315f835/, /^3799a19509e4/])
})

t.test('a large object is put into the bucket, ingested through the API, and its speed is in MiB a second', async t => {
  const { connection, asked } = stubAws({ PutObject: { ETag: '"e"' } })
  const posted: unknown[] = []
  const answers = [
    { statusCode: 503, body: {} },
    { statusCode: 201, body: { bytes: 3 * mebibyte, durationMs: 1500 }, requestId: 'r-1' },
    { statusCode: 200, body: { bytes: 3 * mebibyte, durationMs: 1500 }, requestId: 'r-2' },
  ]
  const post = async (...call: unknown[]) => (posted.push(call), answers.shift())
  const retries: Retry[] = []
  const { progress, lines } = recordProgress()
  const { signal } = new AbortController()
  process.env.AWS_ENDPOINT_URL = 'http://127.0.0.1:1' // pauses as on this machine
  const ingest = () =>
    ingestLarge(system, connection.clients.get(S3Client), { post } as unknown as ApiClient, {
      ...{ key: 'inputs/large.bin', largeBytes: 1000, seed: 1, retries, progress, signal },
    })
  t.same(await ingest(), {
    key: 'inputs/large.bin',
    bytes: 3 * mebibyte,
    durationMs: 1500,
    mebibytesPerSecond: 2,
    requestId: 'r-1',
  })
  t.match(asked, [['PutObject', { Bucket: 'bucket', Key: 'inputs/large.bin' }]])
  t.same(posted, Array(2).fill(['/ingest', { key: 'inputs/large.bin' }, signal]))
  t.match(retries, [{ step: 'ingest large', statusCode: 503 }])
  t.same(lines, ['Ingest a large object: 0 MiB', 'copied from S3 to EFS in 1.50 s, 2 MiB/s'])
  await t.rejects(ingest(), { code: 'UNEXPECTED_ANSWER', message: /^POST \/ingest inputs\/large\.bin .* expected 201/ })
})
