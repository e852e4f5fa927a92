import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { BucketServer } from '../../functions/bucket/bucket-server-fixture.ts'
import { input } from '../../functions/consumer/consumer-fixture.ts'
import { addModel } from '../../functions/consumer/models-fixture.ts'
import { commandLine } from '../testing/command-line.ts'
import { within } from '../testing/eventually.ts'
import { functionProgram } from '../testing/function-program.ts'
import { Host } from './start-host.ts'

// On a folder of this machine: the tests of the lab show the behaviour of NFS.
async function startHost(t: Test, parts: { clockOffsetMs?: number; s3Endpoint?: string } = {}) {
  const bucket = new BucketServer()
  const s3 = await bucket.start()
  s3.destroy()
  const mountPath = join(t.testdir({ mnt: {} }), 'mnt')
  const options = {
    mountPath,
    s3Endpoint: bucket.endpoint,
    bucketName: bucket.name,
    inferenceProgram: await functionProgram('inference'),
    sumsProgram: await functionProgram('sums'),
    ...parts,
  }
  const host = await Host.start(commandLine('nfs-lab/host'), options, t.testdirName)
  t.teardown(async () => {
    await host.kill()
    await bucket.stop()
  })
  return { bucket, host, mountPath }
}

t.test('a host runs the real functions in a process of its own, with a clock of its own', async t => {
  const { bucket, host } = await startHost(t, { clockOffsetMs: 3_600_000 })
  bucket.objects.set('models/add.onnx', addModel([10, 20]))
  t.same(await host.notify('models/add.onnx'), [{ key: 'models/add.onnx', status: 'created' }])
  const { status, body } = await host.ingest({ key: 'inputs/row', data: input(['x', 'FP32', [1, 2], [1, 2]]) })
  t.equal(status, 201)
  const answer = await host.predict({ fileId: body.fileId, model: 'add' })
  t.match(answer, { status: 200, headers: { 'X-Request-Id': String }, body: { outputs: [{ data: [11, 22] }] } })
  t.match(host.log.at(-1), { outcome: 'predicted' })
  t.ok(Date.parse(String(host.log.at(-1)!.timestamp)) > Date.now() + 3_500_000)
})

t.test('an error of a handler is thrown, and the error for a killed host names the kill', async t => {
  const { host } = await startHost(t)
  await t.rejects(host.notify('models/none.onnx'), { code: 'NOT_FOUND' })
  // Stops the host, so that it cannot answer before it is killed.
  process.kill(host.pid, 'SIGSTOP')
  const answer = host.predict({ fileId: 'x', model: 'y' })
  const late = t.rejects(answer, { message: /^The host ended by SIGKILL before an answer of the consumer/ })
  t.equal(await host.kill(), true)
  await late
  t.equal(await host.kill(), true, 'it is gone')
})

t.test('a delayed call runs after its release, and not before', async t => {
  const { bucket, host, mountPath } = await startHost(t)
  bucket.objects.set('models/add.onnx', addModel([10, 20]))
  const names = () => readdir(join(mountPath, 'models'))
  const { reached, letGo } = await host.hold('rename', 'models/add.onnx')
  const answer = host.notify('models/add.onnx')
  await reached
  t.same(await names(), [])
  letGo()
  t.match(await answer, [{ status: 'created' }])
  t.same(await names(), ['add.onnx'])
})

t.test('a host that does not end is left, and ends itself although it waits for an answer', async t => {
  const silent = createServer()
  await once(silent.listen(0, '127.0.0.1'), 'listening')
  t.teardown(() => silent.close())
  const { host } = await startHost(t, { s3Endpoint: `http://127.0.0.1:${(silent.address() as AddressInfo).port}` })
  const asked = once(silent, 'request')
  const answer = t.rejects(host.ingest({ key: 'inputs/x' }), { message: /^The host ended by SIGKILL before/ })
  await within('a request for the object', asked)
  t.equal(await host.kill('SIGCONT', 1), false)
  await answer
  t.equal(await host.kill(), true)
})
