import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { functionProgram } from '../../tools/testing/function-program.ts'
import { within } from '../../tools/testing/eventually.ts'
import type { ContentClaim } from './proof.ts'
import { type Sums, sumsHere } from './sums.ts'
import { SumsThread } from './sums-thread.ts'

const program = await functionProgram('sums')
// The check value of catalogues is the CRC64NVME of this text (proof.test.ts).
const data = Buffer.from('123456789')
const checksum = {
  algorithm: 'CRC64NVME',
  value: Buffer.from('ae8b14860a799888', 'hex').toString('base64'),
  ofParts: false,
}
const claim: ContentClaim = { etag: '"none"', etagIsMd5: false, checksum }

// Uses one shared buffer, which is filled again as soon as its content has been taken.
async function sumsOf(sums: Sums, bytes: Buffer) {
  const buffer = Buffer.from(new SharedArrayBuffer(4))
  for (let at = 0; at < bytes.length; at += buffer.length) {
    const length = bytes.copy(buffer, 0, at)
    await sums.take(buffer.subarray(0, length))
  }
  return sums.result()
}

t.test('a separate thread takes the same sums as this thread', async t => {
  const other = Buffer.from('123456780')
  const etagOfParts = { etag: '"00000000000000000000000000000000-2"', etagIsMd5: true, partSizes: [5, 4] }
  for (const [name, claimed, bytes] of [
    ['right', claim, data],
    ['wrong', claim, other],
    ['of parts', etagOfParts, data],
    ['empty', claim, Buffer.alloc(0)],
  ] as const) {
    const thread = new SumsThread(program, claimed)
    t.teardown(() => thread.close())
    t.same(await sumsOf(thread, bytes), await sumsOf(await sumsHere(claimed), bytes), name)
  }
  t.match(await sumsOf(await sumsHere(claim), data), {
    verifiedBy: 'CRC64NVME',
    difference: undefined,
    sha256: /^15e2b0d3/,
  })
})

t.test('bytes are taken in the order of the calls, without a wait between them', async t => {
  const thread = new SumsThread(program, claim)
  t.teardown(() => thread.close())
  const taken = [...data].map(byte => thread.take(Uint8Array.of(byte)))
  t.match(await thread.result(), { difference: undefined })
  t.same(await Promise.all(taken), Array(9).fill(undefined))
})

t.test('a thread that fails or is closed rejects waiting calls and later ones', async t => {
  const folder = t.testdir()
  const failing = join(folder, 'failing.cjs')
  writeFileSync(
    failing,
    "require('node:worker_threads').parentPort.once('message', () => { throw new Error('out of sums') })",
  )
  const silent = join(folder, 'silent.cjs')
  writeFileSync(silent, "require('node:worker_threads').parentPort.once('message', () => undefined)")
  const failed = new SumsThread(failing, claim)
  await t.rejects(within('the thread fails', failed.take(data)), { message: 'out of sums' })
  await t.rejects(failed.result(), { message: 'out of sums' })
  const closed = new SumsThread(silent, claim)
  const waiting = t.rejects(within('the thread ends', closed.take(data)), { message: /has ended/ })
  closed.close()
  await waiting
  await t.rejects(within('a later call ends', closed.result()), { message: /has ended/ })
  await t.rejects(new SumsThread(join(folder, 'none.cjs'), claim).result(), { code: 'MODULE_NOT_FOUND' })
})
