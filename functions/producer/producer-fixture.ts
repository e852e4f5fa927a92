import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { S3Client } from '@aws-sdk/client-s3'
import type { APIGatewayProxyResult } from 'aws-lambda'
import type { Test } from 'tap'
import { BucketServer } from '../bucket/bucket-server-fixture.ts'
import { createLogger } from '../log/logger.ts'
import { createHandler } from './handler.ts'

type Line = Record<string, unknown> & { cause?: { message: string } }

/**
 * Starts a Producer with a bucket of its own behind HTTP, an empty mount and its log in memory. `options` may replace
 * the bucket's S3 client.
 */
export async function startProducer(
  t: Test,
  {
    efsDeadlineMs = 10_000,
    s3SilenceMs = 5000,
    s3: otherS3,
    memoryMegabytes,
    objectLimitBytes,
    sumsProgram,
  }: {
    efsDeadlineMs?: number
    s3SilenceMs?: number
    s3?: S3Client
    memoryMegabytes?: number
    objectLimitBytes?: number
    sumsProgram?: string
  } = {},
) {
  const mountPath = join(t.testdir({ mnt: {} }), 'mnt')
  const bucket = new BucketServer()
  const s3 = await bucket.start()
  const log: Line[] = []
  const logger = createLogger({ write: line => void log.push(JSON.parse(line)) })
  const handler = createHandler({
    s3: otherS3 ?? s3,
    bucketName: bucket.name,
    mountPath,
    logger,
    functionName: 'test-producer',
    efsDeadlineMs,
    s3SilenceMs,
    ...(memoryMegabytes && { memoryMegabytes }),
    ...(objectLimitBytes && { objectLimitBytes }),
    ...(sumsProgram && { sumsProgram }),
  })
  t.teardown(async () => {
    s3.destroy()
    await bucket.stop()
  })
  const context = { awsRequestId: 'request-1', logStreamName: 'stream-1' } as never

  return {
    bucket,
    mountPath,
    log,
    handler,
    // Sends an API Gateway proxy event. A string body is sent as it is.
    async ingest(body: unknown, event: Record<string, unknown> = {}) {
      const text = typeof body === 'string' ? body : JSON.stringify(body)
      const proxy = { resource: '/ingest', path: '/ingest', httpMethod: 'POST', isBase64Encoded: false, body: text }
      const result = (await handler({ ...proxy, ...event }, context)) as APIGatewayProxyResult
      return { status: result.statusCode, headers: result.headers, body: JSON.parse(result.body) }
    },
    // Sends one S3 event about these keys, which are encoded as S3 does it.
    notify(...keys: string[]) {
      const Records = keys.map(key => ({
        eventSource: 'aws:s3',
        eventName: 'ObjectCreated:Put',
        s3: { bucket: { name: bucket.name }, object: { key: encodeURIComponent(key).replace(/%20/g, '+') } },
      }))
      return handler({ Records }, context)
    },
    staging() {
      mkdirSync(join(mountPath, '.staging'), { recursive: true })
      return readdirSync(join(mountPath, '.staging'))
    },
  }
}
