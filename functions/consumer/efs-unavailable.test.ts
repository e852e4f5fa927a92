import { execFileSync } from 'node:child_process'
import { closeSync, constants, existsSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { input, startConsumer } from './consumer-fixture.ts'
import { addModel } from './models-fixture.ts'

t.test('a request without a mount is EFS_UNAVAILABLE, not "no such file"', async t => {
  const { mountPath, predict, log } = await startConsumer(t)
  rmSync(mountPath, { recursive: true })
  const { status, body } = await predict({ fileId: 'row', model: 'add' })
  t.equal(status, 500)
  t.match(body, { error: 'EFS_UNAVAILABLE', fileId: 'row' })
  t.match(log.at(-2), {
    level: 'ERROR',
    requestId: 'request-1',
    fileId: 'row',
    stage: 'read',
    error: 'EFS_UNAVAILABLE',
  })
  t.notOk(existsSync(mountPath))
})

t.test('a result that cannot be written is EFS_UNAVAILABLE in stage write', async t => {
  const { mountPath, store, predict, log } = await startConsumer(t)
  store('models/add.onnx', addModel([1, 1]))
  store('inputs/row', input(['x', 'FP32', [1, 2], [1, 2]]))
  writeFileSync(join(mountPath, 'outputs'), 'in the way')
  t.match(await predict({ fileId: 'row', model: 'add' }), { status: 500, body: { error: 'EFS_UNAVAILABLE' } })
  t.match(log.at(-1), { outcome: 'EFS_UNAVAILABLE', stage: 'write', fileId: 'row' })
})

t.test('a file system that never answers is EFS_UNAVAILABLE within the deadline', async t => {
  const { mountPath, predict } = await startConsumer(t, { efsDeadlineMs: 300 })
  mkdirSync(join(mountPath, 'inputs'))
  // Opening a FIFO waits for its other end, as a call to NFS waits for its server.
  const fifo = join(mountPath, 'inputs/row')
  execFileSync('mkfifo', [fifo])
  const { status, body } = await predict({ fileId: 'row', model: 'add' })
  closeSync(openSync(fifo, constants.O_WRONLY | constants.O_NONBLOCK))
  t.equal(status, 500)
  t.match(body, { error: 'EFS_UNAVAILABLE', message: /did not answer within 300 ms/ })
})
