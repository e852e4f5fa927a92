import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { crc32 } from 'node:zlib'
import t from 'tap'
import { within } from '../../tools/testing/eventually.ts'
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
  const threads: Promise<unknown>[] = []
  const onWorker = (thread: Worker) => threads.push(once(thread, 'exit'))
  process.on('worker', onWorker)
  t.teardown(() => process.off('worker', onWorker))
  t.match(await ingest({ key: 'models/m' }), { status: 502, body: { message: /CRC32 .+ where S3 says/ } })
  t.equal(threads.length, 3, 'one for each attempt')
  await t.resolves(within('the threads end', Promise.all(threads)))
  t.equal(copied(), undefined)
  t.same(staging(), [])
  sent = data as Buffer<ArrayBuffer>
  t.match(await ingest({ key: 'models/m' }), { status: 201, body: { bytes: data.length } })
  t.ok(copied()?.equals(data))
  t.match(origin(), { sha256: createHash('sha256').update(data).digest('hex'), verifiedBy: 'CRC32' })
  t.match(log.at(-1), { outcome: 'created', verifiedBy: 'CRC32' })
})

function programThatEnds(): string {
  const program = join(t.testdir(), 'ends.cjs')
  writeFileSync(program, "require('node:worker_threads').parentPort.once('message', () => process.exit())")
  return program
}

t.test('if the thread ends the copy fails, and nothing of it is visible', async t => {
  const { ingest, copied, log } = await startWith(t, data, { sumsProgram: programThatEnds() })
  t.match(await ingest({ key: 'models/m' }), { status: 500, body: { error: 'INTERNAL_ERROR' } })
  t.equal(copied(), undefined)
  t.match(log.at(-1), { outcome: 'INTERNAL_ERROR' })
})

t.test('a thread takes the sums of an object of 32 MiB, and none those of a smaller one', async t => {
  const whole = data.subarray(0, 32 * 1024 ** 2)
  const { bucket, ingest } = await startWith(t, whole, { sumsProgram: programThatEnds() })
  t.match(await ingest({ key: 'models/m' }), { status: 500, body: { error: 'INTERNAL_ERROR' } })
  bucket.objects.set('models/m', whole.subarray(1))
  t.match(await ingest({ key: 'models/m' }), { status: 201 })
})
