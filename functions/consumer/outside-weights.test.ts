import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { onnx } from 'onnx-proto'
import onnxProto from 'onnx-proto'
import t from 'tap'
import { fileHandlePrototype, openBelow } from '../working-set/working-set-fixture.ts'
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

t.test('a model of the smallest size gets its weights outside, and one byte less does not', async t => {
  const [model, path] = [addModel([1, 2]), join(t.testdir(), 'm.onnx')]
  writeFileSync(path, model)
  t.equal(await withWeightsOutside(path, { modelBytes: model.length + 1, tensorBytes: 1 }), undefined)
  t.ok(await withWeightsOutside(path, { modelBytes: model.length, tensorBytes: 1 }))
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

// A model of which only the initializers matter.
const withTensors = (...initializer: onnx.ITensorProto[]) => encode({ initializer })
const zeros = (count: number) => Buffer.from(new Float32Array(count).buffer)
const everything = { modelBytes: 1, tensorBytes: 1 }

t.test('in a model of 4 MiB, the data of a tensor lies outside if it has 64 KiB', async t => {
  const path = join(t.testdir(), 'm.onnx')
  const large = { name: 'large', dims: [1024 ** 2], dataType: 1, rawData: zeros(1024 ** 2) }
  for (const [count, isInside] of [
    [16_383, true],
    [16_384, false],
  ] as const) {
    writeFileSync(path, withTensors(large, { name: 'w', dims: [count], dataType: 1, rawData: zeros(count) }))
    const { size } = statSync((await withWeightsOutside(path))!)
    t.equal(size > 65_000, isInside, `${size} bytes`)
    t.ok(size < 66_000)
  }
  t.same(openBelow(dirname(path)) ?? [], [], 'no file stays open')
})

t.test(
  'the second model says of each tensor what the first one says, whatever the lengths of its names are',
  async t => {
    const path = join(t.testdir(), 'm.onnx')
    for (let letters = 1; letters < 140; letters++) {
      const name = 'w'.repeat(letters)
      writeFileSync(path, withTensors({ name, dims: [2], dataType: 1, rawData: zeros(2) }))
      const { graph } = onnxProto.onnx.ModelProto.decode(readFileSync((await withWeightsOutside(path, everything))!))
      const [tensor] = graph!.initializer!
      t.equal(tensor!.name, name)
      t.match(tensor!.externalData, [{ key: 'location', value: 'm.onnx' }, {}, { key: 'length', value: '8' }])
    }
  },
)

t.test('a model with up to 32 MiB besides its weights is written again, and one with more is not', async t => {
  const path = join(t.testdir(), 'm.onnx')
  const head = Buffer.from(onnxProto.onnx.TensorProto.encode({ name: 'w', dims: [2], dataType: 1 }).finish())
  const tensor = Buffer.concat([head, field(9, zeros(2))])
  for (const [bytes, isWritten] of [
    [32 * 1024 ** 2, true],
    [32 * 1024 ** 2 + 1, false],
  ] as const) {
    const emptyField = field(6, Buffer.alloc(0)).length
    const documentation = Buffer.alloc(bytes - head.length - emptyField, 'x')
    writeFileSync(path, Buffer.concat([field(6, documentation), field(7, field(5, tensor))]))
    t.equal((await withWeightsOutside(path, everything)) !== undefined, isWritten, `${bytes} bytes`)
  }
})

t.test('a tensor that has data and names a file stays as it is, and so do two tensors without a name', async t => {
  const path = join(t.testdir(), 'm.onnx')
  const w = { dims: [2], dataType: 1, rawData: zeros(2) }
  for (const tensors of [
    [{ ...w, name: 'w', externalData: [{ key: 'location', value: 'other' }] }],
    [w, { ...w, name: '' }],
  ]) {
    writeFileSync(path, withTensors(...tensors))
    t.equal(await withWeightsOutside(path, everything), undefined)
  }
})

t.test('an error of the local disk is reported, and only a full disk leaves the model as it is', async t => {
  const folder = t.testdir()
  const path = join(folder, 'm.onnx')
  await t.rejects(withWeightsOutside(folder, { modelBytes: 0, tensorBytes: 1 }), { code: 'EISDIR' })
  writeFileSync(path, withTensors({ name: 'w', dims: [2], dataType: 1, rawData: zeros(2) }))
  let thrown: Error
  t.intercept(await fileHandlePrototype(folder), 'appendFile', { value: () => Promise.reject(thrown) })
  for (const code of ['EIO', 'ENOSPC'] as const) {
    thrown = Object.assign(new Error(code), { code, errno: -constants.errno[code], syscall: 'write' })
    const writing = withWeightsOutside(path, everything)
    if (code === 'EIO') await t.rejects(writing, { code })
    else t.equal(await writing, undefined)
  }
  const other = (thrown = Object.assign(new Error('It is no error of the system.'), { errno: -constants.errno.ENOSPC }))
  await t.rejects(withWeightsOutside(path, everything), other)
  t.same(openBelow(folder) ?? [], [], 'no file stays open')
})

// A field of wire type 2 with its length in five bytes.
function field(number: number, content: Buffer): Buffer {
  const { length } = content
  return Buffer.concat([
    Buffer.of(number * 8 + 2, ...[0, 7, 14, 21].map(bits => ((length >> bits) % 128) + 128), 0),
    content,
  ])
}
