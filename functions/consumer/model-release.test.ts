import t from 'tap'
import { captureReleases, input, startConsumer } from './consumer-fixture.ts'
import { addModel } from './models-fixture.ts'

t.test(
  'a replaced model is released once no request uses it, also after a request that it could not answer',
  async t => {
    const { store, predict, inference } = await startConsumer(t)
    const released = captureReleases(t, inference)
    store('inputs/row', input(['x', 'FP32', [1, 2], [1, 2]]))
    store('inputs/other', input(['z', 'FP32', [1, 2], [1, 2]]))
    store('models/add.onnx', addModel([1, 1]))
    t.match(await predict({ fileId: 'row', model: 'add' }), { status: 200 })
    t.match(await predict({ fileId: 'other', model: 'add' }), { status: 400 })
    t.equal(released(), 0, 'it stays loaded')
    store('models/add.onnx', addModel([2, 2]))
    t.match(await predict({ fileId: 'row', model: 'add' }), { status: 200 })
    t.equal(released(), 1)
  },
)
