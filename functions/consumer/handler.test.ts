import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { sendError } from '../bucket/bucket-server-fixture.ts'
import { input, sha256, startConsumer } from './consumer-fixture.ts'
import { addModel, identityModel } from './models-fixture.ts'

const row = input(['x', 'FP32', [1, 2], [1, 2]])

t.test('a prediction runs a model over an input and writes the result', async t => {
  const { mountPath, store, predict, log } = await startConsumer(t)
  const model = addModel([10, 20])
  store('models/sub/add.onnx', model)
  store('inputs/row', row)
  const { status, headers, body } = await predict({ fileId: 'row', model: 'sub/add' })
  t.equal(status, 200)
  t.match(headers, {
    'Content-Type': 'application/json',
    'Access-Control-Allow-Origin': '*',
    'X-Log-Stream': 'stream-1',
  })
  const outputs = [{ name: 'y', shape: [1, 2], datatype: 'FP32', data: [11, 22] }]
  t.match(body, {
    fileId: 'row',
    efsPath: join(mountPath, 'outputs/row.result'),
    durationMs: Number,
    model: 'sub/add',
    inputSha256: sha256(row),
    modelSha256: sha256(model),
    outputs,
    coldStart: true,
    stages: { readMs: Number, modelLoadMs: Number, inferenceMs: Number, writeMs: Number },
  })
  const { durationMs, stages } = body
  for (const [stage, ms] of Object.entries<number>(stages)) t.ok(ms <= durationMs, `${stage}: ${ms} of ${durationMs}`)
  t.notOk('s3Key' in body)
  const result = JSON.parse(readFileSync(body.efsPath, 'utf8'))
  t.match(result, { model_name: 'sub/add', id: 'row', outputs })
  t.match(result.parameters, {
    inputSha256: sha256(row),
    modelSha256: sha256(model),
    durationMs: Number,
    stages: { readMs: Number, modelLoadMs: Number, inferenceMs: Number },
  })
  t.same(readdirSync(join(mountPath, '.staging')), [])
  t.match(log.at(-1), { level: 'INFO', requestId: 'request-1', fileId: 'row', outcome: 'predicted', coldStart: true })
  t.match(log.at(-1), {
    model: 'sub/add',
    inputSha256: sha256(row),
    modelSha256: sha256(model),
    stages: { readMs: Number },
  })
})

t.test('only the first invocation of an environment is a cold start, whether it succeeds or not', async t => {
  const { store, predict } = await startConsumer(t)
  store('models/add.onnx', addModel([1, 1]))
  store('inputs/row', row)
  t.match(await predict('not JSON'), { status: 400 })
  t.match(await predict({ fileId: 'row', model: 'add' }), { status: 200, body: { coldStart: false } })
})

t.test('a request can name a model with or without .onnx, and the exact name comes first', async t => {
  const { store, predict } = await startConsumer(t)
  store('inputs/row', row)
  store('models/a.onnx', addModel([1, 1]))
  store('models/b.onnx', addModel([1, 1]))
  store('models/b', addModel([5, 5]))
  for (const model of ['a', 'a.onnx', 'b.onnx']) {
    t.match((await predict({ fileId: 'row', model })).body.outputs, [{ data: [2, 3] }], model)
  }
  t.match((await predict({ fileId: 'row', model: 'b' })).body.outputs, [{ data: [6, 7] }])
})

t.test('ten requests at once read the same model', async t => {
  const { store, predict } = await startConsumer(t)
  const model = addModel([1, 1])
  store('models/add.onnx', model)
  for (let i = 0; i < 10; i++) store(`inputs/row${i}`, input(['x', 'FP32', [1, 2], [i, i]]))
  const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => predict({ fileId: `row${i}`, model: 'add' })))
  t.same(
    answers.map(({ body }) => [body.modelSha256, body.outputs[0].data]),
    answers.map((_, i) => [sha256(model), [i + 1, i + 1]]),
  )
})

t.test('a missing file is 404 with its fileId, a missing model 404 with both', async t => {
  const { store, predict, log } = await startConsumer(t)
  const missing = await predict({ fileId: 'nothing.json', model: 'add' })
  t.equal(missing.status, 404)
  t.match(missing.body, { error: 'NOT_FOUND', fileId: 'nothing.json', message: String })
  t.notOk('model' in missing.body, 'the model was not looked for')
  t.match(log.at(-1), { level: 'WARN', outcome: 'NOT_FOUND', fileId: 'nothing.json', stage: 'read' })
  store('inputs/row', row)
  store('models/folder.onnx/x', '')
  for (const model of ['none', 'folder']) {
    const { status, body } = await predict({ fileId: 'row', model })
    t.equal(status, 404)
    t.match(body, { error: 'MODEL_NOT_FOUND', fileId: 'row', model })
  }
  store('models/broken.onnx', 'no model')
  const records = log.length
  t.equal((await predict({ fileId: 'row', model: 'broken' })).body.error, 'INVALID_MODEL')
  t.equal(log.length, records + 1, 'only the end of the inference process has a record besides that of the request')
})

