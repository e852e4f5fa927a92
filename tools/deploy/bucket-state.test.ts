import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CreateBucketCommand, PutBucketTaggingCommand, S3Client } from '@aws-sdk/client-s3'
import t, { type Test } from 'tap'
import { startLocalAws } from '../local-aws/server.ts'
import { isOwnBucket } from './artifacts-bucket.ts'
import { bucketState } from './bucket-state.ts'
import { stackTags } from '../stack/stack-tags.ts'

const accountId = '123456789012'
const place = { prefix: 'demo', accountId, region: 'us-east-1' }

t.test('a bucket is ours if it has both tags, whatever its name', async t => {
  const aws = await startLocalAws()
  t.teardown(() => aws.close())
  const { region, endpoint, credentials } = aws
  const s3 = new S3Client({ region, endpoint, credentials, forcePathStyle: true })
  const here = { ...place, accountId: aws.accountId, region }
  const Bucket = 'demo-ml-models-bucket'
  t.equal(await bucketState(s3, Bucket, here), 'absent')
  await s3.send(new CreateBucketCommand({ Bucket }))
  t.equal(await bucketState(s3, Bucket, here), 'foreign', 'without tags')
  const tag = (TagSet: ReturnType<typeof stackTags>) =>
    s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }))
  await tag(stackTags('demo-b'))
  t.equal(await bucketState(s3, Bucket, here), 'foreign', 'bucket of another deployment')
  await tag([{ Key: 'Team', Value: 'x' }, ...stackTags('demo')])
  t.equal(await bucketState(s3, Bucket, here), 'ours')
  t.equal(
    await bucketState(s3, Bucket, { ...here, accountId: '111111111111' }),
    'elsewhere',
    'bucket of another account',
  )
})

/** An S3 that gives this answer to every request. */
async function answering(t: Test, status: number, headers: Record<string, string>, body = '') {
  const server = createServer((request, response) => {
    response.writeHead(status, headers)
    response.end(request.method === 'HEAD' ? undefined : body)
  }).listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  t.teardown(() => server.close())
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' }
  return new S3Client({ region: 'us-east-1', endpoint, credentials, forcePathStyle: true, maxAttempts: 1 })
}

const errorBody = (code: string, message = '') => `<Error><Code>${code}</Code><Message>${message}</Message></Error>`

for (const [status, headers, code] of [
  [301, { 'x-amz-bucket-region': 'eu-west-1' }, 'PermanentRedirect'],
  [301, {}, 'PermanentRedirect'],
  [400, { 'x-amz-bucket-region': 'eu-west-1' }, 'AuthorizationHeaderMalformed'],
] as const) {
  const region = 'x-amz-bucket-region' in headers ? ' that names another Region' : ''
  t.test(`a bucket to which S3 answers ${status}${region} is not one of this Region`, async t => {
    const s3 = await answering(t, status, headers, errorBody(code))
    t.equal(await isOwnBucket(s3, 'demo', accountId), false)
    t.equal(await bucketState(s3, 'demo', place), 'elsewhere')
  })
}

for (const headers of [{}, { 'x-amz-bucket-region': 'us-east-1' }] as Record<string, string>[]) {
  t.test(`a 400 with ${JSON.stringify(headers)} is an error, not a state of the bucket`, async t => {
    const s3 = await answering(t, 400, headers, errorBody('ExpiredToken', 'The provided token has expired.'))
    await t.rejects(isOwnBucket(s3, 'demo', accountId), 'HeadBucket')
    await t.rejects(bucketState(s3, 'demo', place), { name: 'ExpiredToken' })
  })
}

t.test('a refusal that names the action comes from the own account, and is an error', async t => {
  const message = 'User: arn:aws:iam::1:user/u is not authorized to perform: s3:GetBucketTagging on resource: x'
  await t.rejects(bucketState(await answering(t, 403, {}, errorBody('AccessDenied', message)), 'demo', place), {
    name: 'AccessDenied',
  })
})
