import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { sendError } from '../bucket/bucket-server.ts'
import { startProducer } from './producer-fixture.ts'

t.test('a download that breaks off is started again, and nobody sees the first part', async t => {
  const { bucket, mountPath, ingest, staging } = await startProducer(t)
  const data = Buffer.alloc(5_000_000, 1)
  bucket.objects.set('models/m', data)
  let seen = false
  bucket.intercept = async (_request, response) => {
    seen ||= existsSync(join(mountPath, 'models/m'))
    if (bucket.requests.length > 1) return false
    response.writeHead(200, { ETag: '"x"', 'Content-Length': data.length })
    await new Promise(resolve => response.write(data.subarray(0, 2_000_000), resolve))
    response.destroy()
    return true
  }
  t.match(await ingest({ key: 'models/m' }), { status: 201, body: { bytes: data.length } })
  t.equal(seen, false)
  t.ok(readFileSync(join(mountPath, 'models/m')).equals(data))
  t.same(staging(), [])
})

t.test('a download that always breaks off is 502 and leaves no file', async t => {
  const { bucket, mountPath, ingest, notify, staging, log } = await startProducer(t)
  bucket.intercept = async (_request, response) => {
    response.writeHead(200, { ETag: '"x"', 'Content-Length': 1000 })
    await new Promise(resolve => response.write('abc', resolve))
    response.destroy()
    return true
  }
  const { status, body } = await ingest({ key: 'models/m' })
  t.equal(status, 502)
  t.match(body, { error: 'S3_UNAVAILABLE', key: 'models/m', message: String })
  t.match(log.at(-1), { level: 'ERROR', outcome: 'S3_UNAVAILABLE', stage: 'read' })
  t.equal(bucket.requests.length, 3)
  await t.rejects(notify('models/m'), { code: 'S3_UNAVAILABLE' })
  t.notOk(existsSync(join(mountPath, 'models/m')))
  t.same(staging(), [])
})

t.test('a download that stands still is given up', async t => {
  const { bucket, ingest, staging } = await startProducer(t, { s3SilenceMs: 200 })
  bucket.intercept = (_request, response) => {
    response.writeHead(200, { ETag: '"x"', 'Content-Length': 1000 }).write('abc')
    return true
  }
  const { status, body } = await ingest({ key: 'models/m' })
  t.match({ status, body }, { status: 502, body: { error: 'S3_UNAVAILABLE', message: /sent nothing for 200 ms/ } })
  t.same(staging(), [])
})

t.test('an S3 that fails for good is 502 after retries; one that recovers is not noticed', async t => {
  const { bucket, ingest, log } = await startProducer(t)
  bucket.objects.set('inputs/a', Buffer.from('x'))
  let failures = 100
  bucket.intercept = (_request, response) => {
    if (failures-- <= 0) return false
    sendError(response, 503, 'SlowDown')
    return true
  }
  t.match(await ingest({ key: 'inputs/a' }), { status: 502, body: { error: 'S3_UNAVAILABLE', message: /SlowDown/ } })
  t.match(await ingest({ data: 'x' }), { status: 502, body: { error: 'S3_UNAVAILABLE' } })
  t.match(log.at(-2), { level: 'ERROR', error: 'S3_UNAVAILABLE', stage: 'store', cause: { message: /SlowDown/ } })
  t.equal(bucket.requests.length, 4, 'each request is repeated')
  failures = 1
  t.match(await ingest({ key: 'inputs/a' }), { status: 201 })
})

t.test('denied access is not "no such object"', async t => {
  const { bucket, ingest } = await startProducer(t)
  bucket.intercept = (_request, response) => {
    sendError(response, 403, 'AccessDenied')
    return true
  }
  t.match(await ingest({ key: 'inputs/a' }), {
    status: 502,
    body: { error: 'S3_UNAVAILABLE', message: /AccessDenied/ },
  })
})

t.test('an object over 1 GiB is 413 before a byte of it is stored', async t => {
  const { bucket, mountPath, ingest } = await startProducer(t)
  bucket.intercept = (_request, response) => {
    response.writeHead(200, { ETag: '"x"', 'Content-Length': 1024 ** 3 + 1 }).write('first bytes')
    return true
  }
  const { status, body } = await ingest({ key: 'models/huge' })
  t.equal(status, 413)
  t.match(body, { error: 'TOO_LARGE', key: 'models/huge', bytes: 1024 ** 3 + 1, limitBytes: 1_073_741_824 })
  t.notOk(existsSync(join(mountPath, 'models')))
})
