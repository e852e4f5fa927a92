import t from 'tap'
import { TokenBucket } from './token-bucket.ts'

const size = { onceBytes: 40, capacityBytes: 60, refillBytes: 10, refillMs: 100 }

t.test('bytes with tokens pass at once, the others at the end of the periods that refill enough', async t => {
  const bucket = new TokenBucket(size, 0)
  t.equal(bucket.reserve(100, 0), 0)
  t.equal(bucket.reserve(1, 0), 100)
  t.equal(bucket.reserve(9, 0), 100)
  t.equal(bucket.reserve(1, 0), 200)
  t.equal(bucket.reserve(29, 0), 400, 'one call may take several periods')
})

t.test('a later caller waits behind the earlier ones', async t => {
  const bucket = new TokenBucket(size, 1000)
  t.equal(bucket.reserve(120, 1000), 1200)
  t.equal(bucket.reserve(10, 1050), 1300)
  t.equal(bucket.reserve(10, 1300), 1400, 'the refilled bytes were reserved in advance')
})

t.test('a pause refills the refillable bytes, and never the one-off bytes', async t => {
  const bucket = new TokenBucket(size, 0)
  bucket.reserve(100, 0)
  t.equal(bucket.reserve(20, 250), 250, 'two periods')
  const hour = 3_600_000
  t.equal(bucket.reserve(60, hour), hour)
  t.equal(bucket.reserve(1, hour), hour + 100)
})

t.test('bytes that are refilled while the one-off bytes are spent are kept, up to the capacity', async t => {
  const bucket = new TokenBucket(size, 0)
  t.equal(bucket.reserve(40, 0), 0, 'the one-off bytes are spent')
  t.equal(bucket.reserve(30, 0), 0)
  t.equal(bucket.reserve(50, 250), 250, '30 are left, and two periods are needed')
  t.equal(bucket.reserve(1, 250), 300)
})
