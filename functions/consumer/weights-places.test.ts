import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { input, startConsumer } from './consumer-fixture.ts'
import { addModel, encode, value } from './models-fixture.ts'
import { weightsPlaces } from './weights-places.ts'

const weights = Buffer.from(Float32Array.from([1, 2]).buffer)

async function consumerWithWeights(t: Parameters<typeof startConsumer>[0]) {
  const consumer = await startConsumer(t)
  consumer.store('inputs/row', input(['x', 'FP32', [1, 2], [1, 1]]))
  for (const name of ['w.bin', 'a..b', '..w', 'sub/w.bin']) consumer.store(`models/m/${name}`, weights)
  const ask = (model: Buffer) => {
    consumer.store('models/m/m.onnx', model)
    return consumer.predict({ fileId: 'row', model: 'm/m' })
  }
  return { ...consumer, ask }
}

t.test('weights are found by any path below the folder of the model', async t => {
  const { ask } = await consumerWithWeights(t)
  for (const location of ['w.bin', './w.bin', 'sub/w.bin', 'sub//w.bin', 'sub/./w.bin', 'a..b', '..w']) {
    t.match(await ask(addModel([0, 0], location)), { status: 200, body: { outputs: [{ data: [2, 3] }] } }, location)
  }
})

t.test(
  'weights at a path that ONNX does not allow are refused with the path, also if the runtime would find them',
  async t => {
    const { ask, mountPath } = await consumerWithWeights(t)
    mkdirSync(join(mountPath, 'models/m/none'))
    for (const [location, why] of [
      ['sub/../w.bin', '.. is not allowed in it'],
      ['../m/w.bin', '.. is not allowed in it'],
      ['none/../w.bin', '.. is not allowed in it'],
      ['/etc/hostname', 'it begins with /'],
      ['w.bin\0', 'no object in the bucket can bring a file of that name'],
      ['a\nb', 'no object in the bucket can bring a file of that name'],
      ['\u001b[31mred', 'no object in the bucket can bring a file of that name'],
    ] as const) {
      const shown = JSON.stringify(location)
      const message = `models/m/m.onnx names ${shown} for its weights: ${why}. ONNX takes a path below the folder of the model.`
      t.match(await ask(addModel([0, 0], location)), { status: 422, body: { error: 'INVALID_MODEL', message } })
    }
  },
)

t.test('the path of a tensor whose data is inside the model is ignored', async t => {
  const { ask } = await consumerWithWeights(t)
  const model = encode({
    node: [{ opType: 'Add', input: ['x', 'w'], output: ['y'] }],
    input: [value('x', 1, ['batch', 2])],
    output: [value('y', 1, ['batch', 2])],
    initializer: [
      { name: 'w', dims: [2], dataType: 1, rawData: weights, externalData: [{ key: 'location', value: '../w.bin' }] },
    ],
  })
  t.match(await ask(model), { status: 200, body: { outputs: [{ data: [2, 3] }] } })
})

t.test('control characters in a model are shown by their numbers, in the answer and in the log', async t => {
  const { ask, log } = await consumerWithWeights(t)
  const odd = '\u001b[31m\u009b\u007f'
  const model = encode({
    node: [{ opType: 'NoSuch', name: odd, input: ['x'], output: ['y'] }],
    input: [value('x', 1, ['batch', 2])],
    output: [value('y', 1, ['batch', 2])],
  })
  for (const each of [model, addModel([0, 0], `none${odd}`)]) {
    const { status, body } = await ask(each)
    t.equal(status, 422)
    t.match(body.message, /\\u001b\[31m.*\\u009b\\u007f/)
    for (const text of [body.message, log.at(-1)!.reason as string]) t.notMatch(text, /\p{Cc}/u)
  }
})

t.test('a model that names itself has no file by that, and each other file once and in order', t => {
  t.same(weightsPlaces(['w', 'm', './w', 'a/m', 'a'], ['models', 'a', 'm']), ['a', 'a/m', 'w'])
  t.end()
})

t.test('a path of any length is quoted to its 200th character', t => {
  t.throws(() => weightsPlaces([`/${'a'.repeat(300)}`], ['models', 'm']), {
    message: new RegExp(`^models/m names "/${'a'.repeat(199)}" for its weights: it begins with /\\.`),
  })
  t.end()
})
