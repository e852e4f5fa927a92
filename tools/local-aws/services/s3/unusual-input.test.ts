import { request as httpRequest } from 'node:http'
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import t from 'tap'
import { rawRequest, startS3 } from './s3-fixture.ts'

const Bucket = 'shelf'

t.test('an impossible version id is refused, and an id that no version has is not found', async t => {
  const { aws, client } = await startS3(t)
  await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }))
  await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }))
  const unknown = 'A'.repeat(32)
  for (const [query, status, code] of [
    ['versionId=abc', 400, 'InvalidArgument'],
    ['versionId=', 400, 'InvalidArgument'],
    ['versionId=%00', 400, 'InvalidArgument'],
    [`versionId=${unknown}`, 404, 'NoSuchVersion'],
    ['versionId=null', 404, 'NoSuchVersion'],
    ['tagging&versionId=abc', 400, 'InvalidArgument'],
  ] as const) {
    const { statusCode, body } = await rawRequest(aws, 'GET', `/shelf/k?${query}`)
    t.equal(statusCode, status, query)
    t.match(body, `<Code>${code}</Code>`, query)
  }
  const invalid = { name: 'InvalidArgument', message: 'Invalid version id specified' }
  const k = { Bucket, Key: 'k' }
  await t.rejects(client.send(new GetObjectTaggingCommand({ ...k, VersionId: 'abc' })), invalid)
  await t.rejects(client.send(new DeleteObjectCommand({ ...k, VersionId: 'abc' })), invalid)
  await t.rejects(client.send(new CopyObjectCommand({ ...k, CopySource: 'shelf/k?versionId=abc' })), invalid)
  const markers = { Bucket, KeyMarker: 'k', VersionIdMarker: 'abc' }
  await t.rejects(client.send(new ListObjectVersionsCommand(markers)), invalid)
  await t.resolves(client.send(new DeleteObjectCommand({ ...k, VersionId: unknown })), 'there is nothing to delete')
  await t.resolves(client.send(new HeadObjectCommand(k)))
})

t.test('a control character in a key is a reference in XML, and is encoded on request', async t => {
  const { aws, client } = await startS3(t)
  await client.send(new PutObjectCommand({ Bucket, Key: 'a\u0001\u000bb', Body: 'x' }))
  const listed = await rawRequest(aws, 'GET', '/shelf?list-type=2&prefix=a%01')
  t.match(listed.body, '<Key>a&#x1;&#xb;b</Key>')
  t.match(listed.body, '<Prefix>a&#x1;</Prefix>')
  t.match((await rawRequest(aws, 'GET', '/shelf?list-type=2&encoding-type=url')).body, '<Key>a%01%0Bb</Key>')
  const missing = await rawRequest(aws, 'GET', '/shelf/%00%ef%bf%bf')
  t.equal(missing.statusCode, 404)
  t.match(missing.body, '<Key>&#x0;&#xffff;</Key>')
})

t.test('a response header that HTTP cannot carry is refused', async t => {
  const { aws, client } = await startS3(t)
  await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }))
  for (const value of ['%0d%0aset-cookie:a=b', '%00', '%e2%82%ac']) {
    for (const name of ['content-type', 'content-disposition', 'cache-control']) {
      const { statusCode, body } = await rawRequest(aws, 'GET', `/shelf/k?response-${name}=${value}`)
      t.equal(statusCode, 400)
      t.match(body, 'Header value cannot be represented using ISO-8859-1.')
      t.match(body, `<ArgumentName>response-${name}</ArgumentName>`)
    }
  }
  const latin = await rawRequest(aws, 'GET', '/shelf/k?response-content-disposition=%c3%a9')
  t.equal(latin.headers['content-disposition'], 'é')
})

t.test('an upload by a form and a signature of version 2 are refused by name', async t => {
  const { aws } = await startS3(t)
  const body = '--b\r\nContent-Disposition: form-data; name="key"\r\n\r\nk\r\n--b--\r\n'
  const send = (method: string, path: string, headers: Record<string, string>) =>
    new Promise<[status: number, body: string]>((resolve, reject) => {
      const call = httpRequest(aws.endpoint + path, { method, headers }, async response => {
        let text = ''
        for await (const piece of response) text += piece
        resolve([response.statusCode!, text])
      })
      call.on('error', reject).end(method === 'POST' ? body : '')
    })
  const form = await send('POST', '/shelf', { 'content-type': 'multipart/form-data; boundary=b' })
  t.equal(form[0], 501)
  t.match(form[1], /NotImplemented.*presigned POST.*Presign a PutObject/)
  for (const [path, authorization] of [
    ['/shelf/k', 'AWS AKIA0000:c2ln'],
    ['/shelf/k?AWSAccessKeyId=AKIA0000&Signature=c2ln&Expires=4000000000', ''],
  ] as const) {
    const [status, text] = await send('GET', path, { ...(authorization && { authorization }) })
    t.equal(status, 400)
    t.match(text, /InvalidRequest.*AWS4-HMAC-SHA256/)
  }
})
