import { CreateBucketCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3'
import t from 'tap'
import { hostileRequest, numbers, statusOfRaw } from './hostile-requests-fixture.ts'
import { startLocalAws } from './server.ts'

/**
 * `HOSTILE_REQUESTS=10000 HOSTILE_SEED=2 npm test -- tools/local-aws/hostile-requests.test.ts` sends other requests.
 */
const count = Number(process.env.HOSTILE_REQUESTS ?? 1000)
const seed = Number(process.env.HOSTILE_SEED ?? 1)

t.test('a thousand requests that no client would send get answers, and the console remains readable', async t => {
  const sentences: string[] = []
  const aws = await startLocalAws({ diagnose: sentence => sentences.push(sentence) })
  t.teardown(() => aws.close())
  const s3 = new S3Client({ ...aws, forcePathStyle: true })
  await s3.send(new CreateBucketCommand({ Bucket: 'bucket' }))
  const number = numbers(seed)
  const failures: string[] = []
  const send = async () => {
    for (let sent = 0; sent < count / 20; sent++) {
      const request = hostileRequest(aws, number)
      const before = sentences.length
      const status = await statusOfRaw(aws, request)
      // With 501 the local AWS refuses by name what it does not implement.
      if (status >= 500 && status !== 501)
        failures.push(`${status} ${JSON.stringify(request.bytes.slice(0, 600))} ${sentences.slice(before).join(' ')}`)
    }
  }
  await Promise.all(Array.from({ length: 20 }, send))
  t.same(failures, [])
  t.same(sentences, [])
  await t.resolves(s3.send(new ListBucketsCommand()))
})
