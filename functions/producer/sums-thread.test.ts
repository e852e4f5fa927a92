import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import t from 'tap'
import { functionProgram } from '../../tools/testing/function-program.ts'
import { bytesOf, startWith } from './parts-fixture.ts'

// From 32 MiB on, a thread takes the sums.
const data = bytesOf(33)
const crc = Buffer.alloc(4)
crc.writeUInt32BE(crc32(data))

t.test('a thread takes the sums of a large object, and wrong bytes are not published', async t => {
  const { bucket, ingest, copied, origin, log, staging } = await startWith(t, data, {
    sumsProgram: await functionProgram('sums'),
  })
  bucket.headers.set('models/m', { 'x-amz-checksum-crc32': crc.toString('base64') })
  const wrong = Buffer.from(data)
  wrong[data.length - 1]! ^= 1
  let sent = wrong
  bucket.intercept = (request, response, key) => {
    bucket.send(request, response, sent, bucket.headers.get(key))
    return true
  }
  t.match(await ingest({ key: 'models/m' }), { status: 502, body: { message: /CRC32 .+ where S3 says/ } })
  t.equal(copied(), undefined)
  t.same(staging(), [])
  sent = data as Buffer<ArrayBuffer>
  t.match(await ingest({ key: 'models/m' }), { status: 201, body: { bytes: data.length } })
  t.ok(copied()?.equals(data))
  t.match(origin(), { sha256: createHash('sha256').update(data).digest('hex'), verifiedBy: 'CRC32' })
  t.match(log.at(-1), { outcome: 'created', verifiedBy: 'CRC32' })
})

t.test('if the thread ends the copy fails, and nothing of it is visible', async t => {
  const program = join(t.testdir(), 'ends.cjs')
  writeFileSync(program, "require('node:worker_threads').parentPort.once('message', () => process.exit())")
  const { ingest, copied, log } = await startWith(t, data, { sumsProgram: program })
  t.match(await ingest({ key: 'models/m' }), { status: 500, body: { error: 'INTERNAL_ERROR' } })
  t.equal(copied(), undefined)
  t.match(log.at(-1), { outcome: 'INTERNAL_ERROR' })
})
