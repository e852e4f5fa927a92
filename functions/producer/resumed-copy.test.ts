import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { mock } from 'node:test'
import type { APIGatewayProxyResult } from 'aws-lambda'
import t, { type Test } from 'tap'
import { etagOf, sendError } from '../bucket/bucket-server-fixture.ts'
import { fileHandlePrototype } from '../working-set/working-set-fixture.ts'
import { partBytes } from '../bucket/lanes.ts'
import { beginOf, bytesOf, startWith } from './parts-fixture.ts'

// Starts a Producer whose copy of this object has stopped after so many parts, because its time was over. It has memory
// for one part at a time, so the fourth part is requested when three are on EFS.
async function startStopped(t: Test, data: Buffer, parts = 3) {
  const producer = await startWith(t, data, { memoryMegabytes: 176 })
  const { bucket, handler } = producer
  let stalls = true
  const remainingMs = 4000
  const begins: number[] = []
  bucket.intercept = (request, response) => {
    const begin = beginOf(request.headers.range)
    if (!stalls) begins.push(begin)
    if (!stalls || begin < parts * partBytes) return false
    const range = `bytes ${begin}-${Math.min(begin + partBytes, data.length) - 1}/${data.length}`
    response.writeHead(206, { ETag: etagOf(data), 'Content-Range': range }).flushHeaders()
    mock.timers.tick(remainingMs)
    return true
  }
  const s3 = { bucket: { name: bucket.name }, object: { key: 'models/m' } }
  const event = { Records: [{ eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3 }] }
  const context = { awsRequestId: 'r', getRemainingTimeInMillis: () => remainingMs } as never
  mock.timers.enable({ apis: ['setTimeout'] })
  t.teardown(() => mock.timers.reset())
  await t.rejects(handler(event, context), {
    code: 'COPY_UNFINISHED',
    message: new RegExp(`had ${parts * partBytes} of ${data.length} bytes .+: it continues from there`),
  })
  t.equal(producer.copied() === undefined, true)
  mock.timers.reset()
  stalls = false
  const run = () => handler(event, { awsRequestId: 'r' } as never)
  const [left = '', ...others] = producer.staging()
  t.match(left, /^[0-9a-f]{64}\.partial\.[0-9a-f]{64}$/)
  t.same(others, [])
  return { ...producer, run, left: join(producer.mountPath, '.staging', left), begins }
}

t.test('a copy whose time is over says so, and the next attempt resumes where it stopped', async t => {
  const data = bytesOf(25)
  const { run, copied, begins, staging } = await startStopped(t, data)
  t.match(await run(), [{ status: 'created' }])
  t.ok(copied()?.equals(data))
  t.same(begins.sort(), [0, 0, 3 * partBytes], 'opened, checked again, and the rest')
  t.same(staging(), [])
})

t.test('an attempt without time to read the kept bytes leaves all of them to the next one', async t => {
  const data = bytesOf(25)
  const { handler, mountPath, run, copied, left, begins } = await startStopped(t, data)
  const request = { resource: '/ingest', httpMethod: 'POST', body: '{"key":"models/m"}' }
  const late = { awsRequestId: 'r', getRemainingTimeInMillis: () => 0 } as never
  const prototype = await fileHandlePrototype(mountPath)
  const reads = t.capture(prototype, 'read', prototype.read)
  const message = new RegExp(`had ${3 * partBytes} of ${data.length} bytes .+: it continues from there`)
  const { statusCode, body } = (await handler(request, late)) as APIGatewayProxyResult
  t.match([statusCode, JSON.parse(body)], [504, { error: 'COPY_UNFINISHED', message }])
  t.equal(statSync(left).size, 3 * partBytes)
  t.same(
    reads().filter(({ args }) => (args[0] as Buffer).length === partBytes),
    [],
    'not even a beginning of it is read',
  )
  begins.length = 0
  t.match(await run(), [{ status: 'created' }])
  t.ok(copied()?.equals(data))
  t.same(begins.sort(), [0, 0, 3 * partBytes], 'opened, checked again, and the rest')
})

t.test('the bytes that an attempt has left are not used for another object', async t => {
  const { bucket, run, copied, staging, begins } = await startStopped(t, bytesOf(25))
  const other = bytesOf(25, 2)
  bucket.objects.set('models/m', other)
  t.match(await run(), [{ status: 'created' }])
  t.ok(copied()?.equals(other))
  t.same(begins.sort(), [0, 0, partBytes, 2 * partBytes, 3 * partBytes].sort(), 'it is copied once, from its beginning')
  t.same(staging(), [], 'the kept file is removed when the object is there')
})

