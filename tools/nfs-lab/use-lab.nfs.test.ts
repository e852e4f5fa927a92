import { statSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { input } from '../../functions/consumer/consumer-fixture.ts'
import { addModel } from '../../functions/consumer/models-fixture.ts'
import { mountStats } from './mount-stats.ts'
import { useLab } from './use-lab-fixture.ts'

t.test('hosts on different clients share what the Producer writes', async t => {
  const lab = useLab(t)
  const folder = lab.folder()
  const bucket = await lab.bucket()
  bucket.objects.set('models/add.onnx', addModel([10, 20]))
  const producer = await lab.startHost({ mountPath: folder.a, bucket })
  const consumer = await lab.startHost({ mountPath: folder.b, bucket, clockOffsetMs: 17 * 60_000 })
  t.same(await producer.notify('models/add.onnx'), [{ key: 'models/add.onnx', status: 'created' }])
  const row = input(['x', 'FP32', [1, 2], [1, 2]])
  const ingested = await producer.ingest({ key: 'inputs/row', data: row })
  t.equal(ingested.status, 201)
  const before = mountStats('/mnt/b').readFromServer
  const answer = await consumer.predict({ fileId: ingested.body.fileId, model: 'add' })
  t.match(answer, { status: 200, body: { outputs: [{ data: [11, 22] }] } }, JSON.stringify(answer))
  const read = mountStats('/mnt/b').readFromServer - before
  t.ok(read > 0, 'its client has asked the server')
  lab.observe({ what: 'bytes that the first prediction read from the server', value: read, unit: 'B' })
  const ahead = Date.parse(String(consumer.log.at(-1)!.timestamp)) - Date.now()
  t.ok(ahead > 16 * 60_000, 'and its clock is ahead')
  t.equal(statSync(folder.server).uid, 1000)
  t.ok(await producer.kill(), 'a killed host is gone')
})

t.test('a host on a disconnected client answers at its deadline, and recovers with the network', async t => {
  const lab = useLab(t)
  const folder = lab.folder()
  const bucket = await lab.bucket()
  const producer = await lab.startHost({ mountPath: folder.c, bucket, efsDeadlineMs: 2_000 })
  const data = input(['x', 'FP32', [1, 2], [1, 2]])
  t.match(await producer.ingest({ key: 'inputs/first', data }), { status: 201 })
  await lab.partition('c')
  const cutOff = performance.now()
  t.match(await producer.ingest({ key: 'inputs/second', data }), {
    status: 500,
    body: { error: 'EFS_UNAVAILABLE' },
  })
  lab.observe({ what: 'answer of a host that is cut off', value: Math.round(performance.now() - cutOff), unit: 'ms' })
  await lab.heal('c')
  const healed = performance.now()
  let status = 0
  while (status !== 201 && performance.now() - healed < 120_000) {
    status = (await producer.ingest({ key: `inputs/${performance.now()}`, data })).status
  }
  t.equal(status, 201)
  lab.observe({
    what: 'from heal to the first answer that succeeds',
    value: Math.round(performance.now() - healed),
    unit: 'ms',
  })
})

t.test('an open file survives a restart of the server', async t => {
  const lab = useLab(t)
  const { a, b } = lab.folder()
  await writeFile(join(a, 'f'), 'text')
  const start = performance.now()
  await lab.restartServer(1_000)
  t.equal(await readFile(join(b, 'f'), 'utf8'), 'text')
  await writeFile(join(a, 'f'), 'more')
  lab.observe({
    what: 'restart until a client has read and written',
    value: Math.round(performance.now() - start),
    unit: 'ms',
  })
})

t.test('the small file system can be full', async t => {
  const lab = useLab(t)
  const { a } = lab.smallFolder()
  await lab.fillServer(64 * 1024)
  await t.rejects(writeFile(join(a, 'f'), Buffer.alloc(1024 * 1024)), { code: 'ENOSPC' })
})
