import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import t, { type Test } from 'tap'
import { startLocalAws } from '../server.ts'
import type { Credentials } from './identity.ts'
import { sessionOf } from './session-fixture.ts'

/** A local AWS with a session that lasts 900 s, and the answers to calls with its credentials. */
async function sessionWorld(t: Test) {
  const aws = await startLocalAws()
  t.teardown(() => aws.close())
  const session = sessionOf(aws.account, 'function')
  const whoIs = async (credentials: Credentials) => {
    const sts = new STSClient({ ...aws, credentials, maxAttempts: 1 })
    return (await sts.send(new GetCallerIdentityCommand({}))).Arn
  }
  const listBuckets = (credentials: Credentials) =>
    new S3Client({ ...aws, credentials, maxAttempts: 1 }).send(new ListBucketsCommand({}))
  return { aws, session, whoIs, listBuckets }
}

t.test('a temporary key is valid only with the token of its session', async t => {
  const { session, whoIs, listBuckets } = await sessionWorld(t)
  const { sessionToken: _, ...withoutToken } = session
  t.match(await whoIs(session), /assumed-role\/function\/test$/)
  const invalid = { name: 'InvalidClientTokenId', $metadata: { httpStatusCode: 403 } }
  await t.rejects(whoIs(withoutToken), invalid)
  await t.rejects(whoIs({ ...session, sessionToken: 'of another session' }), invalid)
  await t.rejects(whoIs({ ...session, accessKeyId: 'ASIANOBODY' }), invalid)
  await t.rejects(
    listBuckets(withoutToken),
    { name: 'InvalidAccessKeyId', $metadata: { httpStatusCode: 403 } },
    'S3 has its own error code',
  )
})

t.test('a session ends at its expiry, and not before', async t => {
  const { aws, session, whoIs } = await sessionWorld(t)
  const at = (milliseconds: number) => {
    aws.account.now = () => new Date(session.expiration.getTime() + milliseconds)
    return whoIs(session)
  }
  await t.resolves(at(-1))
  await t.resolves(at(0))
  await t.rejects(at(1), {
    name: 'ExpiredToken',
    message: 'The security token included in the request is expired',
    $metadata: { httpStatusCode: 403 },
  })
})

t.test('a revoked key is unknown', async t => {
  const { aws, session, whoIs } = await sessionWorld(t)
  aws.account.iam.revoke(session.accessKeyId)
  await t.rejects(whoIs(session), { name: 'InvalidClientTokenId' })
})

t.test('a request without a signature of version 4 is denied, with a hint for one of version 2', async t => {
  const { aws } = await sessionWorld(t)
  const ask = async (path: string, headers = {}) => {
    const answer = await fetch(`${aws.endpoint}${path}`, { headers })
    return { status: answer.status, text: await answer.text() }
  }
  const versionTwo = { status: 400, text: /<Code>InvalidRequest<.*Please use AWS4-HMAC-SHA256/s }
  t.match(await ask('/shelf/key?AWSAccessKeyId=AKIA&Signature=x'), versionTwo)
  t.match(await ask('/shelf/key', { authorization: 'AWS AKIA:signature' }), versionTwo)
  t.match(await ask('/', { authorization: 'Bearer AWS ' }), { status: 403, text: /<Code>AccessDenied</ })
})

t.test('only a POST of a form is refused as an upload by a form', async t => {
  const { aws } = await sessionWorld(t)
  const codeOf = async (method: string, type: string) => {
    const answer = await fetch(`${aws.endpoint}/bucket/key`, { method, headers: { 'content-type': type }, body: 'x' })
    return /<Code>(.*)<\/Code>/.exec(await answer.text())?.[1]
  }
  t.equal(await codeOf('POST', 'multipart/form-data; boundary=x'), 'NotImplemented')
  t.equal(await codeOf('PUT', 'multipart/form-data; boundary=x'), 'AccessDenied')
  t.equal(await codeOf('POST', 'text/plain'), 'AccessDenied')
})