t.test(
  'the bytes that an attempt has left are read again, and if one is wrong the whole object is copied again',
  async t => {
    const data = bytesOf(25)
    const { run, copied, left, begins } = await startStopped(t, data)
    const kept = readFileSync(left)
    kept[12_345]! ^= 1
    writeFileSync(left, kept)
    t.match(await run(), [{ status: 'created' }])
    t.ok(copied()?.equals(data))
    t.ok(begins.includes(partBytes))
  },
)

t.test('if the kept file is longer than the object, the object is copied again', async t => {
  const data = bytesOf(25)
  const { run, copied, left, origin } = await startStopped(t, data)
  writeFileSync(left, Buffer.concat([data, Buffer.from('more')]))
  t.match(await run(), [{ status: 'created' }])
  t.ok(copied()?.equals(data))
  t.equal(origin().copy.bytes, data.length)
})

t.test('if no time is left to copy again, a kept file that is longer than the object is refused', async t => {
  const data = bytesOf(25)
  const { bucket, ingest, copied, left, staging } = await startStopped(t, data)
  writeFileSync(left, Buffer.concat([data, Buffer.from('more')]))
  const now = performance.now.bind(performance)
  let passedMs = 0
  t.intercept(performance, 'now', { value: () => now() + passedMs })
  bucket.intercept = () => {
    passedMs = 11_000
    return false
  }
  t.match(await ingest({ key: 'models/m' }), {
    status: 502,
    body: { error: 'S3_UNAVAILABLE', message: /The copy of models\/m is longer than the object/, key: 'models/m' },
  })
  t.equal(copied() === undefined, true)
  t.same(staging(), [])
})

t.test('one whole part is kept', async t => {
  const data = bytesOf(17)
  const { run, begins } = await startStopped(t, data, 1)
  t.match(await run(), [{ status: 'created' }])
  t.same(begins.sort(), [0, 0, partBytes, 2 * partBytes].sort(), 'opened, checked again, and the rest')
})

t.test('nothing is kept of a copy that has no whole part, or whose object is replaced', async t => {
  const data = bytesOf(25)
  const { bucket, ingest, staging } = await startWith(t, data, { memoryMegabytes: 176 })
  const failed = { status: 502, body: { error: 'S3_UNAVAILABLE' } }
  bucket.intercept = (request, response) => {
    if (request.headers.range) sendError(response, 500, 'InternalError')
    else {
      response.writeHead(200, { ETag: etagOf(data), 'Content-Length': data.length })
      response.write(data.subarray(0, partBytes - 1), () => response.destroy())
    }
    return true
  }
  t.match(await ingest({ key: 'models/m' }), failed)
  t.same(staging(), [], 'its first part broke off')

  bucket.intercept = (request, response) => {
    if (beginOf(request.headers.range) < 2 * partBytes) return false
    sendError(response, 412, 'PreconditionFailed')
    return true
  }
  t.match(await ingest({ key: 'models/m' }), failed)
  t.same(staging(), [], 'its object was replaced')
})

t.test('if the kept file becomes shorter while it is read, the copy continues from its end', async t => {
  const data = bytesOf(25)
  const { mountPath, run, copied, begins } = await startStopped(t, data)
  const prototype = await fileHandlePrototype(mountPath)
  const { read } = prototype as { read: (...range: unknown[]) => unknown }
  t.intercept(prototype, 'read', {
    value(this: unknown, ...range: unknown[]) {
      const position = range[3]
      return position === partBytes ? Promise.resolve({ bytesRead: 0 }) : read.apply(this, range)
    },
  })
  t.match(await run(), [{ status: 'created' }])
  t.ok(copied()?.equals(data))
  t.same(begins.filter(begin => begin > 0).sort(), [partBytes, 2 * partBytes, 3 * partBytes].sort())
})

t.test('one of two writers resumes the kept copy, and both end with the object', async t => {
  const data = bytesOf(25)
  const { run, copied, ingest, staging } = await startStopped(t, data)
  const [event, request] = await Promise.all([run(), ingest({ key: 'models/m' })])
  t.match([event], [[{ status: /created|exists|replaced/ }]])
  t.match(request.status, /200|201/)
  t.ok(copied()?.equals(data))
  t.same(staging(), [])
})
