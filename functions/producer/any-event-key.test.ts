import fc from 'fast-check'
import t from 'tap'
import { holds } from '../../tools/testing/property.ts'
import { anyKey } from '../working-set/key-fixture.ts'
import { createdKey } from './object-event.ts'

const created = (key: string) =>
  createdKey({ eventName: 'ObjectCreated:Put', s3: { bucket: { name: 'bucket' }, object: { key } } } as never, 'bucket')

// Keys of a bucket are Unicode (docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html).
const bucketKey = anyKey.filter(key => !/\p{Surrogate}/u.test(key))

// The encodings of a key that a URL decoder understands: S3's own, one that encodes everything else too, and spaces as
// %20.
const encodings: ((key: string) => string)[] = [
  key => new URLSearchParams({ key }).toString().slice('key='.length),
  key => encodeURIComponent(key).replace(/%20/g, '+'),
  key => encodeURIComponent(key),
  key => encodeURIComponent(key).replace(/%2F/g, '/').toLowerCase(),
  key => [...Buffer.from(key)].map(byte => `%${byte.toString(16).padStart(2, '0')}`).join(''),
]

t.test('a key is read from an event as it is in the bucket, in any encoding', async t => {
  const roundTrip = fc.property(bucketKey, fc.constantFrom(...encodings), (key, encode) => {
    const lowered = encode === encodings[3] ? key.toLowerCase() : key
    return created(encode(lowered)) === (lowered.endsWith('/') ? undefined : lowered)
  })
  await holds(roundTrip, { runs: 1000 })
  t.pass('the property holds')
})
