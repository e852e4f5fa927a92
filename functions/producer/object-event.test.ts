import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { eventually } from '../../tools/testing/eventually.ts'
import { etagOf, sendError } from '../bucket/bucket-server-fixture.ts'
import { fileIdOf } from '../working-set/file-id.ts'
import { fileHandlePrototype } from '../working-set/working-set-fixture.ts'
import { startProducer } from './producer-fixture.ts'

t.test('an event with several records copies each object and decodes its key', async t => {
  const { bucket, mountPath, notify, log } = await startProducer(t)
  bucket.objects.set('models/a b+c/é.onnx', Buffer.from('one'))
  bucket.objects.set('models/two.onnx', Buffer.alloc(0))
  const outcomes = await notify('models/a b+c/é.onnx', 'models/', 'models/two.onnx', 'models/folder/')
  t.match(outcomes, [{ status: 'created' }, { status: 'ignored' }, { status: 'created' }, { status: 'ignored' }])
  t.equal(readFileSync(join(mountPath, 'models/a b+c/é.onnx'), 'utf8'), 'one')
  t.equal(statSync(join(mountPath, 'models/two.onnx')).size, 0)
  t.same(readdirSync(join(mountPath, 'models')), ['a b+c', 'two.onnx'])
  t.match(log[0], {
    level: 'INFO',
    requestId: 'request-1',
    fileId: fileIdOf('models/a b+c/é.onnx'),
    outcome: 'created',
    bytes: 3,
    event: 'ObjectCreated:Put',
    key: 'models/a b+c/é.onnx',
    sha256: createHash('sha256').update('one').digest('hex'),
  })
})

t.test('an object is copied in whatever way it was created', async t => {
  const { bucket, handler } = await startProducer(t)
  for (const kind of ['Put', 'Post', 'Copy', 'CompleteMultipartUpload']) {
    bucket.objects.set(`models/${kind}`, Buffer.from(kind))
    const s3 = { bucket: { name: bucket.name }, object: { key: `models/${kind}` } }
    const Records = [{ eventSource: 'aws:s3', eventName: `ObjectCreated:${kind}`, s3 }]
    t.match(await handler({ Records }), [{ key: `models/${kind}`, status: 'created' }])
  }
})

t.test('an object that changes during each of ten attempts fails the event, so Lambda tries again', async t => {
  const { bucket, notify, log } = await startProducer(t)
  bucket.intercept = () => {
    bucket.objects.set('models/m', Buffer.from(`version ${bucket.requests.length}`))
    return false
  }
  await t.rejects(notify('models/m'), { code: 'S3_UNAVAILABLE', message: /changed during each of 10 attempts/ })
  t.equal(bucket.requests.length, 10)
  t.match(log.at(-1), { outcome: 'S3_UNAVAILABLE' })
})

t.test('an unchanged object is not copied again, even if the store sends it again', async t => {
  const { bucket, mountPath, notify } = await startProducer(t)
  const data = Buffer.from('same')
  bucket.intercept = (_request, response) => {
    response.writeHead(200, { ETag: etagOf(data), 'Content-Length': data.length }).end(data)
    return true
  }
  t.match(await notify('models/m'), [{ status: 'created' }])
  const { ino } = statSync(join(mountPath, 'models/m'))
  t.match(await notify('models/m'), [{ status: 'exists', key: 'models/m' }])
  t.equal(statSync(join(mountPath, 'models/m')).ino, ino)
})

t.test('an overwritten object replaces its copy, and the fileId stays', async t => {
  const { bucket, mountPath, notify, ingest, staging } = await startProducer(t)
  bucket.objects.set('models/m', Buffer.from('version 1'))
  const { body } = await ingest({ key: 'models/m' })
  bucket.objects.set('models/m', Buffer.from('version two'))
  t.match(await notify('models/m'), [{ status: 'replaced' }])
  t.equal(readFileSync(join(mountPath, 'models/m'), 'utf8'), 'version two')
  t.match((await ingest({ key: 'models/m' })).body, { fileId: body.fileId, status: 'exists', bytes: 11 })
  t.same(staging(), [])
})

