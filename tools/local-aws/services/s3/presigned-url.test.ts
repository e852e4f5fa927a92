import { GetObjectCommand, type S3Client, PutObjectCommand } from '@aws-sdk/client-s3'
import t, { type Test } from 'tap'
import type { LocalAws } from '../../server.ts'
import { presignedUrl, type Presigning } from './presigned-fixture.ts'
import { clientOfRole, startS3 } from './s3-fixture.ts'

const Bucket = 'shelf'

/** A bucket with the object `k`. */
async function shelf(t: Test): Promise<{ aws: LocalAws; client: S3Client }> {
  const { aws, client } = await startS3(t)
  await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'text' }))
  return { aws, client }
}

async function answer(url: URL, init: RequestInit = {}): Promise<string> {
  const response = await fetch(url, init)
  return `${response.status} ${await response.text()}`
}

t.test('a presigned URL uploads with the headers that were moved to its query, and downloads', async t => {
  const { aws, client } = await shelf(t)
  const query = { 'x-amz-meta-a': '1', 'x-amz-checksum-crc32': 'AAAAAA==' }
  const put = await presignedUrl(aws, 'PUT', '/shelf/a%20b%2B%C3%BC%21', { query })
  t.match(await answer(put, { method: 'PUT', body: 'not what was signed' }), /^400 .*BadDigest/s)
  t.match(await answer(put, { method: 'PUT', body: '' }), /^200 /)
  const { Metadata } = await client.send(new GetObjectCommand({ Bucket, Key: 'a b+ü!' }))
  t.same(Metadata, { a: '1' })
  t.equal(await answer(await presignedUrl(aws, 'GET', '/shelf/k')), '200 text')
})

t.test('a presigned URL of a role needs the token of its session', async t => {
  const { aws } = await shelf(t)
  const allowed = { Effect: 'Allow' as const, Action: 's3:GetObject', Resource: '*' }
  const credentials = await clientOfRole(t, aws, allowed).config.credentials()
  const url = await presignedUrl(aws, 'GET', '/shelf/k', { credentials })
  t.equal(await answer(url), '200 text')
  url.searchParams.delete('X-Amz-Security-Token')
  t.match(await answer(url), /^403 .*InvalidAccessKeyId.*<AWSAccessKeyId>ASIA/s)
})

t.test('a presigned URL is for one method, one key, its parameters and its signed headers', async t => {
  const { aws, client } = await shelf(t)
  const signed = () => presignedUrl(aws, 'GET', '/shelf/k', { headers: { range: 'bytes=0-1' } })
  const headers = { range: 'bytes=0-1' }
  t.equal(await answer(await signed(), { headers }), '206 te')
  const mismatch = /^403 .*<Code>SignatureDoesNotMatch<.*<StringToSign>AWS4-HMAC-SHA256/s
  t.match(await answer(await signed(), { method: 'DELETE', headers }), mismatch)
  t.match(await answer(await signed(), { headers: { range: 'bytes=0-2' } }), mismatch)
  t.match(await answer(await signed()), mismatch, 'a signed header must be sent')
  const other = await signed()
  other.pathname = '/shelf/other'
  t.match(await answer(other, { headers }), mismatch)
  const added = await signed()
  added.searchParams.set('response-content-type', 'text/html')
  t.match(await answer(added, { headers }), mismatch)
  const forged = await signed()
  forged.searchParams.set('X-Amz-Signature', '0'.repeat(64))
  t.match(await answer(forged, { headers }), mismatch)
  // https://github.com/brekkylab/backlot/blob/main/tests/test_s3.py has the members and the times below.
  const members = /<StringToSignBytes>41 57 53 34( [0-9a-f]{2})+<.*<CanonicalRequestBytes>47 45 54( [0-9a-f]{2})+</s
  t.match(await answer(forged, { headers }), members)
  t.equal(await (await client.send(new GetObjectCommand({ Bucket, Key: 'k' }))).Body!.transformToString(), 'text')
})

t.test('a presigned URL decides what the answer says of its content', async t => {
  const { aws } = await shelf(t)
  const query = { 'response-content-type': 'image/x', 'response-content-disposition': 'attachment; filename="a b"' }
  const { headers } = await fetch(await presignedUrl(aws, 'GET', '/shelf/k', { query }))
  t.equal(headers.get('content-type'), 'image/x')
  t.equal(headers.get('content-disposition'), 'attachment; filename="a b"')
})

