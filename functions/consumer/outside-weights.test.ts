import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import onnxProto from 'onnx-proto'
import t from 'tap'
import { addModel, encode, largeModel, value } from './models-fixture.ts'
import { InferenceSession, Tensor } from './onnx-runtime.ts'
import { withWeightsOutside } from './outside-weights.ts'
import { sessionOptions } from './session-options.ts'

const digits = fileURLToPath(new URL('../../tools/model/digits.onnx', import.meta.url))

async function outputs(path: string, name: string, dims: number[]): Promise<Buffer> {
  const session = await InferenceSession.create(path, sessionOptions(0))
  const count = dims.reduce((product, size) => product * size, 1)
  const data = Float32Array.from({ length: count }, (_, i) => Math.sin(i))
  const results = await session.run({ [name]: new Tensor('float32', data, dims) })
  await session.release()
  return Buffer.from((Object.values(results)[0]!.data as Float32Array).buffer)
}

t.test('a model with its weights outside is small and computes the same outputs to the bit', async t => {
  const folder = t.testdir()
  const [one, many] = [join(folder, 'digits.onnx'), join(folder, 'large.onnx')]
  writeFileSync(one, readFileSync(digits))
  writeFileSync(many, Buffer.concat([...largeModel(31)]))
  for (const [path, name, width] of [
    [one, 'image', 784],
    [many, 'x', 1600],
  ] as const) {
    const outside = (await withWeightsOutside(path, { modelBytes: 1000, tensorBytes: 1000 }))!
    t.ok(statSync(outside).size < 5000, `${statSync(outside).size} bytes`)
    for (const batch of [1, 32]) {
      const [expected, found] = [
        await outputs(path, name, [batch, width]),
        await outputs(outside, name, [batch, width]),
      ]
      t.ok(expected.equals(found), `${path}, ${batch} at once`)
    }
    truncateSync(path, 1000)
    await t.rejects(outputs(outside, name, [1, width]), 'the weights are those of the file itself')
  }
})

t.test('a small model, a model without large weights and a file that is not a model stay as they are', async t => {
  const folder = t.testdir()
  const stays = async (content: Buffer, smallest?: { modelBytes: number; tensorBytes: number }) => {
    const path = join(folder, 'm.onnx')
    writeFileSync(path, content)
    t.equal(await withWeightsOutside(path, smallest), undefined)
  }
  await stays(readFileSync(digits))
  await stays(addModel([1, 2]), { modelBytes: 1, tensorBytes: 9 })
  await stays(addModel([1, 2], 'weights.bin'), { modelBytes: 1, tensorBytes: 1 })
  await stays(readFileSync(digits).subarray(0, 100_000), { modelBytes: 1, tensorBytes: 1 })
  await stays(Buffer.from('no model'), { modelBytes: 1, tensorBytes: 1 })
  await stays(Buffer.alloc(0), { modelBytes: 0, tensorBytes: 1 })
})

t.test('for weights that a model has twice, the outputs are the same as from the model itself', async t => {
  const path = join(t.testdir(), 'm.onnx')
  const { TensorProto } = onnxProto.onnx
  const data = (each: number) => Buffer.from(new Float32Array(100).fill(each).buffer)
  const w = (each: number) => ({ name: 'w', dims: [100], dataType: 1, rawData: data(each) })
  const graph = {
    node: [{ opType: 'Add', input: ['x', 'w'], output: ['y'] }],
    input: [value('x', 1, [100])],
    output: [value('y', 1, [100])],
  }
  const two = encode({ ...graph, initializer: [w(1), w(2)] })
  // A message that continues after its end: its last raw_data counts.
  const tensor = [w(1), { rawData: data(2) }].map(part => Buffer.from(TensorProto.encode(part).finish()))
  const content = field(7, field(5, Buffer.concat(tensor)))
  for (const model of [two, Buffer.concat([encode(graph), content])]) {
    writeFileSync(path, model)
    const taken = await withWeightsOutside(path, { modelBytes: 1, tensorBytes: 1 })
    t.ok((await outputs(taken ?? path, 'x', [100])).equals(await outputs(path, 'x', [100])))
  }
})

// A field of wire type 2 with its length in three bytes.
function field(number: number, content: Buffer): Buffer {
  const { length } = content
  return Buffer.concat([Buffer.of(number * 8 + 2, (length % 128) + 128, (length >> 7) + 128, 0), content])
}
