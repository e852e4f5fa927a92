import { createHash } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { crc32 } from 'node:zlib'
import t from 'tap'
import { etagOf, sendError } from '../bucket/bucket-server-fixture.ts'
import { partBytes } from '../bucket/lanes.ts'
import { beginOf, bytesOf, startWith } from './parts-fixture.ts'

t.test('a large object is downloaded in ranges of one version, several at a time', async t => {
  const data = bytesOf(40)
  const { bucket, ingest, copied, origin, staging } = await startWith(t, data)
  const ranges: (string | undefined)[] = []
  const waiting: (() => void)[] = []
  bucket.intercept = async request => {
    ranges.push(request.headers.range)
    if (request.headers.range) t.equal(request.headers['if-match'], etagOf(data))
    // No range is answered before all have been requested.
    if (ranges.length < 6) await new Promise<void>(resolve => waiting.push(resolve))
    else for (const go of waiting) go()
    return false
  }
  const first = bucket.intercept
  bucket.intercept = (request, response, key) => (request.headers.range ? first(request, response, key) : false)
  ranges.push(undefined) // the first request, which opened the object
  t.match(await ingest({ key: 'models/m' }), { status: 201, body: { bytes: data.length } })
  t.ok(copied()?.equals(data))
  t.match(origin(), { sha256: createHash('sha256').update(data).digest('hex'), etag: etagOf(data) })
  t.same(
    ranges.map(beginOf).sort((a, b) => a - b),
    [0, 1, 2, 3, 4, 5].map(part => part * partBytes),
  )
  t.same(staging(), [])
})

t.test('only the part that breaks off, is refused or stalls is requested again', async t => {
  const data = bytesOf(17)
  const { bucket, ingest, copied } = await startWith(t, data, { s3SilenceMs: 300 })
  const troubles: ((response: ServerResponse) => void)[] = [
    response => response.destroy(),
    response => sendError(response, 500, 'InternalError'),
    response =>
      void response
        .writeHead(206, {
          ETag: etagOf(data),
          'Content-Range': `bytes 8388608-16777215/${data.length}`,
          'Content-Length': partBytes,
        })
        .write('x'),
  ]
  bucket.intercept = (request, response) => {
    if (beginOf(request.headers.range) !== partBytes) return false
    const trouble = troubles.shift()
    trouble?.(response)
    return trouble !== undefined
  }
  t.match(await ingest({ key: 'models/m' }), { status: 201 })
  t.ok(copied()?.equals(data))
  t.equal(troubles.length, 0)
  t.equal(bucket.bytesSent < 2 * data.length, true, 'the other parts came once')
})

t.test('if an object is replaced between two ranges the copy starts over, and versions are never mixed', async t => {
  const [old, young] = [bytesOf(17, 1), bytesOf(17, 2)]
  const { bucket, ingest, copied, origin } = await startWith(t, old)
  bucket.intercept = request => {
    if (beginOf(request.headers.range) === 2 * partBytes) bucket.objects.set('models/m', young)
    return false
  }
  t.match(await ingest({ key: 'models/m' }), { status: 201, body: { bytes: young.length } })
  t.ok(copied()?.equals(young))
  t.equal(origin().etag, etagOf(young))
})

t.test('another version with the same ETag counts as another object', async t => {
  const data = bytesOf(9)
  const { bucket, ingest } = await startWith(t, data)
  let opened = 0
  bucket.intercept = (request, response) => {
    if (!request.headers.range) opened++
    const headers = { ETag: etagOf(data), 'x-amz-version-id': opened === 1 && request.headers.range ? 'two' : 'one' }
    const begin = beginOf(request.headers.range)
    const end = request.headers.range ? Math.min(begin + partBytes, data.length) : data.length
    const range = request.headers.range ? { 'Content-Range': `bytes ${begin}-${end - 1}/${data.length}` } : {}
    response
      .writeHead(range ? 206 : 200, { ...headers, ...range, 'Content-Length': end - begin })
      .end(data.subarray(begin, end))
    return true
  }
  t.match(await ingest({ key: 'models/m' }), { status: 201 })
  t.equal(opened, 2)
})

t.test('from a store that ignores ranges the object is downloaded over one connection', async t => {
  const data = bytesOf(9)
  const { bucket, ingest, copied } = await startWith(t, data)
  bucket.intercept = (request, response) => {
    delete request.headers.range
    bucket.send(request, response, data)
    return true
  }
  t.match(await ingest({ key: 'models/m' }), { status: 201 })
  t.ok(copied()?.equals(data))
})

t.test('bytes that differ from the object in S3 are never published', async t => {
  const data = bytesOf(9)
  for (const [size, whole] of [
    ['in parts', data],
    ['in one', data.subarray(0, 1000)],
  ] as const) {
    for (const by of ['CRC32', 'ETag (MD5)', 'length only']) {
      await t.test(`${size}, by ${by}`, async t => {
        const { bucket, ingest, copied, origin, log, staging } = await startWith(t, whole)
        const wrong = Buffer.from(whole)
        wrong[size === 'in one' ? 5 : partBytes + 5]! ^= 4
        const crc = Buffer.alloc(4)
        crc.writeUInt32BE(crc32(whole))
        const headers: Record<string, string> = by === 'CRC32' ? { 'x-amz-checksum-crc32': crc.toString('base64') } : {}
        const kms = by === 'ETag (MD5)' ? {} : { 'x-amz-server-side-encryption': 'aws:kms' }
        let sent = wrong
        bucket.intercept = (request, response) => {
          const etag = etagOf(whole)
          const writeHead = response.writeHead.bind(response) as (status: number, headers: object) => ServerResponse
          response.writeHead = ((status: number, given: object) =>
            writeHead(status, { ...given, ...kms, ETag: etag })) as typeof response.writeHead
          bucket.send(request, response, sent, headers)
          return true
        }
        const answer = await ingest({ key: 'models/m' })
        if (by === 'length only') {
          t.match(answer, { status: 201 })
        } else {
          t.match(answer, {
            status: 502,
            body: {
              error: 'S3_UNAVAILABLE',
              message: new RegExp(`${by.replace(/[()]/g, '.')} .+ where S3 says`),
              key: 'models/m',
            },
          })
          t.equal(copied() === undefined, true)
          t.same(staging(), [])
          sent = whole as Buffer<ArrayBuffer>
          t.match(await ingest({ key: 'models/m' }), { status: 201 })
        }
        t.equal(origin().verifiedBy, by)
        t.match(log.at(-1), { outcome: 'created', verifiedBy: by })
      })
    }
  }
})
