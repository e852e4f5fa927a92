import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { fileIdOf } from '../working-set/file-id.ts'
import { startProducer } from './producer-fixture.ts'

t.test('every request without a mount is EFS_UNAVAILABLE, and the folder of the mount is not created', async t => {
  const { bucket, mountPath, ingest, notify, log } = await startProducer(t)
  bucket.objects.set('models/m', Buffer.from('x'))
  rmSync(mountPath, { recursive: true })
  for (const body of [{ key: 'models/m' }, { data: 'x', key: 'inputs/x' }]) {
    t.match(await ingest(body), { status: 500, body: { error: 'EFS_UNAVAILABLE', message: /ENOENT/ } })
    const line = { requestId: 'request-1', fileId: fileIdOf(body.key), stage: 'write' }
    t.match(log.at(-2), { ...line, level: 'ERROR', error: 'EFS_UNAVAILABLE', cause: { message: /ENOENT/ } })
    t.match(log.at(-1), { ...line, level: 'ERROR', outcome: 'EFS_UNAVAILABLE' })
  }
  await t.rejects(notify('models/m'), { code: 'EFS_UNAVAILABLE' })
  t.match(log.at(-1), { stage: 'write', fileId: fileIdOf('models/m') })
  t.notOk(existsSync(mountPath))
  t.same(bucket.requests, [], 'nothing is stored in the bucket alone')
  writeFileSync(mountPath, 'no folder')
  t.match(await ingest({ key: 'models/m' }), { status: 500, body: { error: 'EFS_UNAVAILABLE' } })
})

t.test(
  'a mount without permission to write is EFS_UNAVAILABLE',
  { skip: process.getuid?.() === 0 && 'root may' },
  async t => {
    const { bucket, mountPath, ingest } = await startProducer(t)
    bucket.objects.set('models/m', Buffer.from('x'))
    chmodSync(mountPath, 0o555)
    const answer = await ingest({ key: 'models/m' })
    chmodSync(mountPath, 0o755)
    t.match(answer, { status: 500, body: { error: 'EFS_UNAVAILABLE', message: /EACCES/ } })
  },
)

t.test('a file system that fails during a copy is EFS_UNAVAILABLE in stage write', async t => {
  const { bucket, mountPath, ingest, log } = await startProducer(t)
  bucket.objects.set('models/m', Buffer.from('x'))
  writeFileSync(join(mountPath, '.staging'), 'in the way')
  t.match(await ingest({ key: 'models/m' }), { status: 500, body: { error: 'EFS_UNAVAILABLE' } })
  t.match(log.at(-2), { error: 'EFS_UNAVAILABLE', fileId: fileIdOf('models/m'), stage: 'write' })
})

t.test('a file system that never answers is EFS_UNAVAILABLE within the deadline', async t => {
  const { bucket, mountPath, notify, log } = await startProducer(t, { efsDeadlineMs: 300 })
  bucket.objects.set('models/m', Buffer.from('x'))
  mkdirSync(join(mountPath, 'models'))
  writeFileSync(join(mountPath, 'models/m'), 'old')
  // Opening a FIFO waits for its other end, just as a call to NFS waits for its server.
  const fifo = join(mountPath, '.origins', `${fileIdOf('models/m')}.json`)
  mkdirSync(join(mountPath, '.origins'))
  execFileSync('mkfifo', [fifo])
  const rejected = t.rejects(notify('models/m'), { code: 'EFS_UNAVAILABLE', message: /did not answer within 300 ms/ })
  await rejected
  closeSync(openSync(fifo, constants.O_WRONLY | constants.O_NONBLOCK))
  t.match(log.at(-1), { outcome: 'EFS_UNAVAILABLE', stage: 'write' })
  t.same(readdirSync(join(mountPath, 'models')), ['m'])
})
