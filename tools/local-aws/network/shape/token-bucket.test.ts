import t from 'tap'
import { TokenBucket } from './token-bucket.ts'

const size = { onceBytes: 40, capacityBytes: 60, refillBytes: 10, refillMs: 100 }

t.test('what is there passes at once, the rest at the end of as many periods as it takes', async t => {
  const bucket = new TokenBucket(size, 0)
  t.equal(bucket.reserve(100, 0), 0)
  t.equal(bucket.reserve(1, 0), 100)
  t.equal(bucket.reserve(9, 0), 100)
  t.equal(bucket.reserve(1, 0), 200)
  t.equal(bucket.reserve(29, 0), 400, 'several periods for one')
})

t.test('whoever comes later waits behind those before', async t => {
  const bucket = new TokenBucket(size, 1000)
  t.equal(bucket.reserve(120, 1000), 1200)
  t.equal(bucket.reserve(10, 1050), 1300)
  t.equal(bucket.reserve(10, 1300), 1400, 'what came in the meantime was taken in advance')
})

t.test('a pause brings back what can come back, and never what is there once', async t => {
  const bucket = new TokenBucket(size, 0)
  bucket.reserve(100, 0)
  t.equal(bucket.reserve(20, 250), 250, 'two periods')
  const hour = 3_600_000
  t.equal(bucket.reserve(60, hour), hour)
  t.equal(bucket.reserve(1, hour), hour + 100)
})

t.test('what comes back while the one-off bytes are spent is not lost, and none is beyond the capacity', async t => {
  const bucket = new TokenBucket(size, 0)
  t.equal(bucket.reserve(40, 0), 0, 'the one-off bytes')
  t.equal(bucket.reserve(30, 0), 0)
  t.equal(bucket.reserve(50, 250), 250, '30 left and two periods')
  t.equal(bucket.reserve(1, 250), 300)
})
