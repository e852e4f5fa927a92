import t from 'tap'
import { rawRequest, startS3 } from './s3-fixture.ts'

// All of these answers are in https://github.com/brekkylab/backlot/blob/main/tests/test_s3.py (September 2026).

const { aws } = await startS3(t as never)

/** The answer's status, its error's code, message and other members. */
async function refusal(path: string) {
  const { statusCode, body } = await rawRequest(aws, 'GET', path)
  const [, code, message, members] = /<Code>(.*)<\/Code><Message>(.*)<\/Message>(.*)<RequestId>/.exec(body) ?? []
  return [statusCode, code, message, members]
}

const argument = (name: string, value?: string) =>
  `<ArgumentName>${name}</ArgumentName>${value === undefined ? '' : `<ArgumentValue>${value}</ArgumentValue>`}`

t.test('a number that is none is refused before the bucket, as it was sent', async t => {
  for (const [path, name] of [
    ['/none?max-keys=', 'max-keys'],
    ['/none?list-type=2&max-keys=', 'max-keys'],
    ['/none?versions&max-keys=', 'max-keys'],
    ['/none?uploads&max-uploads=', 'max-uploads'],
    ['/none/k?uploadId=x&max-parts=', 'max-parts'],
    ['/none/k?uploadId=x&part-number-marker=', 'part-number-marker'],
    ['/?max-buckets=', 'max-buckets'],
  ] as const)
    for (const value of ['abc', ' 5', '2147483648', '-2147483649', '-', '1.0', '9'.repeat(400)]) {
      const message = `Provided ${name} not an integer or within integer range`
      t.same(await refusal(path + encodeURIComponent(value)), [400, 'InvalidArgument', message, argument(name, value)])
    }
})

t.test('a number out of its range is refused after the bucket, as it was read', async t => {
  const range = (name: string) => `Argument ${name} must be an integer between 0 and 2147483647`
  for (const [query, message, members] of [
    ['?max-keys=-01', range('maxKeys'), argument('maxKeys', '-1')],
    ['?list-type=2&max-keys=-2147483648', range('maxKeys'), argument('maxKeys', '-2147483648')],
    ['?uploads&max-uploads=-01', range('max-uploads'), argument('max-uploads', '-1')],
    ['?versions&max-keys=-1', 'max-keys cannot be negative', argument('max-keys')],
  ] as const) {
    t.same(await refusal(`/shelf${query}`), [400, 'InvalidArgument', message, members])
    t.match(await refusal(`/none${query}`), [404, 'NoSuchBucket'])
  }
})

t.test('leading zeros, -0 and an empty number are read', async t => {
  for (const query of ['', 'list-type=2&', 'versions&'])
    for (const [sent, read] of [
      ['', '1000'],
      ['05', '5'],
      ['-0', '0'],
      [`${'0'.repeat(20)}5`, '5'],
    ] as const) {
      const { body } = await rawRequest(aws, 'GET', `/shelf?${query}max-keys=${sent}`)
      t.match(body, `<MaxKeys>${read}</MaxKeys>`, query + sent)
    }
  t.match((await rawRequest(aws, 'GET', '/shelf?uploads&max-uploads=1001')).body, '<MaxUploads>1000</MaxUploads>')
})

t.test('a parameter of the other listing is refused before the bucket, even if it is empty', async t => {
  for (const [query, name, message] of [
    ['list-type=2&marker=x', 'marker', 'Marker unsupported with REST.GET.BUCKET in list-type=2'],
    ['start-after=', 'start-after', 'startAfter only supported in REST.GET.BUCKET with list-type=2'],
    [
      'start-after=x&continuation-token=y',
      'continuation-token',
      'continuation-token only supported in REST.GET.BUCKET with list-type=2',
    ],
  ] as const)
    for (const bucket of ['shelf', 'none'])
      t.same(await refusal(`/${bucket}?${query}`), [400, 'InvalidArgument', message, argument(name)])
})

t.test('a version marker needs a key marker, even an empty one', async t => {
  const without = 'A version-id marker cannot be specified without a key marker.'
  const marker = (value: string) => argument('version-id-marker', value)
  t.same(await refusal('/none?versions&version-id-marker=x'), [400, 'InvalidArgument', without, marker('x')])
  const empty = 'A version-id marker cannot be empty.'
  const both = '/none?versions&key-marker=a&version-id-marker='
  t.same(await refusal(both), [400, 'InvalidArgument', empty, marker('')])
  t.equal((await rawRequest(aws, 'GET', '/shelf?versions&key-marker=&version-id-marker=null')).statusCode, 200)
})

t.test('the encoding and the token are checked before the range', async t => {
  const encoding = 'Invalid Encoding Method specified in Request'
  const token = 'The continuation token provided is incorrect'
  for (const [query, message, members] of [
    ['list-type=2&max-keys=-1&encoding-type=odd', encoding, argument('encoding-type', 'odd')],
    ['list-type=2&continuation-token=garbage&encoding-type=', encoding, argument('encoding-type', '')],
    ['list-type=2&continuation-token=&max-keys=-1', token, argument('continuation-token')],
    ['versions&max-keys=-1&encoding-type=odd', encoding, argument('encoding-type', 'odd')],
    ['uploads&max-uploads=-1&encoding-type=odd', encoding, argument('encoding-type', 'odd')],
  ] as const)
    t.same(await refusal(`/shelf?${query}`), [400, 'InvalidArgument', message, members])
  const { body } = await rawRequest(aws, 'GET', '/shelf?list-type=2&encoding-type=URL&delimiter=%7C')
  t.match(body, '<Delimiter>%7C</Delimiter>')
  t.match(body, '<EncodingType>URL</EncodingType>')
})

t.test('a list of buckets names their Region if it was asked with a parameter, even an empty one', async t => {
  const region = '<BucketRegion>us-east-1</BucketRegion>'
  for (const query of ['max-buckets=', 'max-buckets=05', 'prefix=', 'continuation-token=', 'bucket-region=Us-East-1'])
    t.match((await rawRequest(aws, 'GET', `/?${query}`)).body, region, query)
  for (const query of ['', 'max-directory-buckets=1'])
    t.notMatch((await rawRequest(aws, 'GET', `/?${query}`)).body, region, query)
  t.match((await rawRequest(aws, 'GET', '/?prefix=')).body, '<Prefix></Prefix>')
  for (const value of ['garbage', 'Zzp4'])
    t.match(await refusal(`/?continuation-token=${value}`), [400, 'InvalidArgument', /continuation token/])
  const odd = 'Argument value  us-east-1 is not a valid AWS Region'
  t.match(await refusal('/?bucket-region=%20us-east-1'), [400, 'InvalidArgument', odd, argument('bucket-region')])
})
