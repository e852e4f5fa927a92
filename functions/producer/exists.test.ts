import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { sendError } from '../bucket/bucket-server-fixture.ts'
import { keyOfContent } from '../working-set/file-id.ts'
import { startProducer } from './producer-fixture.ts'

t.test('a model whose object has changed since the copy is replaced, and the answer says so', async t => {
  const { bucket, mountPath, ingest, staging } = await startProducer(t)
  bucket.objects.set('models/m', Buffer.from('weights'))
  const { body } = await ingest({ key: 'models/m' })
  bucket.objects.set('models/m', Buffer.from('other weights'))
  const again = await ingest({ key: 'models/m' })
  t.equal(again.status, 200)
  t.match(again.body, { fileId: body.fileId, efsPath: body.efsPath, bytes: 13, status: 'replaced' })
  t.equal(readFileSync(join(mountPath, 'models/m'), 'utf8'), 'other weights')
  t.match(await ingest({ key: 'models/m' }), { status: 200, body: { status: 'exists', bytes: 13 } })
  t.same(staging(), [])
})

t.test('a model whose object is deleted still exists while EFS has its copy', async t => {
  const { bucket, ingest } = await startProducer(t)
  bucket.objects.set('models/m', Buffer.from('weights'))
  await ingest({ key: 'models/m' })
  bucket.objects.delete('models/m')
  t.match(await ingest({ key: 'models/m' }), { status: 200, body: { status: 'exists', bytes: 7 } })
})

t.test('a request for a model is S3_UNAVAILABLE while S3 does not say whether the model has changed', async t => {
  const { bucket, ingest } = await startProducer(t)
  bucket.objects.set('models/m', Buffer.from('weights'))
  await ingest({ key: 'models/m' })
  bucket.intercept = (_request, response) => {
    sendError(response, 503, 'SlowDown')
    return true
  }
  t.match(await ingest({ key: 'models/m' }), { status: 502, body: { error: 'S3_UNAVAILABLE' } })
})

t.test('S3 is not asked about an input that is on EFS, because inputs never change', async t => {
  const { bucket, ingest } = await startProducer(t)
  bucket.objects.set('inputs/a', Buffer.from('one'))
  await ingest({ key: 'inputs/a' })
  bucket.objects.set('inputs/a', Buffer.from('another'))
  bucket.requests.length = 0
  t.match(await ingest({ key: 'inputs/a' }), { status: 200, body: { status: 'exists', bytes: 3 } })
  t.same(bucket.requests, [])
})

t.test('a key that is named after a content refuses any other content', async t => {
  const { bucket, ingest, mountPath } = await startProducer(t)
  const named = keyOfContent(Buffer.from('A'))
  t.match(await ingest({ key: named, data: 'B' }), { status: 400, body: { error: 'INVALID_REQUEST' } })
  t.equal(bucket.objects.size, 0)
  bucket.objects.set(named, Buffer.from('B')) // put there by somebody else
  for (const request of [{ data: 'A' }, { key: named }]) {
    t.match(await ingest(request), {
      status: 400,
      body: { error: 'INVALID_REQUEST', message: /named after another content/ },
    })
  }
  t.notOk(existsSync(join(mountPath, named)))
  bucket.objects.delete(named)
  t.match(await ingest({ key: named, data: 'A' }), { status: 201 })
})
