import { PutObjectCommand } from '@aws-sdk/client-s3'
import t from 'tap'
import { rawRequest, startS3 } from './s3-fixture.ts'

// All of these answers are in https://github.com/brekkylab/backlot/blob/main/tests/test_s3.py (_OBJECT_ORDER_ROWS).

const { aws, client } = await startS3(t as never)
await client.send(new PutObjectCommand({ Bucket: 'shelf', Key: 'k', Body: 'something' }))

/** The answer's status, and its error's code and message, in which a value may follow. */
async function refusal(path: string, headers: Record<string, string> = {}) {
  const { statusCode, body } = await rawRequest(aws, 'GET', path, headers)
  const [, code, message, value] =
    /<Code>(.*)<\/Code><Message>(.*)<\/Message>(?:.*<ArgumentValue>(.*)<\/ArgumentValue>)?/.exec(body) ?? []
  return [statusCode, code, message, ...(value === undefined ? [] : [value])]
}

const noBucket = [404, 'NoSuchBucket', 'The specified bucket does not exist']
const noKey = [404, 'NoSuchKey', 'The specified key does not exist.']
const version = [400, 'InvalidArgument', 'Invalid version id specified', 'odd']
const part = (value: string) => [
  400,
  'InvalidArgument',
  'Part number must be an integer between 1 and 10000, inclusive',
  value,
]
const partAndRange = [400, 'InvalidRequest', 'Cannot specify both Range header and partNumber query parameter']

t.test('the number of a part is checked after the bucket, the version and a range, and before the key', async t => {
  for (const value of ['', '00', ' 1', '1.0', '-1', '10001', 'abc'])
    for (const key of ['k', 'none'])
      t.same(await refusal(`/shelf/${key}?partNumber=${encodeURIComponent(value)}`), part(value))
  t.same(await refusal('/none/k?partNumber=abc'), noBucket)
  t.same(await refusal('/shelf/k?partNumber=abc&versionId=odd'), version)
  const range = { range: 'bytes=0-1' }
  for (const path of ['/shelf/k?partNumber=1', '/shelf/k?partNumber=abc', '/shelf/none?partNumber=1'])
    t.same(await refusal(path, range), partAndRange)
  t.same(await refusal('/shelf/k?partNumber=1&versionId=odd', range), version)
  t.same(await refusal('/shelf/none?partNumber=2'), noKey)
  t.match(await refusal('/shelf/k?partNumber=02'), [416, 'InvalidPartNumber'])
})

t.test('a version without a name is refused before the bucket, and any version by a list of parts', async t => {
  const empty = [400, 'InvalidArgument', 'Version id cannot be the empty string', '']
  for (const path of ['/none/k?versionId=', '/none/k?tagging&versionId=', '/shelf/k?partNumber=abc&versionId='])
    t.same(await refusal(path), empty)
  const none = [400, 'InvalidArgument', 'This operation does not accept a version-id.', 'null']
  t.same(await refusal('/none/k?uploadId=u&versionId=null'), none)
})

t.test('an unknown attribute is refused before the bucket, and no attribute after it', async t => {
  const asked = (names: string) => ({ 'x-amz-object-attributes': names })
  const invalid = (name: string) => [400, 'InvalidArgument', 'Invalid attribute name specified.', name]
  for (const [names, refused] of [
    ['garbage,etag', 'garbage'],
    ['ETag, etag', 'etag'],
    ['', ''],
    [',ETag', ''],
    ['ETag, ,ObjectSize', ''],
  ] as const)
    t.same(await refusal('/none/k?attributes', asked(names)), invalid(refused), names)
  const missing =
    'The x-amz-object-attributes header specifying the attributes to be retrieved is either missing or empty'
  for (const headers of [{}, asked(','), asked(',,')]) {
    t.same(await refusal('/shelf/k?attributes', headers as Record<string, string>), [400, 'InvalidRequest', missing])
    t.same(await refusal('/none/k?attributes', headers as Record<string, string>), noBucket)
  }
  const { body } = await rawRequest(aws, 'GET', '/shelf/k?attributes', asked('ObjectSize, ETag,'))
  t.match(body, /<ETag>[0-9a-f]{32}<\/ETag><ObjectSize>9<\/ObjectSize>/)
})

t.test('a checksum mode is read in any case, and another one is refused after a range that is not there', async t => {
  const mode = (text: string) => ({ 'x-amz-checksum-mode': text })
  const refused = [400, 'InvalidRequest', 'Value for x-amz-checksum-mode header is invalid.']
  for (const path of ['/shelf/k', '/shelf/none', '/shelf/none?versionId=null'])
    t.same(await refusal(path, mode('garbage')), refused, path)
  t.same(await refusal('/shelf/k', mode('')), refused)
  t.same(await refusal('/none/k', mode('garbage')), noBucket)
  t.same(await refusal('/shelf/k?versionId=odd', mode('garbage')), version)
  t.match(await refusal('/shelf/k', { ...mode('garbage'), range: 'bytes=999-' }), [416, 'InvalidRange'])
  t.equal((await rawRequest(aws, 'HEAD', '/shelf/none', mode('garbage'))).statusCode, 404)
  const { headers } = await rawRequest(aws, 'GET', '/shelf/k', mode('enabled'))
  t.match(headers, { 'x-amz-checksum-crc32': String, 'x-amz-checksum-type': 'FULL_OBJECT' })
})
