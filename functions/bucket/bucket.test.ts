import type { IncomingMessage } from 'node:http'
import { mock } from 'node:test'
import t, { type Test } from 'tap'
import { Bucket } from './bucket.ts'
import { BucketServer, etagOf, sendError } from './bucket-server-fixture.ts'
import { createBucketClient } from './client.ts'
import type { ObjectBody } from './object-body.ts'

async function start(t: Test, silenceMs?: number) {
  const server = new BucketServer()
  const s3 = await server.start()
  t.teardown(async () => {
    s3.destroy()
    await server.stop()
  })
  return { server, bucket: new Bucket(s3, server.name, silenceMs) }
}

async function text(body: ObjectBody): Promise<string> {
  const buffer = Buffer.alloc(1024)
  return buffer.subarray(0, await body.read(buffer)).toString()
}

t.test('an object is opened with its ETag and size, unless it still has the known ETag', async t => {
  const { server, bucket } = await start(t)
  const data = Buffer.from('content')
  server.objects.set('models/m', data)
  const object = await bucket.open('models/m', '"another"')
  if (object === 'unchanged') return void t.fail('it is another one')
  t.match(object, { etag: etagOf(data), bytes: 7 })
  t.equal(await text(object.body), 'content')
  t.equal(await bucket.open('models/m', etagOf(data)), 'unchanged')
  t.equal(server.bytesSent, 7, 'sent once')
})

t.test('an object is described without its content', async t => {
  const { server, bucket } = await start(t)
  const data = Buffer.from('content')
  server.objects.set('models/m', data)
  t.match(await bucket.head('models/m'), { key: 'models/m', etag: etagOf(data), bytes: 7 })
  t.same(server.requests, ['HEAD models/m'])
  await t.rejects(bucket.head('models/none'), { code: 'NOT_FOUND', details: { key: 'models/none' } })
})

t.test('an object is created once, and an existing one is neither replaced nor an error', async t => {
  const { server, bucket } = await start(t)
  const data = Buffer.from('one')
  t.same(await bucket.create('inputs/a', data), { etag: etagOf(data) })
  t.equal(await bucket.create('inputs/a', Buffer.from('two')), undefined)
  t.equal(String(server.objects.get('inputs/a')), 'one')
})

t.test('an object is put with its content type, and replaces an existing one', async t => {
  const { server, bucket } = await start(t)
  let request: IncomingMessage | undefined
  server.intercept = asked => {
    request = asked
    return false
  }
  for (const content of ['one', 'two']) await bucket.put('outputs/a', Buffer.from(content), 'application/json')
  t.equal(request?.headers['content-type'], 'application/json')
  t.equal(String(server.objects.get('outputs/a')), 'two')
})

t.test('every error of S3 becomes a failure that names the key', async t => {
  const { server, bucket } = await start(t)
  const details = { key: 'models/m' }
  await t.rejects(bucket.open('models/m'), { code: 'NOT_FOUND', details })
  for (const [status, code] of [
    [403, 'AccessDenied'],
    [404, 'NoSuchBucket'],
    [400, 'InvalidRequest'],
  ] as const) {
    server.intercept = (_request, response) => {
      sendError(response, status, code)
      return true
    }
    const failure = { code: 'S3_UNAVAILABLE', message: new RegExp(`models/m in test-bucket: ${code}`), details }
    await t.rejects(bucket.open('models/m'), failure)
    await t.rejects(bucket.create('models/m', Buffer.from('x')), failure)
    await t.rejects(bucket.put('models/m', Buffer.from('x'), 'text/plain'), failure)
  }
})

t.test('a download counts as broken after five seconds of silence, and not before', async t => {
  const { server, bucket } = await start(t)
  server.intercept = (_request, response) => {
    response.writeHead(200, { ETag: '"x"', 'Content-Length': 10 }).flushHeaders()
    return true
  }
  const object = await bucket.open('models/m')
  if (object === 'unchanged') return void t.fail('nothing is known of it')
  mock.timers.enable({ apis: ['setTimeout'] })
  t.teardown(() => mock.timers.reset())
  let error: unknown
  const ended = text(object.body).catch(reason => (error = reason))
  mock.timers.tick(4_999)
  await Promise.resolve()
  t.equal(error, undefined)
  mock.timers.tick(1)
  await ended
  t.match(error, { code: 'S3_UNAVAILABLE', message: /sent nothing for 5000 ms/ })
})

// The part of the SDK's handler for Node.js that the test needs.
interface NodeHandler {
  handle(request: object): Promise<unknown>
  httpHandlerConfigs(): Record<string, unknown>
}

t.test('three attempts of the client end within the 29 seconds that API Gateway waits', async t => {
  const server = new BucketServer()
  const { endpoint } = (await server.start()).config
  const client = createBucketClient()
  t.teardown(async () => {
    client.destroy()
    await server.stop()
  })
  t.equal(await client.config.maxAttempts(), 3)
  // The handler reports its configuration only once it has been used.
  const requestHandler = client.config.requestHandler as unknown as NodeHandler
  const request = { ...(await endpoint!()), method: 'GET', path: '/test-bucket/none', headers: {}, query: {} }
  await requestHandler.handle(request)
  const { connectionTimeout, requestTimeout, throwOnRequestTimeout } = requestHandler.httpHandlerConfigs()
  t.same({ connectionTimeout, requestTimeout }, { connectionTimeout: 2000, requestTimeout: 7000 })
  t.equal(throwOnRequestTimeout, true, 'a warning alone would end nothing')
})
