import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { eventually } from '../../tools/testing/eventually.ts'
import { input, startConsumer } from './consumer-fixture.ts'
import { addModel, endlessModel } from './models-fixture.ts'

t.test('the file for a result is open while the model runs, and removed if there is no result', async t => {
  const { mountPath, store, predict, inference } = await startConsumer(t)
  store('models/endless.onnx', endlessModel())
  store('inputs/row', input(['x', 'FP32', [2], [1, 2]]))
  const staging = join(mountPath, '.staging')
  mkdirSync(staging)
  const answering = predict({ fileId: 'row', model: 'endless' })
  await eventually('the model runs', () => inference.stage === 'run')
  await eventually('there is a file', () => readdirSync(staging).length === 1)
  process.kill(inference.pid, 'SIGSEGV')
  t.match(await answering, { status: 422 })
  t.same(readdirSync(staging), [])
  t.same(readdirSync(join(mountPath, 'outputs')), [])
})

t.test('the error about an input is reported even if no result could be written', async t => {
  const { mountPath, store, predict } = await startConsumer(t)
  store('models/add.onnx', addModel([1, 1]))
  store('inputs/row', input(['x', 'FP32', [1, 2], [1, 2]]))
  store('inputs/odd', input(['x', 'FP32', [1, 3], [1, 2, 3]]))
  t.match(await predict({ fileId: 'row', model: 'add' }), { status: 200 })
  rmSync(join(mountPath, '.staging'), { recursive: true })
  writeFileSync(join(mountPath, '.staging'), 'no folder')
  t.match(await predict({ fileId: 'odd', model: 'add' }), { status: 400, body: { error: 'INVALID_INPUT' } })
  t.match(await predict({ fileId: 'row', model: 'add' }), { status: 500, body: { error: 'EFS_UNAVAILABLE' } })
})
