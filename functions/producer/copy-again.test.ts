import { existsSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { sendError } from '../bucket/bucket-server-fixture.ts'
import { startProducer } from './producer-fixture.ts'

t.test('an object without an ETag is refused, because its changes could not be noticed', async t => {
  const { bucket, mountPath, ingest } = await startProducer(t)
  bucket.intercept = (_request, response) => {
    response.writeHead(200, { 'Content-Length': 3 }).end('abc')
    return true
  }
  t.match(await ingest({ key: 'models/m' }), {
    status: 502,
    body: { error: 'S3_UNAVAILABLE', message: /no ETag/, key: 'models/m' },
  })
  t.notOk(existsSync(join(mountPath, 'models/m')))
})

t.test('interrupted downloads do not count as replacements', async t => {
  const { bucket, ingest } = await startProducer(t)
  const data = Buffer.alloc(9 * 1024 ** 2, 1)
  bucket.objects.set('models/m', data)
  let ranges = 0
  let whole = 0
  bucket.intercept = (request, response) => {
    if (request.headers.range) {
      if (++ranges > 3) return false
      sendError(response, 412, 'PreconditionFailed')
      return true
    }
    // After three replacements, two downloads break off.
    if (++whole !== 4 && whole !== 5) return false
    response.writeHead(200, { ETag: '"x"', 'Content-Length': 1000 })
    response.write('abc', () => response.destroy())
    return true
  }
  t.match(await ingest({ key: 'models/m' }), { status: 201, body: { bytes: data.length } })
  t.equal(whole, 6)
})
