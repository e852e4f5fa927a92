import { join } from 'node:path'
import t, { type Test } from 'tap'
import { BucketServer } from '../../functions/bucket/bucket-server.ts'
import { input } from '../../functions/consumer/consumer-fixture.ts'
import { addModel } from '../../functions/consumer/onnx-model.ts'
import { commandLine } from '../testing/command-line.ts'
import { inferenceProgram } from '../testing/inference-program.ts'
import { Host } from './start-host.ts'

// On a folder of this machine: what NFS does is for the tests of the lab.
async function startHost(t: Test, parts: { clockOffsetMs?: number } = {}) {
  const bucket = new BucketServer()
  const s3 = await bucket.start()
  s3.destroy()
  const mountPath = join(t.testdir({ mnt: {} }), 'mnt')
  const options = {
    mountPath,
    s3Endpoint: bucket.endpoint,
    bucketName: bucket.name,
    inferenceProgram: await inferenceProgram(),
    ...parts,
  }
  const host = await Host.start(commandLine('nfs-lab/host'), options, t.testdirName)
  t.teardown(async () => {
    await host.kill()
    await bucket.stop()
  })
  return { bucket, host }
}

t.test('a host has the real functions in a process of its own, with a clock of its own', async t => {
  const { bucket, host } = await startHost(t, { clockOffsetMs: 3_600_000 })
  bucket.objects.set('models/add.onnx', addModel([10, 20]))
  t.same(await host.notify('models/add.onnx'), [{ key: 'models/add.onnx', status: 'created' }])
  const { status, body } = await host.ingest({ key: 'inputs/row', data: input(['x', 'FP32', [1, 2], [1, 2]]) })
  t.equal(status, 201)
  const answer = await host.predict({ fileId: body.fileId, model: 'add' })
  t.match(answer, { status: 200, body: { outputs: [{ data: [11, 22] }] } })
  t.match(host.log.at(-1), { outcome: 'predicted' })
  t.ok(Date.parse(String(host.log.at(-1)!.timestamp)) > Date.now() + 3_500_000)
})

t.test('what a handler throws is thrown, and a host that was killed is told as the reason', async t => {
  const { host } = await startHost(t)
  await t.rejects(host.notify('models/none.onnx'), { code: 'NOT_FOUND' })
  // So that it cannot answer before.
  process.kill(host.pid, 'SIGSTOP')
  const answer = host.predict({ fileId: 'x', model: 'y' })
  const late = t.rejects(answer, { message: /^The host ended by SIGKILL before an answer of the consumer/ })
  t.equal(await host.kill(), true)
  await late
  t.equal(await host.kill(), true, 'it is gone')
})
