import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { startProducer } from './producer-fixture.ts'

const neither = { name: 'TypeError', message: 'The event is neither from API Gateway (REST proxy) nor from S3.' }

t.test('the refusal of a request says what is wrong with it', async t => {
  const { ingest } = await startProducer(t)
  for (const [body, message] of [
    [{}, 'The body has neither key nor data.'],
    [{ data: 'x', key: 'models/x' }, 'Data is stored under inputs/ only, not as models/x.'],
    [{ data: 'a*b', encoding: 'base64' }, 'The field data is not valid base64.'],
    [{ data: 'YQ===', encoding: 'base64' }, 'The field data is not valid base64.'],
    [{ data: '=YQ', encoding: 'base64' }, 'The field data is not valid base64.'],
    [{ data: 'YWJj==', encoding: 'base64' }, 'The field data is not valid base64.'],
    [{ data: 'a\ud800' }, 'The field data is not valid utf8.'],
  ] as const) {
    t.match(await ingest(body), { status: 400, body: { error: 'INVALID_REQUEST', message } }, JSON.stringify(body))
  }
})

t.test('text that ends like padded base64 is stored with its end', async t => {
  const { bucket, ingest } = await startProducer(t)
  t.match(await ingest({ data: 'a = b ==', encoding: 'utf8', key: 'inputs/a' }), { status: 201, body: { bytes: 8 } })
  t.equal(String(bucket.objects.get('inputs/a')), 'a = b ==')
})

t.test('the message about a folder in the place of a file says that it is a folder', async t => {
  const { mountPath, ingest, log } = await startProducer(t)
  mkdirSync(join(mountPath, 'models/c'), { recursive: true })
  const message = 'On EFS models/c is or lies below a folder, so it cannot be a file.'
  t.match(await ingest({ key: 'models/c' }), { status: 400, body: { error: 'INVALID_REQUEST', message } })
  t.match(log.at(-1), { outcome: 'INVALID_REQUEST', stage: 'write' })
})

t.test('an event about an object that would lie below a file fails in stage write', async t => {
  const { bucket, notify, log } = await startProducer(t)
  for (const key of ['models/a', 'models/a/b']) bucket.objects.set(key, Buffer.from(key))
  await notify('models/a')
  await t.rejects(notify('models/a/b'), { code: 'INVALID_REQUEST' })
  t.match(log.at(-1), { outcome: 'INVALID_REQUEST', stage: 'write' })
})

t.test('the refusal of an object that is too large has its size and the limit', async t => {
  const { bucket, ingest } = await startProducer(t)
  bucket.intercept = (_request, response) => {
    response.writeHead(200, { ETag: '"x"', 'Content-Length': 1024 ** 3 + 1 }).write('first bytes')
    return true
  }
  const message = 'models/huge has at least 1073741825 bytes; the limit is 1073741824.'
  t.match(await ingest({ key: 'models/huge' }), { status: 413, body: { error: 'TOO_LARGE', message } })
})

t.test('an answer of S3 that does not fit the request is an unexpected error', async t => {
  const { bucket, ingest, notify, log } = await startProducer(t)
  bucket.intercept = (_request, response) => {
    response.writeHead(304).end()
    return true
  }
  const message = 'S3 answered 304 to a request without a condition'
  t.match(await ingest({ key: 'models/m' }), { status: 500, body: { error: 'INTERNAL_ERROR' } })
  t.match(log.at(-2)?.cause, { message })
  await t.rejects(notify('models/m'), { name: 'TypeError', message })
})

t.test('an event that is neither a request nor a list of S3 records is an error', async t => {
  const { handler } = await startProducer(t)
  for (const event of [null, undefined, 'text', {}, { Records: 'none' }, { Records: [null] }, { Records: [{}] }]) {
    await t.rejects(handler(event), neither, JSON.stringify(event))
  }
})

t.test('a direct call without a context has no request ID', async t => {
  const { handler, log } = await startProducer(t)
  t.match(await handler({ httpMethod: 'POST', body: '{}' }), { statusCode: 400, headers: { 'X-Request-Id': '' } })
  t.match(log, [{ requestId: '' }])
})

t.test('a record with an undecodable key fails, and its log line has the key as it arrived', async t => {
  const { bucket, handler, log } = await startProducer(t)
  const s3 = { bucket: { name: bucket.name }, object: { key: 'models/%' } }
  const Records = [{ eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3 }]
  await t.rejects(handler({ Records }), { name: 'URIError' })
  t.match(log, [
    { level: 'ERROR', message: 'URI malformed', cause: { message: 'URI malformed' } },
    { level: 'ERROR', outcome: 'INTERNAL_ERROR', key: 'models/%', event: 'ObjectCreated:Put' },
  ])
})

t.test('the error about an event of another bucket names both buckets', async t => {
  const { handler } = await startProducer(t)
  const s3 = { bucket: { name: 'other' }, object: { key: 'models/m' } }
  const Records = [{ eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3 }]
  const message = 'The event is about bucket other, but this function reads test-bucket.'
  await t.rejects(handler({ Records }), { code: 'INVALID_REQUEST', message })
})

t.test('a folder marker is ignored, and its log line has the key as it arrived', async t => {
  const { notify, log } = await startProducer(t)
  t.same(await notify('models/folder/'), [{ key: 'models%2Ffolder%2F', status: 'ignored' }])
  t.match(log, [{ level: 'INFO', outcome: 'ignored', key: 'models%2Ffolder%2F', fileId: null }])
})

t.test('if several records fail, one error with all of their errors is thrown', async t => {
  const { notify } = await startProducer(t)
  await t.rejects(notify('models/a', 'models/b'), {
    message: '2 of 2 objects failed',
    errors: [{ code: 'NOT_FOUND' }, { code: 'NOT_FOUND' }],
  })
})
