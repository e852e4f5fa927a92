import { createHash } from 'node:crypto'
import t from 'tap'
import { rawRequest, startS3 } from '../s3-fixture.ts'

// All of these answers are in https://github.com/brekkylab/backlot/blob/main/tests/test_s3.py (_WRITE_CHECK_ROWS).

const { aws } = await startS3(t as never)
const digest = (algorithm: string, text: string, encoding: 'base64' | 'hex' = 'base64') =>
  createHash(algorithm).update(text).digest(encoding)

/** The answer's status, and its error's code, message and other members. */
async function refusal(method: string, path: string, headers: Record<string, string>, text: string) {
  const { statusCode, body } = await rawRequest(aws, method, path, headers, text)
  const [, code, message, members] = /<Code>(.*)<\/Code><Message>(.*)<\/Message>(.*)<RequestId>/.exec(body) ?? []
  return code === undefined ? [statusCode] : [statusCode, code, message, members]
}

const put = (headers: Record<string, string>) => refusal('PUT', '/shelf/k', headers, 'hello')
const document = '<Delete><Object><Key>k</Key></Object></Delete>'
const remove = (headers: Record<string, string>, text = document) => refusal('POST', '/shelf?delete', headers, text)
const zeros = '0'.repeat(64)
const mismatch = (text: string) => [
  400,
  'XAmzContentSHA256Mismatch',
  'The provided &apos;x-amz-content-sha256&apos; header does not match what was computed.',
  `<ClientComputedContentSHA256>${zeros}</ClientComputedContentSHA256>` +
    `<S3ComputedContentSHA256>${digest('sha256', text, 'hex')}</S3ComputedContentSHA256>`,
]
const badMd5 = (text: string, expected: string) => [
  400,
  'BadDigest',
  'The Content-MD5 you specified did not match what we received.',
  `<CalculatedDigest>${digest('md5', text)}</CalculatedDigest><ExpectedDigest>${expected}</ExpectedDigest>`,
]

t.test('the hash of the payload is checked before the digests of an object, and after those of a document', async t => {
  const other = digest('md5', 'other')
  t.same(await put({ 'x-amz-content-sha256': zeros, 'content-md5': other }), mismatch('hello'))
  t.same(await put({ 'content-md5': other }), badMd5('hello', digest('md5', 'other', 'hex')))
  t.same(await remove({ 'x-amz-content-sha256': zeros, 'content-md5': other }), badMd5(document, other))
  const right = { 'content-md5': digest('md5', document) }
  t.same(await remove({ 'x-amz-content-sha256': zeros, ...right }), mismatch(document))
  t.same(await put({ 'x-amz-content-sha256': digest('sha256', 'hello', 'hex').toUpperCase() }), [200])
})

t.test('the name of the algorithm must be that of the checksum, in any case, or empty', async t => {
  const crc32 = { 'x-amz-checksum-crc32': 'NhCmhg==' }
  for (const name of ['crc32', 'Crc32', ''])
    t.same(await put({ 'x-amz-sdk-checksum-algorithm': name, ...crc32 }), [200])
  const wrong = 'Value for x-amz-sdk-checksum-algorithm header is invalid.'
  const refused = await put({ 'x-amz-sdk-checksum-algorithm': 'SHA256', ...crc32 })
  t.same(refused, [400, 'InvalidRequest', wrong, ''])
  const unknown = 'The algorithm type you specified in x-amz-checksum- header is invalid.'
  t.same(await put({ 'x-amz-checksum-foo': 'AAAAAA==' }), [400, 'InvalidRequest', unknown, ''])
})

t.test('keys are deleted only with a digest, and each needs a name', async t => {
  const missing = 'Missing required header for this request: Content-MD5 OR x-amz-checksum-*'
  for (const headers of [{}, { 'x-amz-checksum-type': 'FULL_OBJECT' }, { 'x-amz-checksum-algorithm': 'CRC32' }])
    t.same(await remove(headers as Record<string, string>), [400, 'InvalidRequest', missing, ''])
  const nameless = '<Delete><Object><Key>x</Key></Object><Object><Key></Key></Object></Delete>'
  const refused = await remove({ 'content-md5': digest('md5', nameless) }, nameless)
  t.same(refused, [400, 'UserKeyMustBeSpecified', 'User key must be specified.', ''])
})

t.test('a framed body without its length is refused with the words for a missing length', async t => {
  const words = 'You must provide the Content-Length HTTP header.'
  const framed = { 'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' }
  t.same(await put(framed), [411, 'MissingContentLength', words, ''])
})
