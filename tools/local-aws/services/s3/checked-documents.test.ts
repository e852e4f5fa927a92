import { createHash } from 'node:crypto'
import { GetBucketTaggingCommand, PutBucketTaggingCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import t from 'tap'
import { rawRequest, startS3 } from './s3-fixture.ts'

const Bucket = 'shelf'
const tags = '<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>'
const keys = '<Delete><Object><Key>k</Key></Object></Delete>'
const versioning = '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>'
const policy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::shelf/private/*' }],
})
const documents: readonly (readonly [method: string, path: string, body: string])[] = [
  ['PUT', '/shelf?tagging', tags],
  ['PUT', '/shelf?versioning', versioning],
  ['PUT', '/shelf?policy', policy],
  ['PUT', '/shelf/k?tagging', tags],
  ['POST', '/shelf?delete', keys],
]
const digestOf = (algorithm: string, body: string) => createHash(algorithm).update(body).digest()

t.test('a configuration, tags and a list of keys are taken only if every digest fits', async t => {
  const { aws, client } = await startS3(t)
  await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'text' }))
  for (const [method, path, body] of documents) {
    const send = (headers: Record<string, string>) => rawRequest(aws, method, path, headers, body)
    const wrong = digestOf('md5', 'another').toString('base64')
    t.match(await send({ 'content-md5': wrong }), { statusCode: 400, body: /BadDigest/ }, path)
    t.match(await send({ 'content-md5': 'short' }), { statusCode: 400, body: /InvalidDigest/ })
    t.match(await send({ 'x-amz-checksum-crc32': 'AAAAAA==' }), { statusCode: 400, body: /BadDigest/ })
    const sha256 = digestOf('sha256', 'another').toString('base64')
    t.match(await send({ 'x-amz-checksum-sha256': sha256 }), { statusCode: 400, body: /BadDigest/ })
    const hash = digestOf('sha256', 'another').toString('hex')
    const hashed = await send({ 'content-md5': wrong, 'x-amz-content-sha256': hash })
    t.equal(hashed.statusCode, 400)
  }
  await t.rejects(client.send(new GetBucketTaggingCommand({ Bucket })), { name: 'NoSuchTagSet' })
  for (const [method, path, body] of documents) {
    const headers = {
      'content-md5': digestOf('md5', body).toString('base64'),
      'x-amz-checksum-sha256': digestOf('sha256', body).toString('base64'),
      'x-amz-content-sha256': digestOf('sha256', body).toString('hex'),
    }
    const { statusCode } = await rawRequest(aws, method, path, headers, body)
    t.ok(statusCode < 300, path)
  }
})

t.test('a client that chooses an algorithm for a configuration sends a digest that fits', async t => {
  const { client } = await startS3(t)
  const Tagging = { TagSet: [{ Key: 'a', Value: 'b' }] }
  for (const ChecksumAlgorithm of ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const) {
    await client.send(new PutBucketTaggingCommand({ Bucket, Tagging, ChecksumAlgorithm }))
  }
  t.same((await client.send(new GetBucketTaggingCommand({ Bucket }))).TagSet, Tagging.TagSet)
})