t.test('a presigned URL does not take x-amz- headers that were not signed', async t => {
  const { aws } = await shelf(t)
  const put = await presignedUrl(aws, 'PUT', '/shelf/n')
  const headers = { 'x-amz-copy-source': '/shelf/k', 'x-amz-meta-a': '1' }
  t.match(
    await answer(put, { method: 'PUT', headers }),
    /^403 .*AccessDenied.*which were not signed.*<HeadersNotSigned>x-amz-copy-source, x-amz-meta-a</s,
  )
  const meta = { 'x-amz-meta-a': '1' }
  const signed = await presignedUrl(aws, 'PUT', '/shelf/n', { headers: meta })
  t.match(await answer(signed, { method: 'PUT', headers: meta }), /^200 /)
})

t.test('a presigned URL is valid from its date until it expires', async t => {
  const { aws } = await shelf(t)
  const at = async (seconds: number) => {
    const options: Presigning = { signingDate: new Date(Date.now() + seconds * 1000) }
    return answer(await presignedUrl(aws, 'GET', '/shelf/k', options))
  }
  t.equal(await at(-890), '200 text')
  t.match(
    await at(-910),
    /^403 .*AccessDenied.*Request has expired.*<X-Amz-Expires>900<.*<Expires>[\d-]+T[\d:]+Z<.*<ServerTime>[\d-]+T[\d:]+Z</s,
  )
  t.equal(await at(600), '200 text', 'a clock may be wrong by minutes')
  t.match(
    await at(3600),
    /^403 .*AccessDenied.*Request is not yet valid.*<X-Amz-Date>\d{10}000<.*<Expires>.*<ServerTime>/s,
  )
})

t.test('a presigned URL with a missing or malformed part is refused by what is wrong', async t => {
  const { aws } = await shelf(t)
  const changed = async (name: string, value?: string) => {
    const url = await presignedUrl(aws, 'GET', '/shelf/k')
    if (value === undefined) url.searchParams.delete(name)
    else url.searchParams.set(name, value)
    return answer(url)
  }
  for (const part of ['Algorithm', 'Credential', 'Date', 'Expires', 'SignedHeaders', 'Signature']) {
    const words = /^400 .*AuthorizationQueryParametersError.*Query-string authentication version 4 requires/s
    t.match(await changed(`X-Amz-${part}`), words, part)
  }
  t.match(await changed('X-Amz-Algorithm', 'AWS5'), /^400 .*X-Amz-Algorithm only supports/s)
  const algorithmOnly = `${aws.endpoint}/shelf/k?X-Amz-Algorithm=AWS5&X-Amz-Signature=00`
  t.match(await answer(new URL(algorithmOnly)), /^400 .*X-Amz-Algorithm only supports/s)
  const dateAndExpiry = await presignedUrl(aws, 'GET', '/shelf/k')
  dateAndExpiry.searchParams.set('X-Amz-Date', 'garbage')
  dateAndExpiry.searchParams.set('X-Amz-Expires', 'soon')
  t.match(await answer(dateAndExpiry), /^400 .*ISO8601 Long Format/s)
  t.match(await changed('X-Amz-Expires', 'soon'), /^400 .*X-Amz-Expires should be a number/s)
  t.match(await changed('X-Amz-Expires', '-1'), /^400 .*X-Amz-Expires must be non-negative/s)
  t.match(await changed('X-Amz-Expires', '604801'), /^400 .*must be less than 604800 seconds/s)
  t.match(await changed('X-Amz-Date', '20261332T000000Z'), /^400 .*ISO8601 Long Format/s)
  t.match(await changed('X-Amz-SignedHeaders', 'range'), /^403 .*<HeadersNotSigned>host</s)
})

t.test('a presigned URL with an Authorization header is refused, since it has two signatures', async t => {
  const { aws } = await shelf(t)
  const authorization = `AWS4-HMAC-SHA256 Credential=${aws.credentials.accessKeyId}/20260101/${aws.region}/s3/aws4_request`
  const url = await presignedUrl(aws, 'GET', '/shelf/k')
  t.match(await answer(url, { headers: { authorization } }), /^400 .*InvalidArgument.*Only one auth mechanism allowed/s)
})