t.test('bad requests are 400', async t => {
  const { predict } = await startConsumer(t)
  const bad: [string, unknown][] = [
    ['no body', ''],
    ['an array', [1]],
    ['no fileId', { model: 'add' }],
    ['no model', { fileId: 'row' }],
    ['a fileId with a path in it', { fileId: '../models/x', model: 'add' }],
    ['a fileId too long', { fileId: 'a'.repeat(129), model: 'add' }],
    ['an empty model', { fileId: 'row', model: '' }],
    ['a model outside models/', { fileId: 'row', model: '../inputs/row' }],
    ['an absolute model', { fileId: 'row', model: '/etc/passwd' }],
    ['a model with a NUL', { fileId: 'row', model: 'a\0' }],
    ['archive that is no boolean', { fileId: 'row', model: 'add', archive: 'yes' }],
  ]
  for (const [name, body] of bad) {
    t.match(await predict(body), { status: 400, body: { error: 'INVALID_REQUEST', message: /\.$/ } }, name)
  }
})

t.test('a file that is not an ONNX model is 422, and works once a model replaces it', async t => {
  const { store, predict } = await startConsumer(t)
  store('inputs/row', row)
  for (const content of ['', 'not a model', Buffer.alloc(1000, 7), addModel([1, 1]).subarray(0, 60)]) {
    store('models/add.onnx', content)
    const { status, body } = await predict({ fileId: 'row', model: 'add' })
    t.equal(status, 422)
    t.match(body, { error: 'INVALID_MODEL', fileId: 'row', model: 'add', message: /ONNX Runtime/ })
  }
  store('models/add.onnx', addModel([1, 1]))
  t.match(await predict({ fileId: 'row', model: 'add' }), { status: 200 })
})

t.test('a result over 64 KiB is only in its file', async t => {
  const { store, predict } = await startConsumer(t)
  store('models/same.onnx', identityModel(['INT32']))
  store('inputs/large', input(['x0', 'INT32', [40_000], Array.from({ length: 40_000 }, (_, i) => i % 10)]))
  const { status, body } = await predict({ fileId: 'large', model: 'same' })
  t.equal(status, 200)
  t.notOk('outputs' in body)
  t.equal(JSON.parse(readFileSync(body.efsPath, 'utf8')).outputs[0].data.length, 40_000)
})

t.test('a result of exactly 64 KiB is in the answer', async t => {
  const { store, predict } = await startConsumer(t)
  store('models/same.onnx', identityModel(['STRING']))
  const around = JSON.stringify([{ name: 'y0', shape: [1], datatype: 'BYTES', data: [''] }]).length
  for (const [bytes, isThere] of [
    [64 * 1024, true],
    [64 * 1024 + 1, false],
  ] as const) {
    store('inputs/text', input(['x0', 'BYTES', [1], ['a'.repeat(bytes - around)]]))
    const { status, body } = await predict({ fileId: 'text', model: 'same' })
    t.equal(status, 200)
    t.equal('outputs' in body, isThere, `${bytes} bytes`)
  }
})

t.test('the result is archived only on request', async t => {
  const { bucket, store, predict } = await startConsumer(t)
  store('models/add.onnx', addModel([1, 1]))
  store('inputs/row', row)
  let contentType: string | undefined
  bucket.intercept = request => {
    contentType = request.headers['content-type']
    return false
  }
  const { body } = await predict({ fileId: 'row', model: 'add', archive: true })
  t.match(body, { s3Key: 'outputs/row.result', stages: { archiveMs: Number } })
  t.equal(String(bucket.objects.get('outputs/row.result')), readFileSync(body.efsPath, 'utf8'))
  t.equal(contentType, 'application/json')
  await predict({ fileId: 'row', model: 'add' })
  await predict({ fileId: 'row', model: 'add', archive: false })
  t.same(bucket.requests, ['PUT outputs/row.result'], 'no other request archives')
})

t.test('a prediction whose archive S3 refuses is 502, and the result stays on EFS', async t => {
  const { bucket, mountPath, store, predict, log } = await startConsumer(t)
  bucket.intercept = (_request, response) => {
    sendError(response, 503, 'SlowDown')
    return true
  }
  store('models/add.onnx', addModel([1, 1]))
  store('inputs/row', row)
  const { status, body } = await predict({ fileId: 'row', model: 'add', archive: true })
  t.equal(status, 502)
  t.match(body, { error: 'S3_UNAVAILABLE', fileId: 'row', model: 'add' })
  t.ok(existsSync(join(mountPath, 'outputs/row.result')))
  t.match(log.at(-1), { level: 'ERROR', outcome: 'S3_UNAVAILABLE', stage: 'archive' })
})

t.test('the Consumer does not serve the Producer’s route', async t => {
  const { predict, handler } = await startConsumer(t)
  t.match(await predict({}, { resource: '/ingest' }), { status: 404, body: { error: 'ROUTE_NOT_FOUND' } })
  await t.rejects(handler({ Records: [] }), /not from API Gateway/)
})

t.test('a call without a context, as a test of one’s own may make it, is answered', async t => {
  const { handler } = await startConsumer(t)
  const event = { resource: '/predict', path: '/predict', httpMethod: 'POST', isBase64Encoded: false }
  const answer = await handler({ ...event, body: JSON.stringify({ fileId: 'row', model: 'none' }) })
  t.equal(answer.statusCode, 404)
})
