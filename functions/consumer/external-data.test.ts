import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { onnx } from 'onnx-proto'
import onnxProto from 'onnx-proto'
import t, { type Test } from 'tap'
import { externalDataOf } from './external-data.ts'

const { ModelProto, TensorProto } = onnxProto.onnx

const tensor = (location: string, more: object = {}): onnx.ITensorProto => ({
  dims: [1],
  dataType: 1,
  dataLocation: TensorProto.DataLocation.EXTERNAL,
  externalData: [
    { key: 'offset', value: '0' },
    { key: 'location', value: location },
    { key: 'checksum', value: 'no location' },
  ],
  ...more,
})

const encode = (model: onnx.IModelProto) => Buffer.from(ModelProto.encode(ModelProto.create(model)).finish())

// What is named by a file of these bytes.
function named(test: Test, content: Uint8Array): string[] {
  const path = join(test.testdir({}), 'm.onnx')
  writeFileSync(path, content)
  return externalDataOf(path)
}

t.test('files are found wherever a model may have a tensor, each once', async t => {
  const graph = {
    initializer: [tensor('initializer'), tensor('initializer'), tensor('a longer/name.data')],
    sparseInitializer: [{ values: tensor('values'), indices: tensor('indices'), dims: [1] }],
    node: [
      {
        opType: 'If',
        attribute: [
          { name: 't', t: tensor('attribute') },
          { name: 'ts', tensors: [tensor('in a list')] },
          { name: 'g', g: { initializer: [tensor('below')] } },
          { name: 'gs', graphs: [{ node: [{ attribute: [{ t: tensor('far below') }] }] }] },
          { name: 's', sparseTensor: { values: tensor('sparse'), dims: [1] } },
          { name: 'ss', sparseTensors: [{ indices: tensor('sparse too'), dims: [1] }] },
        ],
      },
    ],
  }
  const model = {
    irVersion: 8,
    metadataProps: [{ key: 'location', value: 'no tensor' }],
    graph,
    trainingInfo: [{ initialization: { initializer: [tensor('training')] }, algorithm: { name: 'x' } }],
    functions: [{ name: 'f', node: [{ attribute: [{ t: tensor('function') }] }] }],
  }
  t.same(named(t, encode(model)).sort(), [
    'a longer/name.data',
    'attribute',
    'below',
    'far below',
    'function',
    'in a list',
    'indices',
    'initializer',
    'sparse',
    'sparse too',
    'training',
    'values',
  ])
})

t.test('a model without such files names none, however much data is inside', async t => {
  const rawData = Buffer.alloc(300_000, 'location')
  const inside = { dims: [75_000], dataType: 1, rawData, floatData: [1, 2], int64Data: [3], doubleData: [4] }
  t.same(named(t, encode({ irVersion: 8, graph: { initializer: [inside, inside] } })), [])
})

t.test('files are found behind data that is inside', async t => {
  const rawData = Buffer.alloc(1_000_000, 0xff)
  const initializer = [{ rawData }, tensor('first'), { rawData }, tensor('second')]
  t.same(named(t, encode({ graph: { initializer } })), ['first', 'second'])
})

t.test('a file that is no model, or is cut short anywhere, ends the look without an error', async t => {
  const whole = encode({ irVersion: 8, graph: { initializer: [tensor('first'), tensor('second')] } })
  for (let length = 0; length < whole.length; length++) {
    t.ok(
      named(t, whole.subarray(0, length)).every(name => ['first', 'second'].includes(name)),
      `${length} bytes`,
    )
  }
  for (const [what, bytes] of [
    ['a wire type that does not exist', [0x0f]],
    ['a number without an end', Array(20).fill(0xff)],
    ['a length beyond the file', [0x3a, 0xff, 0xff, 0xff, 0xff, 0x0f]],
    ['text', [...Buffer.from('no model at all')]],
  ] as const) {
    t.same(named(t, Uint8Array.from(bytes)), [], what)
  }
})

t.test('graphs inside graphs are followed as far as protobuf goes, and no further', async t => {
  const nested = (depth: number): onnx.IGraphProto =>
    depth === 0 ? { initializer: [tensor('deepest')] } : { node: [{ attribute: [{ g: nested(depth - 1) }] }] }
  t.same(named(t, encode({ graph: nested(20) })), ['deepest'])
  t.same(named(t, encode({ graph: nested(2000) })), [])
})

t.test('a name longer than any path is not read', async t => {
  t.same(named(t, encode({ graph: { initializer: [tensor('x'.repeat(5000))] } })), [])
})