t.test('a repeated or late event neither downloads nor writes', async t => {
  const { bucket, mountPath, notify, log } = await startProducer(t)
  bucket.objects.set('models/m', Buffer.from('newest'))
  await notify('models/m')
  const before = statSync(join(mountPath, 'models/m'), { bigint: true })
  t.match(await notify('models/m', 'models/m'), [{ status: 'exists' }, { status: 'exists' }])
  t.match(log.at(-1), { outcome: 'exists', bytes: 6 })
  t.equal(bucket.bytesSent, 6, 'sent once')
  const after = statSync(join(mountPath, 'models/m'), { bigint: true })
  t.same([after.ino, after.mtimeNs], [before.ino, before.mtimeNs])
})

t.test('the newer of two versions that are copied at once stays, even if the older is renamed last', async t => {
  const { bucket, mountPath, notify } = await startProducer(t)
  const [old, young] = [Buffer.from('old version'), Buffer.from('young version')]
  bucket.objects.set('models/m', old)
  let release = () => {}
  const held = new Promise<void>(resolve => (release = resolve))
  let gets = 0
  bucket.intercept = async (_request, response) => {
    if (++gets > 1) return false
    response.writeHead(200, { ETag: '"old"', 'Content-Length': old.length }).flushHeaders()
    response.write(old.subarray(0, 3))
    await held
    response.end(old.subarray(3))
    return true
  }
  const slow = notify('models/m')
  await eventually('the object is asked for', () => gets > 0)
  bucket.objects.set('models/m', young)
  t.match(await notify('models/m'), [{ status: 'created' }])
  release()
  await slow
  t.equal(readFileSync(join(mountPath, 'models/m'), 'utf8'), 'young version')
})

t.test('if a writer dies between the copy and its record, the next event copies again', async t => {
  const { bucket, mountPath, notify, ingest } = await startProducer(t)
  bucket.objects.set('models/m', Buffer.from('version 1'))
  await ingest({ key: 'models/m' })
  const record = join(mountPath, '.origins', `${fileIdOf('models/m')}.json`)
  const oldRecord = readFileSync(record)
  bucket.objects.set('models/m', Buffer.from('version 2'))
  await notify('models/m')

  bucket.objects.set('models/m', Buffer.from('version 1'))
  writeFileSync(record, oldRecord) // the record says version 1, but the copy is version 2
  await notify('models/m')
  t.equal(readFileSync(join(mountPath, 'models/m'), 'utf8'), 'version 1')

  for (const content of ['', '{', '{}']) {
    bucket.objects.set('models/m', Buffer.from(`after ${content}`))
    writeFileSync(record, content)
    await notify('models/m')
    t.equal(readFileSync(join(mountPath, 'models/m'), 'utf8'), `after ${content}`)
  }
  rmSync(record)
  t.match(await notify('models/m'), [{ status: 'replaced' }])
})

t.test('the error of a failed record is thrown after the other records are done, so Lambda tries again', async t => {
  const { bucket, mountPath, notify, log } = await startProducer(t)
  bucket.objects.set('models/good', Buffer.from('x'))
  await t.rejects(notify('models/gone', 'models/good'), { code: 'NOT_FOUND' })
  t.ok(existsSync(join(mountPath, 'models/good')))
  t.match(
    log.find(line => line.outcome === 'NOT_FOUND'),
    {
      level: 'ERROR',
      fileId: fileIdOf('models/gone'),
      requestId: 'request-1',
      stage: 'read',
      keptAfterRetries: 's3://test-bucket/aws/lambda/async/test-producer/',
    },
  )
  await t.rejects(notify('models/gone', 'models/../x'), /2 of 2 objects failed/)
})

t.test('an object that was deleted during its copy keeps the copy on EFS', async t => {
  const { bucket, mountPath, notify } = await startProducer(t)
  bucket.objects.set('models/m', Buffer.from('x'))
  let gets = 0
  bucket.intercept = () => {
    if (++gets === 2) bucket.objects.delete('models/m')
    return false
  }
  t.match(await notify('models/m'), [{ status: 'created' }])
  t.ok(existsSync(join(mountPath, 'models/m')))
})

