import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { onnx } from 'onnx-proto'
import onnxProto from 'onnx-proto'
import t, { type Test } from 'tap'
import { openBelow } from '../working-set/working-set-fixture.ts'
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

// The names of the files that a file of these bytes names.
function named(test: Test, content: Uint8Array): string[] {
  const path = join(test.testdir({}), 'm.onnx')
  writeFileSync(path, content)
  return externalDataOf(path)
}

t.test('files with weights are found wherever a model may have a tensor, each once', async t => {
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
    trainingInfo: [
      { initialization: { initializer: [tensor('training')] }, algorithm: { initializer: [tensor('algorithm')] } },
    ],
    functions: [{ name: 'f', node: [{ attribute: [{ t: tensor('function') }] }] }],
  }
  t.same(named(t, encode(model)).sort(), [
    'a longer/name.data',
    'algorithm',
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

t.test('a model without files for its weights names none, however much data is inside it', async t => {
  const rawData = Buffer.alloc(300_000, 'location')
  const inside = { dims: [75_000], dataType: 1, rawData, floatData: [1, 2], int64Data: [3], doubleData: [4] }
  t.same(named(t, encode({ irVersion: 8, graph: { initializer: [inside, inside] } })), [])
  const says = tensor('unused', { dataLocation: TensorProto.DataLocation.DEFAULT })
  t.same(named(t, encode({ irVersion: 8, graph: { initializer: [says] } })), [], 'entries of such data do not count')
  const silent = tensor('unused', { dataLocation: undefined })
  t.same(named(t, encode({ irVersion: 8, graph: { initializer: [silent] } })), [], 'nor without the field')
})

t.test('files with weights are found behind data that is inside the model', async t => {
  const rawData = Buffer.alloc(1_000_000, 0xff)
  const initializer = [{ rawData }, tensor('first'), { rawData }, tensor('second')]
  t.same(named(t, encode({ graph: { initializer } })), ['first', 'second'])
})

t.test('the search in a file that is not a model, or is cut short anywhere, ends without an error', async t => {
  const whole = encode({ irVersion: 8, graph: { initializer: [tensor('first'), tensor('second')] } })
  for (let length = 0; length < whole.length; length++) {
    t.ok(
      named(t, whole.subarray(0, length)).every(name => ['first', 'second'].includes(name)),
      `${length} bytes`,
    )
  }
  for (const [what, bytes] of [
    ['a wire type that does not exist', [0x0f]],
    ['a wire type that does not exist, in a graph', [0x3a, 0x01, 0x0f]],
    ['a number without an end', Array(20).fill(0xff)],
    ['a number of eleven bytes', [0x08, ...Array(10).fill(0x80), 0x00]],
    ['a length beyond the file', [0x3a, 0xff, 0xff, 0xff, 0xff, 0x0f]],
    ['text', [...Buffer.from('no model at all')]],
  ] as const) {
    t.same(named(t, Uint8Array.from(bytes)), [], what)
    t.same(named(t, Uint8Array.from([...bytes, ...whole])), [], `${what}, before a model`)
  }
})

t.test('a tensor that continues past the end of its graph is ignored', async t => {
  const { graph } = ModelProto.decode(encode({ graph: { initializer: [tensor('beyond')] } }))
  const inside = Buffer.from(onnxProto.onnx.GraphProto.encode(graph as never).finish())
  // The graph is a field of two bytes, and these are the beginning of its tensor.
  t.same(named(t, Buffer.concat([Uint8Array.of(0x3a, 0x02), inside])), [])
  t.same(named(t, Buffer.concat([Uint8Array.of(0x3a, inside.length), inside])), ['beyond'])
})

t.test('files with weights are found in the default of a function’s attribute', async t => {
  // Field 11 of a function (attribute_proto in onnx/onnx.proto3), which onnx-proto does not know yet.
  const attribute = onnxProto.onnx.AttributeProto.encode({ t: tensor('default') } as never).finish()
  const inner = Buffer.concat([Uint8Array.of(0x5a, attribute.length), attribute])
  t.same(named(t, Buffer.concat([Uint8Array.of(0xca, 0x01, inner.length), inner])), ['default'])
})

t.test('other fields of a model are skipped, whatever their wire type', async t => {
  const whole = encode({ graph: { initializer: [tensor('behind')] } })
  for (const [what, bytes] of [
    ['eight bytes, of the number that a graph has', [0x39, ...Array(8).fill(0xff)]],
    ['four bytes, of the number that a graph has', [0x3d, ...Array(4).fill(0xff)]],
    ['as many as ten bytes', [0x08, ...Array(9).fill(0x80), 0x00]],
  ] as const) {
    t.same(named(t, Uint8Array.from([...bytes, ...whole])), ['behind'], what)
  }
})

t.test('a file of many small fields is read to its end', async t => {
  const node = Array.from({ length: 20_000 }, (_, i) => ({ opType: 'Add', attribute: [{ name: `${i}`, i }] }))
  t.same(named(t, encode({ graph: { node, initializer: [tensor('last')] } })), ['last'])
})

t.test('a location that is a number is no name', async t => {
  const model = encode({ graph: { initializer: [tensor('ab')] } })
  const name = model.indexOf('\x12\x02ab', 0, 'latin1')
  // Field 2 of the entry as a varint (wire type 0) of three bytes, as long as the name was.
  model.set([0x10, 0xe1, 0xe2, 0x01], name)
  t.same(named(t, model), [])
})

t.test('a path that cannot be read is an error and leaves no open file', async t => {
  const folder = t.testdir({ folder: { file: '' } })
  t.throws(() => externalDataOf(join(folder, 'folder')), { code: 'EISDIR' })
  t.same(named(t, encode({ graph: { initializer: [tensor('a')] } })), ['a'])
  t.same(openBelow(folder) ?? [], [])
})

t.test('graphs inside graphs are followed as deep as protobuf’s own readers go, and no deeper', async t => {
  const nested = (depth: number, innermost: onnx.IGraphProto): onnx.IGraphProto =>
    depth === 0 ? innermost : { node: [{ attribute: [{ g: nested(depth - 1, innermost) }] }] }
  const initializer = { initializer: [tensor('deepest')] }
  const attribute = { node: [{ attribute: [{ t: tensor('deepest') }] }] }
  t.same(named(t, encode({ graph: nested(20, initializer) })), ['deepest'])
  t.same(named(t, encode({ graph: nested(32, attribute) })), ['deepest'], 'the hundredth message inside another')
  t.same(named(t, encode({ graph: nested(33, initializer) })), [], 'one more')
  t.same(named(t, encode({ graph: nested(2000, initializer) })), [])
})

t.test('a name longer than any path is not read', async t => {
  const longest = 'x'.repeat(4096)
  t.same(named(t, encode({ graph: { initializer: [tensor(longest)] } })), [longest])
  t.same(named(t, encode({ graph: { initializer: [tensor(`${longest}x`)] } })), [])
})
