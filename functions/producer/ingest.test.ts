import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { etagOf, sendError } from '../bucket/bucket-server-fixture.ts'
import { keyOfContent } from '../working-set/file-id.ts'
import { startProducer } from './producer-fixture.ts'

for (const [status, code] of [
  [412, 'PreconditionFailed'],
  [409, 'ConditionalRequestConflict'],
] as const) {
  t.test(`if another writer is creating the key (${status}), the data is stored at the next attempt`, async t => {
    const { bucket, ingest } = await startProducer(t)
    bucket.intercept = (request, response) => {
      if (request.method !== 'PUT' || bucket.requests.length > 1) return false
      sendError(response, status, code)
      return true
    }
    t.match(await ingest({ data: 'mine', key: 'inputs/a' }), { status: 201, body: { status: 'created', bytes: 4 } })
    t.same(bucket.requests, ['PUT inputs/a', 'GET inputs/a', 'PUT inputs/a'])
    t.equal(String(bucket.objects.get('inputs/a')), 'mine')
  })
}

t.test(
  'data whose key promises another content is refused, and data that was sent counts as its own proof',
  async t => {
    const { ingest, log } = await startProducer(t)
    const key = keyOfContent(Buffer.from('A'))
    t.match(await ingest({ key, data: 'B' }), {
      status: 400,
      body: { error: 'INVALID_REQUEST', message: `${key} is named after another content than this data.` },
    })
    t.match(await ingest({ key, data: 'A' }), { status: 201 })
    t.match(log.at(-1), { outcome: 'created', verifiedBy: 'request' })
  },
)

t.test('data that S3 neither stores nor has in three attempts is 502', async t => {
  const { bucket, ingest } = await startProducer(t)
  bucket.intercept = (request, response) => {
    if (request.method !== 'PUT') return false
    sendError(response, 412, 'PreconditionFailed')
    return true
  }
  const { status, body } = await ingest({ data: 'mine', key: 'inputs/a' })
  t.match(
    { status, body },
    { status: 502, body: { error: 'S3_UNAVAILABLE', message: /neither stores inputs\/a nor has/ } },
  )
  t.equal(bucket.requests.filter(request => request.startsWith('PUT')).length, 3)
})

t.test('data whose key is taken is 502 with S3’s error if S3 refuses to read the object there', async t => {
  const { bucket, ingest } = await startProducer(t)
  bucket.intercept = (request, response) => {
    if (request.method === 'PUT') sendError(response, 412, 'PreconditionFailed')
    else sendError(response, 403, 'AccessDenied')
    return true
  }
  const { status, body } = await ingest({ data: 'mine', key: 'inputs/a' })
  t.match({ status, body }, { status: 502, body: { error: 'S3_UNAVAILABLE', message: /AccessDenied/ } })
  t.same(bucket.requests, ['PUT inputs/a', 'GET inputs/a'])
})

t.test('if the name is taken but its file has disappeared, the answer has the size of the object', async t => {
  const { bucket, mountPath, ingest } = await startProducer(t)
  bucket.objects.set('models/m', Buffer.from('content'))
  // Simulates a file that is there when the name is created and gone at the next lookup.
  mkdirSync(join(mountPath, 'models'))
  symlinkSync(join(mountPath, 'none'), join(mountPath, 'models/m'))
  const { status, body } = await ingest({ key: 'models/m' })
  t.match({ status, body }, { status: 200, body: { status: 'exists', bytes: 7 } })
})

t.test('if another writer has made the file meanwhile, the answer has the size of that file', async t => {
  const { bucket, mountPath, ingest } = await startProducer(t)
  const data = Buffer.from('as the bucket has it')
  bucket.intercept = (_request, response) => {
    mkdirSync(join(mountPath, 'models'), { recursive: true })
    writeFileSync(join(mountPath, 'models/m'), 'other')
    response.writeHead(200, { ETag: etagOf(data), 'Content-Length': data.length }).end(data)
    return true
  }
  const { status, body } = await ingest({ key: 'models/m' })
  t.match({ status, body }, { status: 200, body: { status: 'exists', bytes: 5 } })
})

t.test('a missing bucket is S3_UNAVAILABLE, not a missing object', async t => {
  const { bucket, ingest } = await startProducer(t)
  bucket.intercept = (_request, response) => {
    sendError(response, 404, 'NoSuchBucket')
    return true
  }
  t.match(await ingest({ key: 'models/m' }), {
    status: 502,
    body: { error: 'S3_UNAVAILABLE', message: /NoSuchBucket/ },
  })
})

t.test('base64 may have line ends, as mail programs and shells write it', async t => {
  const { ingest, mountPath } = await startProducer(t)
  const content = Buffer.from(Array.from({ length: 100 }, (_, i) => i * 7))
  for (const [index, end] of ['\n', '\r\n'].entries()) {
    const data = content.toString('base64').replaceAll(/.{1,76}/g, line => line + end)
    const { status, body } = await ingest({ data, encoding: 'base64', key: `inputs/lines-${index}` })
    t.equal(status, 201, body.message)
    t.same(readFileSync(join(mountPath, 'inputs', body.fileId)), content)
  }
  t.match(await ingest({ data: 'YW Jj', encoding: 'base64' }), { status: 400 }, 'a space is no line end')
})

t.test('base64 may lack its padding', async t => {
  const { bucket, ingest } = await startProducer(t)
  for (const [index, data] of ['aGVsbG8=', 'aGVsbG8', 'aGVsbA==', 'aGVsbA'].entries()) {
    t.equal((await ingest({ data, encoding: 'base64', key: `inputs/${index}` })).status, 201, data)
  }
  t.same([...bucket.objects.values()].map(String), ['hello', 'hello', 'hell', 'hell'])
})

t.test('a body of exactly 6 MiB is not too large', async t => {
  const { ingest } = await startProducer(t)
  const around = JSON.stringify({ key: 'inputs/a', data: '' }).length
  const body = (bytes: number) => JSON.stringify({ key: 'inputs/a', data: 'a'.repeat(bytes - around) })
  t.equal((await ingest(body(6 * 1024 * 1024))).status, 201)
  t.equal((await ingest(body(6 * 1024 * 1024 + 1))).status, 413)
})

t.test('the route is found by the resource, or by the end of the path if there is no resource', async t => {
  const { bucket, ingest } = await startProducer(t)
  bucket.objects.set('models/m', Buffer.from('x'))
  const status = async (event: object) => (await ingest({ key: 'models/m' }, { ...event })).status
  t.equal(await status({ resource: '/v1/ingest' }), 201)
  t.equal(await status({ resource: undefined, path: '/prod/ingest' }), 200)
  t.equal(await status({ resource: undefined, path: '/prod/predict' }), 404)
  t.equal(await status({ resource: '/predict', path: '/ingest' }), 404)
  t.equal(await status({ httpMethod: 'PUT' }), 405)
})
