import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import t, { type Test } from 'tap'
import { within } from '../../tools/testing/eventually.ts'
import { SumsThread } from './sums-thread.ts'

const claim = { etag: '"x"', etagIsMd5: false, checksum: undefined }

async function start(t: Test, onMessage: string): Promise<{ sums: SumsThread; ended: Promise<unknown> }> {
  const program = join(t.testdir(), 'thread.cjs')
  writeFileSync(
    program,
    `const { parentPort } = require('node:worker_threads')\nparentPort.on('message', ${onMessage})`,
  )
  const started = once(process, 'worker') as Promise<[Worker]>
  const sums = new SumsThread(program, claim)
  const [worker] = await within('the thread starts', started)
  return { sums, ended: within('the thread ends', once(worker, 'exit')) }
}

t.test('close ends the thread', async t => {
  const { sums, ended } = await start(t, '() => parentPort.postMessage(undefined)')
  await sums.take(Buffer.from('abc'))
  sums.close()
  await t.resolves(ended)
})

t.test('if the thread ends, calls that wait and calls that follow reject', async t => {
  const { sums, ended } = await start(t, '() => process.exit()')
  const message = 'The thread that takes the sums of an object has ended.'
  await t.rejects(sums.take(Buffer.from('abc')), { message })
  await ended
  await t.rejects(within('an answer', sums.result()), { message })
})
