import { truncateSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { input } from './consumer-fixture.ts'
import { consumerWithModels } from './inference-fixture.ts'
import { addModel, identityModel, zerosModel } from './models-fixture.ts'

t.test('outputs that the memory cannot hold end the run, not the environment', async t => {
  if (process.platform !== 'linux') return t.pass('its memory is known', { skip: 'only Linux reports the memory' })
  const { store, predict, works } = await consumerWithModels(t, 400)
  await works(true)
  store('models/zeros.onnx', zerosModel())
  store('inputs/many', input(['x', 'INT64', [1], [400_000_000]]))
  const { status, body } = await predict({ fileId: 'many', model: 'zeros' })
  t.match([status, body], [413, { error: 'TOO_LARGE', memoryMb: 400 }], JSON.stringify(body))
  await works()
})

t.test(
  'inputs and outputs that the memory cannot hold are refused before the work, and the error has the memory that they need',
  async t => {
    const { store, predict, inference, works } = await consumerWithModels(t, 400)
    await works(true)
    const { pid } = inference
    store('models/same.onnx', identityModel(['INT64', 'STRING'], ['n']))
    const request = (longs: number, texts: number) =>
      `{"inputs":[{"name":"x0","datatype":"INT64","shape":[${longs}],"data":[${Array(longs).fill(7)}]},` +
      `{"name":"x1","datatype":"BYTES","shape":[${texts}],"data":[${Array(texts).fill('""')}]}]}`
    for (const [longs, texts, largest] of [
      [8_000_000, 1, 'The input "x0" has 8000000 elements of INT64'],
      [1, 3_000_000, 'The input "x1" has 3000000 elements of BYTES'],
    ] as const) {
      store('inputs/large', request(longs, texts))
      const { status, body } = await predict({ fileId: 'large', model: 'same' })
      t.match([status, body], [413, { error: 'TOO_LARGE', memoryMb: 400, fileId: 'large', model: 'same' }])
      t.ok(
        body.message.startsWith(`${largest}, for which the function needs about ${body.neededMemoryMb} MB`),
        body.message,
      )
      t.ok(body.neededMemoryMb > 400)
    }
    store('models/wide.onnx', zerosModel(300_000_000))
    store('inputs/few', input(['x', 'INT64', [1], [1]]))
    t.match(await predict({ fileId: 'few', model: 'wide' }), {
      status: 413,
      body: { error: 'TOO_LARGE', message: /^The output "y" of shape \[300000000\] has 300000000 elements of FP32, / },
    })
    t.equal(inference.pid, pid)
  },
)

t.test(
  'a model that the memory cannot hold is refused before it is copied, and the error has the memory that it needs',
  async t => {
    const { store, mountPath, predict, works } = await consumerWithModels(t, 400)
    await works(true)
    store('models/large.onnx', '')
    truncateSync(join(mountPath, 'models/large.onnx'), 300 * 1024 ** 2)
    store('models/parts.onnx', addModel([0, 0], 'parts.bin'))
    store('models/parts.bin', '')
    truncateSync(join(mountPath, 'models/parts.bin'), 400 * 1024 ** 2)
    for (const [model, neededMemoryMb] of [
      ['large', 607],
      ['parts', 733],
    ] as const) {
      const { status, body } = await predict({ fileId: 'row', model })
      t.match([status, body], [413, { error: 'TOO_LARGE', model, neededMemoryMb, memoryMb: 400 }], body.message)
    }
    await works()
  },
)
