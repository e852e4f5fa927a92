import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type ChecksumAlgorithm,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import t from 'tap'
import { eventually } from '../../../testing/eventually.ts'
import { rawRequest, startS3 } from './s3-fixture.ts'

const Bucket = 'shelf'
// Published check values of the three CRCs for the digits 1 to 9.
const digits = '123456789'
const known: Record<string, string> = {
  CRC32: Buffer.from('cbf43926', 'hex').toString('base64'),
  CRC32C: Buffer.from('e3069283', 'hex').toString('base64'),
  CRC64NVME: Buffer.from('ae8b14860a799888', 'hex').toString('base64'),
  SHA1: createHash('sha1').update(digits).digest('base64'),
  SHA256: createHash('sha256').update(digits).digest('base64'),
}

t.test('each algorithm of the SDK is verified, stored and returned on request', async t => {
  const { client } = await startS3(t)
  for (const [algorithm, value] of Object.entries(known)) {
    const object = { Bucket, Key: algorithm }
    const put = { ...object, Body: digits, ChecksumAlgorithm: algorithm as ChecksumAlgorithm }
    const expected = { [`Checksum${algorithm}`]: value, ChecksumType: 'FULL_OBJECT' }
    t.match(await client.send(new PutObjectCommand(put)), expected)
    const head = await client.send(new HeadObjectCommand({ ...object, ChecksumMode: 'ENABLED' }))
    t.match(head, expected)
    const got = await client.send(new GetObjectCommand({ ...object, ChecksumMode: 'ENABLED' }))
    t.equal(await got.Body?.transformToString(), digits, 'the SDK’s own check of the bytes succeeds')
    const range = await client.send(new HeadObjectCommand({ ...object, ChecksumMode: 'ENABLED', Range: 'bytes=0-1' }))
    t.notOk(range[`Checksum${algorithm}` as 'ChecksumCRC32'], 'a range has none')
  }
  const silent = await client.send(new HeadObjectCommand({ Bucket, Key: 'CRC32' }))
  t.notOk(silent.ChecksumCRC32)
  const attributes = await client.send(
    new GetObjectAttributesCommand({ Bucket, Key: 'CRC32', ObjectAttributes: ['Checksum', 'ObjectSize', 'ETag'] }),
  )
  t.match(attributes, {
    ObjectSize: 9,
    ETag: '25f9e794323b453885f5181f1b624d0b',
    Checksum: { ChecksumCRC32: known.CRC32 },
  })
})

t.test('an object without a checksum gets CRC64NVME', async t => {
  const { aws, client } = await startS3(t)
  await rawRequest(aws, 'PUT', '/shelf/k', {}, digits)
  const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'k', ChecksumMode: 'ENABLED' }))
  t.equal(head.ChecksumCRC64NVME, known.CRC64NVME)
})

t.test('a wrong digest is refused and nothing is stored', async t => {
  const { aws, client } = await startS3(t)
  const refused = async (headers: Record<string, string>, code: string, body: string = digits) => {
    const answer = await rawRequest(aws, 'PUT', '/shelf/wrong', headers, body)
    t.equal(answer.statusCode, 400)
    t.match(answer.body, `<Code>${code}</Code>`, JSON.stringify(headers))
  }
  const md5 = (text: string) => createHash('md5').update(text).digest('base64')
  await refused({ 'content-md5': md5('other') }, 'BadDigest')
  await refused({ 'content-md5': 'short' }, 'InvalidDigest')
  await refused({ 'x-amz-checksum-crc32': 'AAAAAA==' }, 'BadDigest')
  await refused({ 'x-amz-checksum-crc32': 'AAAA' }, 'InvalidRequest')
  await refused({ 'x-amz-checksum-crc32': known.CRC32!, 'x-amz-checksum-sha1': known.SHA1! }, 'InvalidRequest')
  await refused({ 'x-amz-sdk-checksum-algorithm': 'CRC32' }, 'InvalidRequest')
  await refused({ 'x-amz-sdk-checksum-algorithm': 'SHA1', 'x-amz-checksum-crc32': known.CRC32! }, 'InvalidRequest')
  await refused({ 'x-amz-content-sha256': '0'.repeat(64) }, 'XAmzContentSHA256Mismatch')
  await refused({ 'x-amz-checksum-foo': 'AAAAAA==' }, 'InvalidRequest')
  await refused({ 'x-amz-content-sha256': '0'.repeat(64), 'content-md5': md5('other') }, 'XAmzContentSHA256Mismatch')
  await t.rejects(client.send(new HeadObjectCommand({ Bucket, Key: 'wrong' })), { name: 'NotFound' })
  const right = await rawRequest(aws, 'PUT', '/shelf/right', { 'content-md5': md5(digits) }, digits)
  t.equal(right.statusCode, 200)
})

