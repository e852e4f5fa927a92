import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { fileIdOf } from '../working-set/file-id.ts'
import { startProducer } from './producer-fixture.ts'

t.test('an object is copied to EFS once, and a second request answers that it exists', async t => {
  const { bucket, mountPath, ingest, staging, log } = await startProducer(t)
  bucket.objects.set('models/vision/digits v2.onnx', Buffer.from('weights'))
  const efsPath = join(mountPath, 'models/vision/digits v2.onnx')

  const created = await ingest({ key: 'models/vision/digits v2.onnx' })
  t.equal(created.status, 201)
  t.match(created.body, {
    fileId: fileIdOf('models/vision/digits v2.onnx'),
    efsPath,
    key: 'models/vision/digits v2.onnx',
    bytes: 7,
    status: 'created',
    durationMs: Number,
  })
  t.match(created.headers, {
    'Content-Type': 'application/json',
    'Access-Control-Allow-Origin': '*',
    'X-Request-Id': 'request-1',
    'X-Log-Stream': 'stream-1',
  })
  t.equal(readFileSync(efsPath, 'utf8'), 'weights')
  t.match(log.at(-1), {
    level: 'INFO',
    requestId: 'request-1',
    fileId: created.body.fileId,
    outcome: 'created',
    stage: 'write',
  })
  t.match(log.at(-1)?.timestamp, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/)

  const sent = bucket.bytesSent
  const repeated = await ingest({ key: 'models/vision/digits v2.onnx' })
  t.equal(repeated.status, 200)
  t.match(repeated.body, { fileId: created.body.fileId, efsPath, bytes: 7, status: 'exists' })
  t.equal(bucket.bytesSent, sent, 'none of its bytes is sent again')
  t.same(staging(), [])
})

t.test('exactly one of many concurrent requests for an object creates it', async t => {
  const { bucket, ingest, staging } = await startProducer(t)
  bucket.objects.set('inputs/a', Buffer.alloc(3_000_000, 7))
  const answers = await Promise.all(Array.from({ length: 8 }, () => ingest({ key: 'inputs/a' })))
  t.same(answers.map(answer => answer.status).sort(), [200, 200, 200, 200, 200, 200, 200, 201])
  t.ok(answers.every(answer => answer.body.bytes === 3_000_000))
  t.same(staging(), [])
})

t.test('data is stored in the bucket and on EFS, under its key', async t => {
  const { bucket, ingest } = await startProducer(t)
  const { status, body } = await ingest({ data: 'aGVsbG8=', encoding: 'base64', key: 'inputs/greeting.txt' })
  t.equal(status, 201)
  t.equal(readFileSync(body.efsPath, 'utf8'), 'hello')
  t.equal(String(bucket.objects.get('inputs/greeting.txt')), 'hello')
  t.match(await ingest({ data: 'other', key: 'inputs/greeting.txt' }), {
    status: 200,
    body: { status: 'exists', bytes: 5 },
  })
  t.same(bucket.requests, ['PUT inputs/greeting.txt'], 'S3 is not asked again')
})

t.test('data without a key is stored under the hash of its content, so the same data is the same file', async t => {
  const { ingest } = await startProducer(t)
  const first = await ingest({ data: 'héllo' })
  const again = await ingest({ data: Buffer.from('héllo').toString('base64'), encoding: 'base64' })
  const byKey = await ingest({ key: first.body.key })
  const other = await ingest({ data: 'hello' })
  t.equal(first.status, 201)
  t.match(first.body, { fileId: /^sha256-[0-9a-f]{64}$/, key: `inputs/${first.body.fileId}`, bytes: 6 })
  t.match([again, byKey], [{ status: 200 }, { status: 200 }])
  t.same([again.body.fileId, byKey.body.fileId], [first.body.fileId, first.body.fileId])
  t.not(other.body.fileId, first.body.fileId)
})

t.test('if EFS fails after the bucket has the data, the same request finishes the work', async t => {
  const { bucket, ingest, mountPath } = await startProducer(t)
  writeFileSync(join(mountPath, '.staging'), 'in the way')
  const failed = await ingest({ data: 'hello', key: 'inputs/a' })
  t.match(failed, { status: 500, body: { error: 'EFS_UNAVAILABLE' } }, 'a folder that cannot be made')
  t.equal(String(bucket.objects.get('inputs/a')), 'hello')
  rmSync(join(mountPath, '.staging'))
  t.match(await ingest({ data: 'hello', key: 'inputs/a' }), { status: 201, body: { status: 'created' } })
})

