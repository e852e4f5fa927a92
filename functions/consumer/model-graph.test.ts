import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { onnx } from 'onnx-proto'
import t, { type Test } from 'tap'
import { readModelGraph } from './model-graph.ts'
import { encode, tensorType, value } from './models-fixture.ts'

function read(t: Test, content: Uint8Array) {
  const path = join(t.testdir({}), 'm.onnx')
  writeFileSync(path, content)
  return readModelGraph(path)
}

t.test('the type of a value is described in words', async t => {
  const tensor = tensorType(1, ['n'])
  const sequence = { sequenceType: { elemType: tensor } }
  const mapType = { keyType: 7, valueType: tensorType(11, []) }
  const types: [onnx.ITypeProto, string][] = [
    [tensor, 'a tensor of FP32'],
    [tensorType(16), 'a tensor of BF16'],
    [tensorType(99), 'a tensor of type 99'],
    [tensorType(8, []), 'a tensor of BYTES'],
    [sequence, 'a sequence of tensors of FP32'],
    [{ sequenceType: { elemType: sequence } }, 'a sequence of sequences of tensors of FP32'],
    [{ mapType }, 'a map from INT64 to FP64'],
    [{ sequenceType: { elemType: { mapType } } }, 'a sequence of maps from INT64 to FP64'],
    [{ optionalType: { elemType: sequence } }, 'an optional sequence of tensors of FP32'],
    [{ sparseTensorType: { elemType: 1 } }, 'a sparse tensor of FP32'],
    [{ sequenceType: { elemType: { sparseTensorType: { elemType: 1 } } } }, 'a sequence of sparse tensors of FP32'],
    [{}, ''],
    [{ tensorType: {} }, 'a tensor of no type'],
    [{ sequenceType: {} }, 'a sequence of '],
    [{ optionalType: {} }, ''],
  ]
  const { inputs, outputs } = read(
    t,
    encode({ input: types.map(([type], i) => ({ name: `${i}`, type })), output: [{ name: 'untyped' }] }),
  )
  t.same(
    [...inputs].map(([name, { words }]) => [name, words]),
    types.map(([, words], i) => [`${i}`, words]),
  )
  t.same([...outputs.values()], [{ words: '' }])
})

t.test('a value may declare no shape, and the empty shape of a single value counts as declared', async t => {
  const { inputs } = read(t, encode({ input: [value('none', 1), value('single', 1, []), value('row', 1, [2])] }))
  t.same(
    [...inputs.values()].map(({ hasShape }) => hasShape),
    [false, true, true],
  )
})

t.test('numbers as labels are read both as single fields and packed', async t => {
  // GraphProto 7, node 1, then input 1 "x", output 2 "z", op_type 4, attribute 5, domain 7 (onnx/onnx.proto3).
  const field = (number: number, content: Uint8Array | string) => {
    const bytes = Buffer.from(content as string)
    return Buffer.concat([Buffer.of(number * 8 + 2, bytes.length), bytes])
  }
  const minusTwo = [0xfe, ...Array(8).fill(0xff), 0x01]
  const name = field(1, 'classlabels_int64s')
  for (const ints of [
    Buffer.of(0x40, 5, 0x40, ...minusTwo, 0x40, 0x80, 1),
    field(8, Buffer.of(5, ...minusTwo, 0x80, 1)),
  ]) {
    const attribute = field(5, Buffer.concat([name, ints]))
    const node = [field(1, 'x'), field(2, 'z'), field(4, 'ZipMap'), attribute, field(7, 'ai.onnx.ml')]
    const { zipMaps } = read(t, field(7, field(1, Buffer.concat(node))))
    t.same([...zipMaps], [['z', { input: 'x', labels: [5n, -2n, 128n] }]])
  }
})

t.test('a loop is found in every graph of a model, and in its functions', async t => {
  const node = (opType: string, ...graphs: onnx.IGraphProto[]): onnx.INodeProto => ({
    opType,
    input: ['x'],
    attribute: graphs.map((g, i) => ({ name: `${i}`, type: 5, g })),
  })
  const within = (type: string, innermost: string) => [node(type, { node: [node('Add')] }, { node: [node(innermost)] })]
  const hasLoop = (graph: onnx.IGraphProto) => read(t, encode(graph)).hasLoop
  t.equal(hasLoop({ node: [node('Add'), node('Loop')] }), true)
  for (const type of ['If', 'Scan', 'SequenceMap']) {
    t.equal(hasLoop({ node: within(type, 'Loop') }), true, type)
    t.equal(hasLoop({ node: within(type, 'Add') }), false, type)
  }
  t.equal(hasLoop({ node: [node('If', { node: within('Scan', 'Loop') })] }), true)
  // ModelProto 25, FunctionProto 7, NodeProto 4.
  const withFunction = Buffer.concat([
    encode({ node: [node('Mine')] }),
    Buffer.of(0xca, 0x01, 8, 0x3a, 6, 0x22, 4, ...Buffer.from('Loop')),
  ])
  t.equal(read(t, withFunction).hasLoop, true)
  t.equal(read(t, Buffer.from('no model')).hasLoop, true, 'what cannot be read may have one')
})

t.test('a model that is cut short anywhere has no inputs and no outputs', async t => {
  const whole = encode({ input: [value('x', 1, ['n'])], output: [value('y', 1)] })
  for (let length = 0; length < whole.length; length++) {
    const { inputs, outputs, zipMaps } = read(t, whole.subarray(0, length))
    t.ok(inputs.size <= 1 && outputs.size <= 1 && zipMaps.size === 0, `${length} bytes`)
  }
  const nested = (depth: number): onnx.ITypeProto =>
    depth === 0 ? tensorType(1) : { sequenceType: { elemType: nested(depth - 1) } }
  const { inputs } = read(t, encode({ input: [{ name: 'x', type: nested(1000) }] }))
  t.equal(inputs.size, 0, 'a type deeper than protobuf goes')
})
