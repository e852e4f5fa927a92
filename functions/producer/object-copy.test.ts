import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { APIGatewayProxyResult } from 'aws-lambda'
import t from 'tap'
import { within } from '../../tools/testing/eventually.ts'
import { etagOf, sendError } from '../bucket/bucket-server-fixture.ts'
import { startProducer } from './producer-fixture.ts'

t.test('an interrupted download starts again, and its first part is never visible', async t => {
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

t.test('a download that is interrupted every time is 502 and leaves no file', async t => {
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

t.test('if a caller waits no attempt begins after 10 s, but an event has more time', async t => {
  const { bucket, ingest, notify } = await startProducer(t)
  const now = performance.now.bind(performance)
  let passedMs = 0
  t.intercept(performance, 'now', { value: () => now() + passedMs })
  bucket.intercept = async (_request, response) => {
    passedMs += 6000
    response.writeHead(200, { ETag: '"x"', 'Content-Length': 1000 })
    await new Promise(resolve => response.write('abc', resolve))
    response.destroy()
    return true
  }
  t.match(await ingest({ key: 'models/m' }), { status: 502 })
  t.equal(bucket.requests.length, 2)
  await t.rejects(notify('models/m'), { code: 'S3_UNAVAILABLE' })
  t.equal(bucket.requests.length, 2 + 3)
})

t.test('a download that stalls is given up', async t => {
  const { bucket, ingest, staging } = await startProducer(t, { s3SilenceMs: 200 })
  bucket.intercept = (_request, response) => {
    response.writeHead(200, { ETag: '"x"', 'Content-Length': 1000 }).write('abc')
    return true
  }
  const { status, body } = await ingest({ key: 'models/m' })
  t.match({ status, body }, { status: 502, body: { error: 'S3_UNAVAILABLE', message: /sent nothing for 200 ms/ } })
  t.same(staging(), [])
})

t.test('a download that arrives byte by byte ends with the function’s time, and the message says so', async t => {
  const { bucket, mountPath, handler, staging } = await startProducer(t)
  for (const declared of [{ 'Content-Length': 1_000_000 }, { 'Transfer-Encoding': 'chunked' }]) {
    bucket.intercept = (_request, response) => {
      response.writeHead(200, { ETag: '"x"', ...declared })
      const sending = setInterval(() => response.write('a'), 10)
      response.on('close', () => clearInterval(sending))
      return true
    }
    const event = { resource: '/ingest', httpMethod: 'POST', body: '{"key":"models/m"}' }
    const answer = await handler(event, { awsRequestId: 'r', getRemainingTimeInMillis: () => 400 } as never)
    const { statusCode, body } = answer as APIGatewayProxyResult
    t.match([statusCode, JSON.parse(body)], [504, { error: 'COPY_UNFINISHED', message: /again: it begins anew/ }])
    t.notOk(existsSync(join(mountPath, 'models/m')))
    t.same(staging(), [])
  }
})

t.test('the Producer waits for the sizes of the parts no longer than the function has time', async t => {
  const { bucket, mountPath, handler, staging } = await startProducer(t)
  bucket.intercept = (request, response) => {
    if (request.method === 'HEAD') return true
    response.writeHead(200, { ETag: `"${'0'.repeat(32)}-2"`, 'Content-Length': 3 }).end('abc')
    return true
  }
  const { timeout } = AbortSignal
  t.teardown(() => (AbortSignal.timeout = timeout))
  const waits: number[] = []
  AbortSignal.timeout = ms => (waits.push(ms), timeout.call(AbortSignal, ms))
  const event = { resource: '/ingest', httpMethod: 'POST', body: '{"key":"models/m"}' }
  const answer = handler(event, { awsRequestId: 'r', getRemainingTimeInMillis: () => 400 } as never)
  const { statusCode, body } = (await within('it answers', answer)) as APIGatewayProxyResult
  const message = /had 0 of 3 bytes .+: it begins anew/
  t.match([statusCode, JSON.parse(body)], [504, { error: 'COPY_UNFINISHED', message }])
  t.ok(waits.length === 1 && waits[0]! <= 400, `it waited ${waits.join(' and ')} ms`)
  t.notOk(existsSync(join(mountPath, 'models/m')))
  t.same(staging(), [])
})

t.test('a lasting S3 failure is 502 after retries, and a passing one has no effect', async t => {
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

t.test('denied access is not reported as a missing object', async t => {
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

t.test('an interrupted download does not start again after ten seconds', async t => {
  const startsAtMs = 5000
  let now = startsAtMs
  t.intercept(performance, 'now', { value: () => now })
  for (const [breaksOffAfterMs, requests] of [
    [10_000, 3],
    [10_001, 1],
  ] as const) {
    const { bucket, ingest } = await startProducer(t)
    now = startsAtMs
    bucket.intercept = async (_request, response) => {
      now = startsAtMs + breaksOffAfterMs
      response.writeHead(200, { ETag: '"x"', 'Content-Length': 1000 })
      await new Promise(resolve => response.write('abc', resolve))
      response.destroy()
      return true
    }
    t.match(await ingest({ key: 'models/m' }), { status: 502, body: { error: 'S3_UNAVAILABLE' } })
    t.equal(bucket.requests.length, requests, `broken off after ${breaksOffAfterMs} ms`)
  }
})

// An S3 whose object has this content and declares any size. No real server could send such an answer for long.
const s3Sending = (content: Uint8Array, ContentLength?: number) => {
  const send = async () => ({ Body: Readable.from([content]), ETag: '"x"', ContentLength })
  return { send } as never
}

t.test('a download that ends before its declared size counts as interrupted', async t => {
  const { mountPath, ingest, staging } = await startProducer(t, { s3: s3Sending(Buffer.from('abc'), 10) })
  const { status, body } = await ingest({ key: 'models/m' })
  t.match({ status, body }, { status: 502, body: { error: 'S3_UNAVAILABLE', message: /ended after 3 of 10 bytes/ } })
  t.notOk(existsSync(join(mountPath, 'models/m')))
  t.same(staging(), [])
})

t.test('an object without a declared size is copied', async t => {
  const { bucket, mountPath, ingest, log } = await startProducer(t)
  bucket.intercept = (_request, response) => {
    response.writeHead(200, { ETag: '"x"', 'Transfer-Encoding': 'chunked' }).end('abc')
    return true
  }
  t.match(await ingest({ key: 'models/m' }), { status: 201, body: { bytes: 3 } })
  t.equal(readFileSync(join(mountPath, 'models/m'), 'utf8'), 'abc')
  t.match(log.at(-1), { verifiedBy: 'nothing' })
})

t.test('an object without a declared size is verified by its ETag if that is an MD5', async t => {
  const { bucket, ingest, log } = await startProducer(t)
  bucket.intercept = (_request, response) => {
    response.writeHead(200, { ETag: etagOf(Buffer.from('abc')), 'Transfer-Encoding': 'chunked' }).end('abc')
    return true
  }
  t.match(await ingest({ key: 'models/m' }), { status: 201, body: { bytes: 3 } })
  t.match(log.at(-1), { verifiedBy: 'ETag (MD5)' })
})

t.test('an object without a declared size is 413 as soon as it exceeds the limit', async t => {
  const objectLimitBytes = 3 * 1024 ** 2
  const s3 = s3Sending(new Uint8Array(objectLimitBytes + 1))
  const { mountPath, ingest, staging } = await startProducer(t, { s3, objectLimitBytes })
  const { status, body } = await ingest({ key: 'models/huge' })
  t.equal(status, 413)
  t.match(body, { error: 'TOO_LARGE', key: 'models/huge', bytes: objectLimitBytes + 1, limitBytes: objectLimitBytes })
  t.notOk(existsSync(join(mountPath, 'models/huge')))
  t.same(staging(), [])
})

t.test('an object of 1 GiB is not too large', async t => {
  const { bucket, ingest } = await startProducer(t)
  bucket.intercept = async (_request, response) => {
    response.writeHead(200, { ETag: '"x"', 'Content-Length': 1024 ** 3 })
    await new Promise(resolve => response.write('first bytes', resolve))
    response.destroy()
    return true
  }
  t.match(await ingest({ key: 'models/large' }), { status: 502, body: { error: 'S3_UNAVAILABLE' } }, 'it is downloaded')
})

t.test('an object over 1 GiB is 413 before a byte of it is stored, and its download ends', async t => {
  const { bucket, mountPath, ingest } = await startProducer(t)
  let download: ServerResponse | undefined
  bucket.intercept = (_request, response) => {
    download = response
    response.writeHead(200, { ETag: '"x"', 'Content-Length': 1024 ** 3 + 1 }).write('first bytes')
    return true
  }
  const { status, body } = await ingest({ key: 'models/huge' })
  t.equal(status, 413)
  t.match(body, { error: 'TOO_LARGE', key: 'models/huge', bytes: 1024 ** 3 + 1, limitBytes: 1_073_741_824 })
  t.notOk(existsSync(join(mountPath, 'models')))
  const deadline = { signal: AbortSignal.timeout(10_000) }
  if (!download!.closed)
    await once(download!, 'close', deadline).catch(() => t.fail('the download still runs after 10 s'))
})