t.test('a chunked body is unframed and its trailer verified', async t => {
  const { aws, client } = await startS3(t)
  const chunked = (trailer: string, signature = '') =>
    `5${signature}\r\n12345\r\n4${signature}\r\n6789\r\n0${signature}\r\n${trailer}\r\n\r\n`
  const headers = {
    'content-encoding': 'gzip,aws-chunked',
    'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
    'x-amz-decoded-content-length': '9',
    'x-amz-trailer': 'x-amz-checksum-crc32',
  }
  const good = await rawRequest(aws, 'PUT', '/shelf/good', headers, chunked(`x-amz-checksum-crc32:${known.CRC32}`))
  t.equal(good.statusCode, 200, good.body)
  const got = await client.send(new GetObjectCommand({ Bucket, Key: 'good' }))
  t.equal(await got.Body?.transformToString(), digits)
  t.equal(got.ContentEncoding, 'gzip', 'aws-chunked is not part of the object')
  const signed = { ...headers, 'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER' }
  const body = chunked(`x-amz-checksum-crc32:${known.CRC32}`, `;chunk-signature=${'a'.repeat(64)}`)
  t.equal((await rawRequest(aws, 'PUT', '/shelf/signed', signed, body)).statusCode, 200)
  const wrong = await rawRequest(aws, 'PUT', '/shelf/bad', headers, chunked('x-amz-checksum-crc32:AAAAAA=='))
  t.match(wrong, { statusCode: 400, body: /BadDigest/ })
  const missing = await rawRequest(aws, 'PUT', '/shelf/bad', headers, chunked('x-amz-other:1'))
  t.match(missing, { statusCode: 400, body: /MalformedTrailerError/ })
  const short = { ...headers, 'x-amz-decoded-content-length': '10' }
  const incomplete = await rawRequest(aws, 'PUT', '/shelf/bad', short, chunked(`x-amz-checksum-crc32:${known.CRC32}`))
  t.match(incomplete, { statusCode: 400, body: /IncompleteBody/ })
  const cut = await rawRequest(aws, 'PUT', '/shelf/bad', headers, '5\r\n12345\r\n4\r\n67')
  t.match(cut, { statusCode: 400, body: /IncompleteBody/ })
  // The body is large, so most of it is still on its way when the first line is refused.
  const unframed = await rawRequest(aws, 'PUT', '/shelf/bad', headers, `not chunked\r\n${'x'.repeat(16 * 1024 * 1024)}`)
  t.match(unframed, { statusCode: 400, body: /InvalidRequest/ })
  for (const length of ['x9', '9x', '-9', '']) {
    const unreadable = { ...headers, 'x-amz-decoded-content-length': length }
    const refused = await rawRequest(aws, 'PUT', '/shelf/bad', unreadable, chunked(''))
    t.match(refused, { statusCode: 411, body: /MissingContentLength/ }, length)
  }
  const { 'x-amz-decoded-content-length': _, ...withoutLength } = headers
  t.equal((await rawRequest(aws, 'PUT', '/shelf/bad', withoutLength, chunked(''))).statusCode, 411)
  await t.rejects(client.send(new HeadObjectCommand({ Bucket, Key: 'bad' })), { name: 'NotFound' })
})

t.test('a refused upload leaves no bytes', async t => {
  const dataDir = t.testdir()
  const { aws } = await startS3(t, { dataDir })
  await rawRequest(aws, 'PUT', '/shelf/k', { 'x-amz-checksum-crc32': 'AAAAAA==' }, digits)
  const folder = join(aws.account.folder('s3'), 'content')
  // The file is removed after the answer.
  await eventually('no bytes are left', async () => (await readdir(folder)).length === 0)
})
