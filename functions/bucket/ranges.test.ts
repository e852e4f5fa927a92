import type { IncomingMessage, ServerResponse } from 'node:http'
import t, { type Test } from 'tap'
import { Bucket } from './bucket.ts'
import { BucketServer, etagOf, sendError } from './bucket-server-fixture.ts'
import type { StoredObject } from './stored-object.ts'

const data = Buffer.from('0123456789')

async function start(t: Test) {
  const server = new BucketServer()
  const s3 = await server.start()
  t.teardown(async () => {
    s3.destroy()
    await server.stop()
  })
  server.objects.set('models/m', data)
  const bucket = new Bucket(s3, server.name)
  const open = async (): Promise<StoredObject> => {
    const object = await bucket.open('models/m')
    if (object === 'unchanged') throw new TypeError('nothing is known of it')
    object.body.close()
    return object
  }
  // Answers requests for a range, or for a part, in this way.
  const answer = (give: (request: IncomingMessage, response: ServerResponse) => void) => {
    server.intercept = (request, response) => {
      if (!request.headers.range && !request.url?.includes('partNumber')) return false
      give(request, response)
      return true
    }
  }
  return { server, bucket, open, answer }
}

async function textOf(bucket: Bucket, object: StoredObject, begin: number, bytes: number): Promise<string | undefined> {
  const part = Buffer.alloc(bytes)
  const body = await bucket.openRange(object, begin, part)
  return body && part.subarray(0, await body.read(part)).toString()
}

t.test('a range has the object’s bytes, and its request names the version that was opened', async t => {
  const { bucket, open, server } = await start(t)
  const object = await open()
  const headers: unknown[] = []
  server.intercept = request => {
    headers.push([request.headers.range, request.headers['if-match'], request.headers['x-amz-checksum-mode']])
    return false
  }
  t.equal(await textOf(bucket, object, 2, 3), '234')
  t.equal(await textOf(bucket, object, 9, 1), '9')
  t.same(headers, [
    ['bytes=2-4', etagOf(data), 'ENABLED'],
    ['bytes=9-9', etagOf(data), 'ENABLED'],
  ])
})

t.test('a range of another version of the object is refused', async t => {
  const { bucket, open, server, answer } = await start(t)
  const object = await open()
  const range = { 'Content-Range': 'bytes 2-4/10', 'Content-Length': 3 }
  const replaced = { name: 'Failure', code: 'S3_UNAVAILABLE', message: /was replaced while it was read/ }
  for (const [headers, is] of [
    [{ ...range, ETag: '"other"' }, replaced],
    [{ ...range, ETag: etagOf(data), 'x-amz-version-id': 'two' }, replaced],
  ] as const) {
    answer((_request, response) => response.writeHead(206, headers).end('234'))
    await t.rejects(bucket.openRange(object, 2, Buffer.alloc(3)), is)
  }
  for (const [status, code] of [
    [412, 'PreconditionFailed'],
    [416, 'InvalidRange'],
  ] as const) {
    answer((_request, response) => sendError(response, status, code))
    await t.rejects(bucket.openRange(object, 2, Buffer.alloc(3)), replaced, code)
  }
  answer((_request, response) => sendError(response, 403, 'AccessDenied'))
  await t.rejects(bucket.openRange(object, 2, Buffer.alloc(3)), { message: /AccessDenied/ })
  server.intercept = () => false
  server.objects.delete('models/m')
  await t.rejects(bucket.openRange(object, 2, Buffer.alloc(3)), { code: 'NOT_FOUND' })
})

t.test('a store that answers with the whole object, or with another range, counts as ignoring ranges', async t => {
  const { bucket, open, answer } = await start(t)
  const object = await open()
  answer((_request, response) => response.writeHead(200, { ETag: etagOf(data) }).end(data))
  t.equal(await bucket.openRange(object, 2, Buffer.alloc(3)), undefined)
  answer((_request, response) =>
    response.writeHead(206, { ETag: etagOf(data), 'Content-Range': 'bytes 0-9/10' }).end(data),
  )
  t.equal(await bucket.openRange(object, 2, Buffer.alloc(3)), undefined)
})

t.test('a range request that is aborted ends at once', async t => {
  const { bucket, open, answer } = await start(t)
  const object = await open()
  const asked = new AbortController()
  answer(() => asked.abort()) // the server never answers
  await t.rejects(bucket.openRange(object, 2, Buffer.alloc(3), asked.signal), {
    code: 'S3_UNAVAILABLE',
    message: /AbortError/,
  })
})

t.test('the sizes of an object’s parts are those that S3 reports for each part', async t => {
  const { bucket, open, answer } = await start(t)
  const object = await open()
  let sizes = Array.from({ length: 30 }, (_, part) => 100 + part)
  const asked: string[] = []
  answer((request, response) => {
    const part = Number(new URL(request.url!, 'http://s3').searchParams.get('partNumber'))
    asked.push(`${request.method} ${request.headers['if-match']}`)
    response.writeHead(206, { 'Content-Length': sizes[part - 1], 'x-amz-mp-parts-count': sizes.length }).end()
  })
  t.same(await bucket.partSizes(object, 30), sizes)
  t.same(new Set(asked), new Set([`HEAD ${etagOf(data)}`]))
  t.equal(asked.length, 30)
  t.equal(await bucket.partSizes(object, 29), undefined, 'too many')
  t.equal(asked.length, 31, 'the first part says how many there are')
  sizes = [7, 8]
  t.same(await bucket.partSizes(object, 30), sizes)
  t.equal(asked.length, 33, 'no part is asked for that the object does not have')
})

t.test('at most twelve parts are asked for their size at once, and each part once', async t => {
  const { bucket, open, answer } = await start(t)
  const object = await open()
  const waiting: (() => void)[] = []
  let [asked, most] = [0, 0]
  answer((_request, response) => {
    asked += 1
    waiting.push(() => response.writeHead(206, { 'Content-Length': 1, 'x-amz-mp-parts-count': 14 }).end())
    most = Math.max(most, waiting.length)
    // The first request comes alone, then twelve come together, and one is left.
    if ([1, 13, 14].includes(asked)) for (const reply of waiting.splice(0)) reply()
  })
  t.equal((await bucket.partSizes(object, 14))?.length, 14)
  t.same([asked, most], [14, 12])
})

t.test('a question for the parts of an object that is aborted ends at once', async t => {
  const { bucket, open, answer } = await start(t)
  const object = await open()
  const asked = new AbortController()
  answer(() => asked.abort()) // the server never answers
  await t.rejects(bucket.partSizes(object, 5, asked.signal), { code: 'S3_UNAVAILABLE', message: /AbortError/ })
})

t.test('an object that was not uploaded in parts has one part', async t => {
  const { bucket, open, answer } = await start(t)
  const object = await open()
  answer((_request, response) => response.writeHead(206, { 'Content-Length': 10 }).end())
  t.same(await bucket.partSizes(object, 5), [10])
})

t.test('a request for the parts of a replaced object fails, and so does one that S3 refuses', async t => {
  const { bucket, open, answer } = await start(t)
  const object = await open()
  answer((_request, response) => response.writeHead(412).end())
  await t.rejects(bucket.partSizes(object, 5), { message: /was replaced while it was read/ })
  answer((_request, response) => response.writeHead(403).end())
  await t.rejects(bucket.partSizes(object, 5), { code: 'S3_UNAVAILABLE', message: /did not serve models\/m/ })
})