t.test('if S3 refuses to confirm an object after its copy, the event fails', async t => {
  const { bucket, mountPath, notify, log } = await startProducer(t)
  bucket.objects.set('models/m', Buffer.from('x'))
  bucket.intercept = (_request, response) => {
    if (bucket.requests.length === 1) return false
    sendError(response, 403, 'AccessDenied')
    return true
  }
  await t.rejects(notify('models/m'), { code: 'S3_UNAVAILABLE', message: /AccessDenied/ })
  t.match(log.at(-1), { outcome: 'S3_UNAVAILABLE', stage: 'read' })
  t.ok(existsSync(join(mountPath, 'models/m')))
})

t.test('events of another kind, or of another bucket, copy nothing', async t => {
  const { bucket, handler } = await startProducer(t)
  const record = { eventSource: 'aws:s3', s3: { bucket: { name: bucket.name }, object: { key: 'models/m' } } }
  t.match(await handler({ Records: [{ ...record, eventName: 'ObjectRemoved:Delete' }] }), [{ status: 'ignored' }])
  const foreign = { ...record, eventName: 'ObjectCreated:Put', s3: { ...record.s3, bucket: { name: 'other' } } }
  await t.rejects(handler({ Records: [foreign] }), /bucket other/)
  const other = { ...record, eventSource: 'aws:sqs', eventName: 'ObjectCreated:Put' }
  await t.rejects(
    Promise.resolve().then(() => handler({ Records: [{ ...other, eventSource: 'aws:s3' }, other] })),
    {
      message: /neither from API Gateway \(REST proxy\) nor from S3/,
    },
  )
  t.same(bucket.requests, [])
})

t.test('a writer that another one has superseded checks again and reports the new state', async t => {
  const { bucket, mountPath, notify } = await startProducer(t)
  bucket.objects.set('models/m', Buffer.from('x'))
  const prototype = await fileHandlePrototype(mountPath)
  const { sync } = prototype
  let flushes = 0
  t.intercept(prototype, 'sync', {
    async value(this: typeof prototype) {
      if (flushes++ === 0) throw Object.assign(new Error('stale'), { code: 'ESTALE', errno: -116, syscall: 'fsync' })
      return sync.call(this)
    },
  })
  t.same(await notify('models/m'), [{ key: 'models/m', status: 'created' }])
  t.equal(readFileSync(join(mountPath, 'models/m'), 'utf8'), 'x')
})

t.test('a writer whose work another one has done meanwhile reports that the object exists', async t => {
  const { bucket, mountPath, notify } = await startProducer(t)
  bucket.objects.set('models/m', Buffer.from('x'))
  const prototype = await fileHandlePrototype(mountPath)
  const { sync } = prototype
  let other: Promise<unknown> | undefined
  t.intercept(prototype, 'sync', {
    async value(this: typeof prototype) {
      if (other) return sync.call(this)
      other = notify('models/m')
      await other
      throw Object.assign(new Error('stale'), { code: 'ESTALE', errno: -116, syscall: 'fsync' })
    },
  })
  t.same(await notify('models/m'), [{ key: 'models/m', status: 'exists' }])
  t.same(await other, [{ key: 'models/m', status: 'created' }])
})

t.test('a writer that is superseded at each of ten attempts fails, and the message says so', async t => {
  const { bucket, mountPath, notify } = await startProducer(t)
  bucket.objects.set('models/m', Buffer.from('x'))
  const stale = Object.assign(new Error('stale'), { code: 'ESTALE', errno: -116, syscall: 'fsync' })
  t.intercept(await fileHandlePrototype(mountPath), 'sync', { value: () => Promise.reject(stale) })
  t.intercept(Math, 'random', { value: () => 0 })
  await t.rejects(notify('models/m'), { code: 'EFS_UNAVAILABLE', message: /Another writer replaced models\/m/ })
  t.equal(bucket.requests.length, 10)
})