t.test('data never overwrites an object of the bucket, and EFS gets the object', async t => {
  const { bucket, ingest } = await startProducer(t)
  bucket.objects.set('inputs/a', Buffer.from('stored before'))
  const { status, body } = await ingest({ data: 'new', key: 'inputs/a' })
  t.match({ status, body }, { status: 200, body: { status: 'exists', bytes: 13 } })
  t.equal(String(bucket.objects.get('inputs/a')), 'stored before')
  t.equal(readFileSync(body.efsPath, 'utf8'), 'stored before')
})

t.test('a missing object is 404 with its key, and nothing is left on EFS', async t => {
  const { ingest, mountPath, log } = await startProducer(t)
  const { status, body } = await ingest({ key: 'models/none.onnx' })
  t.equal(status, 404)
  t.match(body, { error: 'NOT_FOUND', key: 'models/none.onnx', message: String })
  t.notOk(existsSync(join(mountPath, 'models')))
  t.match(log.at(-1), { level: 'WARN', outcome: 'NOT_FOUND', stage: 'read' })
})

t.test('bad requests are 400 with a reason', async t => {
  const { ingest, log } = await startProducer(t)
  const bad: [string, unknown][] = [
    ['no body', ''],
    ['not JSON', '{"key":'],
    ['an array', []],
    ['null', 'null'],
    ['neither key nor data', {}],
    ['a key that is no string', { key: 1 }],
    ['outside models/ and inputs/', { key: 'outputs/x' }],
    ['no folder', { key: 'x' }],
    ['the folder itself', { key: 'models/' }],
    ['an empty name', { key: 'models//x' }],
    ['climbing', { key: 'models/../outputs/x' }],
    ['a dot', { key: 'inputs/./x' }],
    ['absolute', { key: '/models/x' }],
    ['a control character', { key: 'models/a\nb' }],
    ['a NUL', { key: 'models/a\0' }],
    ['a lone surrogate', { key: 'models/\ud800' }],
    ['too long', { key: `models/${'a/'.repeat(520)}a` }],
    ['a name too long', { key: `models/${'a'.repeat(256)}` }],
    ['data under models/', { data: 'x', key: 'models/x' }],
    ['unknown encoding', { data: 'x', encoding: 'hex' }],
    ['not base64', { data: 'a*b', encoding: 'base64' }],
    ['a lone surrogate in data', { data: '\ud800' }],
  ]
  for (const [name, body] of bad) {
    const answer = await ingest(body)
    t.match(answer, { status: 400, body: { error: 'INVALID_REQUEST', message: /\.$/ } }, name)
    t.match(log.at(-1), { level: 'WARN', outcome: 'INVALID_REQUEST', stage: 'validate', fileId: null }, name)
  }
})

t.test('a body that API Gateway encoded is decoded, and a body over the limit is 413', async t => {
  const { ingest, bucket } = await startProducer(t)
  bucket.objects.set('inputs/a', Buffer.from('x'))
  const encoded = Buffer.from('{"key":"inputs/a"}').toString('base64')
  t.match(await ingest(encoded, { isBase64Encoded: true }), { status: 201 })
  const large = await ingest({ data: 'a'.repeat(6 * 1024 * 1024) })
  t.match(large, { status: 413, body: { error: 'TOO_LARGE', bytes: 6_291_467, limitBytes: 6_291_456 } })
})

t.test('other routes and methods are refused, and other events are an error', async t => {
  const { ingest, handler } = await startProducer(t)
  t.match(await ingest({}, { httpMethod: 'GET' }), { status: 405, headers: { Allow: 'POST' } })
  t.match(await ingest({}, { resource: '/predict' }), { status: 404, body: { error: 'ROUTE_NOT_FOUND' } })
  await t.rejects(
    Promise.resolve().then(() => handler({ hello: 'world' })),
    /neither from API Gateway/,
  )
})

t.test('a key a/b beside a, which a bucket can hold, is refused for EFS', async t => {
  const { bucket, ingest } = await startProducer(t)
  for (const key of ['models/a', 'models/a/b', 'models/c/d', 'models/c']) bucket.objects.set(key, Buffer.from(key))
  t.match(await ingest({ key: 'models/a' }), { status: 201 })
  t.match(await ingest({ key: 'models/a/b' }), { status: 400, body: { error: 'INVALID_REQUEST', message: /folder/ } })
  t.match(await ingest({ key: 'models/c/d' }), { status: 201 })
  t.match(await ingest({ key: 'models/c' }), { status: 400, body: { error: 'INVALID_REQUEST', message: /folder/ } })
})
