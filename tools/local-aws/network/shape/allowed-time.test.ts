import t from 'tap'
import { allowedMs } from './allowed-time.ts'

const mebibyte = 2 ** 20
const published = { lambdaNetwork: 'published' } as const

t.test('without limits no time is needed; one connection has its speed, and several share the bytes', async t => {
  t.equal(allowedMs({ bytes: 2 ** 30, connections: 1 }, {}), 0)
  const slow = { s3ConnectionMibps: 64 }
  t.equal(allowedMs({ bytes: 256 * mebibyte, connections: 1 }, slow), 4000)
  t.equal(allowedMs({ bytes: 256 * mebibyte, connections: 4 }, slow), 1000)
})

t.test('the published network passes 300 MiB at full speed, then 7.5 MiB each 100 ms', async t => {
  const line = (mebibytes: number) => (mebibytes * mebibyte) / 1.1e6
  const ms = (mebibytes: number) => allowedMs({ bytes: mebibytes * mebibyte, connections: 8 }, published)
  t.ok(Math.abs(ms(100) - line(100)) < 0.01, `${ms(100)}`)
  t.ok(Math.abs(ms(256) - line(256)) < 0.01, `${ms(256)}`)
  // The times are those of whole periods. While the refillable 150 MiB are spent, one or two periods add tokens.
  const near = (actual: number, expected: number) => t.ok(Math.abs(actual - expected) <= 200, `${actual}, ${expected}`)
  near(ms(1024), ((1024 - 300) / 7.5) * 100 + line(300))
  near(ms(2048) - ms(1024), (1024 / 7.5) * 100)
})

t.test('connections share one network: more connections are faster only until it is used up', async t => {
  const both = { ...published, s3ConnectionMibps: 85 }
  const ms = (connections: number) => allowedMs({ bytes: 1024 * mebibyte, connections }, both)
  t.ok(ms(1) > 11_000, `${ms(1)}`)
  t.ok(ms(16) < ms(1), `${ms(16)}`)
  t.ok(Math.abs(ms(16) - ms(32)) < 100, `${ms(16)}, ${ms(32)}`)
})

t.test('connections below the network’s speed run side by side', async t => {
  const slow = { ...published, s3ConnectionMibps: 40 }
  t.equal(allowedMs({ bytes: 400 * mebibyte, connections: 2 }, slow), 5000)
  t.equal(allowedMs({ bytes: 400 * mebibyte, connections: 1 }, slow), 10_000)
})
