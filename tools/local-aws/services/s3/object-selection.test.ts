import t from 'tap'
import { Bucket } from './bucket.ts'
import { selectObject } from './object-selection.ts'
import { withHoistedHeaders } from './presigned-url.ts'

const bucket = new Bucket('b', 'aws', new Date(0))
const object = (more: object = {}) =>
  ({
    isDeleteMarker: false,
    key: 'k',
    versionId: 'null',
    lastModified: new Date(0),
    eTag: '"e"',
    content: { size: 10 },
    attributes: { headers: { contentType: 'a/b' }, metadata: {}, storageClass: 'STANDARD' },
    tags: [],
    checksum: { algorithm: 'CRC32', type: 'COMPOSITE', value: 'whole' },
    ...more,
  }) as never
interface Asked {
  readonly [header: `Response${string}`]: unknown
  readonly PartNumber?: number
  readonly Range?: string
  readonly ChecksumMode?: string
}
const select = ({ PartNumber, ChecksumMode, ...input }: Asked, one = object()) => {
  bucket.objects.current = () => one
  const account = { id: '0', s3: { bucket: () => bucket } }
  const query = new URLSearchParams(PartNumber === undefined ? {} : { partNumber: String(PartNumber) })
  const headers = {
    ...(input.Range !== undefined && { range: input.Range }),
    ...(ChecksumMode !== undefined && { 'x-amz-checksum-mode': ChecksumMode }),
  }
  const call = { account, caller: {}, http: { method: 'GET', query, headers } }
  return selectObject({ Bucket: 'b', Key: 'k', ...input }, call as never)
}

t.test('a request decides what the answer says of the content', t => {
  const Expires = new Date(5)
  const asked = {
    ResponseCacheControl: 'c',
    ResponseContentDisposition: 'd',
    ResponseContentEncoding: 'e',
    ResponseContentLanguage: 'l',
    ResponseContentType: 't/t',
    ResponseExpires: Expires,
  }
  const said = {
    CacheControl: 'c',
    ContentDisposition: 'd',
    ContentEncoding: 'e',
    ContentLanguage: 'l',
    ContentType: 't/t',
    Expires,
  }
  t.match(select(asked).members, said)
  t.match(select({}).members, { ContentType: 'a/b', ContentLength: 10, CacheControl: undefined })
  for (const name of ['CacheControl', 'ContentDisposition', 'ContentEncoding', 'ContentLanguage', 'ContentType'])
    t.throws(() => select({ [`Response${name}`]: 'Ā' }), {
      code: 'InvalidArgument',
      details: { ArgumentName: `response-${name.replace(/(?<=.)([A-Z])/, '-$1').toLowerCase()}`, ArgumentValue: 'Ā' },
    })
  t.end()
})

t.test('a range and a part are described by their place in the object', t => {
  const range = select({ Range: 'bytes=2-4' })
  t.same(range.range, { first: 2, last: 4 })
  t.match(range.members, { ContentLength: 3, ContentRange: 'bytes 2-4/10' })
  const parts = [
    { partNumber: 1, size: 6 },
    { partNumber: 2, size: 4 },
  ]
  const second = select({ PartNumber: 2 }, object({ parts }))
  t.same(second.range, { first: 6, last: 9 })
  t.match(second.members, { ContentLength: 4, ContentRange: 'bytes 6-9/10', PartsCount: 2 })
  const whole = select({ PartNumber: 1 })
  t.same(whole.range, { first: 0, last: 9 })
  t.notOk('PartsCount' in whole.members)
  t.notOk('ContentRange' in select({ PartNumber: 1 }, object({ content: { size: 0 } })).members)
  t.throws(() => select({ PartNumber: 3 }, object({ parts })), {
    code: 'InvalidPartNumber',
    statusCode: 416,
    details: { PartNumberRequested: 3, ActualPartCount: 2 },
  })
  t.throws(() => select({ PartNumber: 1, Range: 'bytes=0-1' }), { code: 'InvalidRequest', statusCode: 400 })
  t.end()
})

t.test('a checksum is in the answer on request, with what it covers', t => {
  const asked = { ChecksumMode: 'ENABLED' }
  t.match(select(asked).members, { ChecksumCRC32: 'whole', ChecksumType: 'COMPOSITE' })
  t.match(select({ ...asked, Range: 'bytes=0-9' }).members, { ChecksumCRC32: 'whole' }, 'the range is the whole')
  for (const input of [{}, { ...asked, Range: 'bytes=0-8' }, { ...asked, Range: 'bytes=1-9' }])
    t.notOk('ChecksumCRC32' in select(input).members, JSON.stringify(input))
  const parts = [{ partNumber: 1, size: 10, checksum: { algorithm: 'CRC32', value: 'part' } }]
  const part = select({ ...asked, PartNumber: 1 }, object({ parts }))
  t.match(part.members, { ChecksumCRC32: 'part', ChecksumType: 'COMPOSITE' })
  t.end()
})

t.test('x-amz- parameters of a presigned URL are headers, but those of its signature are not', t => {
  const names = ['Algorithm', 'Credential', 'Date', 'Expires', 'SignedHeaders', 'Signature', 'Security-Token']
  const signature = names.map((name): [string, string] => [`X-Amz-${name}`, 'x'])
  const query = new URLSearchParams([...signature, ['X-Amz-Acl', 'private'], ['x-amz-meta-a', '1'], ['other', '2']])
  const headers = { host: 'h', 'x-amz-meta-a': 'own' }
  t.same(withHoistedHeaders({ query, headers } as never).headers, {
    host: 'h',
    'x-amz-acl': 'private',
    'x-amz-meta-a': 'own',
  })
  query.delete('X-Amz-Signature')
  t.same(withHoistedHeaders({ query, headers } as never).headers, headers)
  t.end()
})
