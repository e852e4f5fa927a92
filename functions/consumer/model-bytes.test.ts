import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { onnx } from 'onnx-proto'
import t from 'tap'
import { openBelow } from '../working-set/working-set-fixture.ts'
import { readModelGraph } from './model-graph.ts'
import { encode, tensorType } from './models-fixture.ts'

// Fields of messages byte by byte (protobuf.dev/programming-guides/encoding), with their numbers in onnx/onnx.proto3.
const varint = (value: number): number[] => (value < 128 ? [value] : [128 + (value % 128), ...varint(value >> 7)])
const field = (number: number, ...content: (Uint8Array | string)[]) => {
  const bytes = Buffer.concat(content.map(part => Buffer.from(part as string)))
  return Buffer.concat([Buffer.from([...varint(number * 8 + 2), ...varint(bytes.length)]), bytes])
}
const int = (number: number, value: number) => Buffer.from([...varint(number * 8), ...varint(value)])
const fixed64 = (number: number) => Buffer.from([...varint(number * 8 + 1), ...Array<number>(8).fill(0xff)])
const fixed32 = (number: number) => Buffer.from([...varint(number * 8 + 5), ...Array<number>(4).fill(0xff)])

const graphField = 7
const model = (...graph: Uint8Array[]) => field(graphField, ...graph)
const input = (name: string, ...type: Uint8Array[]) => field(11, field(1, name), field(2, ...type))
const wordsOf = (...type: Uint8Array[]) => readModelGraph(model(input('x', ...type))).inputs.get('x')?.words
const unreadable = { inputs: new Map(), outputs: new Map(), zipMaps: new Map(), hasLoop: true }
const empty = { ...unreadable, hasLoop: false }

t.test('fields of other numbers and other wire types are passed over', async t => {
  const tensor = field(1, int(1, 1))
  const others = [int(1, 3), fixed64(1), fixed32(4), int(2, 3), field(20, 'more'), fixed32(9)]
  t.equal(wordsOf(...others, tensor), 'a tensor of FP32')
  t.equal(wordsOf(field(4, ...others, field(1, tensor))), 'a sequence of tensors of FP32')
  t.equal(wordsOf(field(5, field(9, 'more'), int(1, 7), int(2, 3), field(2, tensor))), 'a map from INT64 to FP32')
  t.equal(wordsOf(field(6, 'denotation'), tensor), 'a tensor of FP32')
  t.equal(wordsOf(field(1, field(1, 'text'), field(2), int(3, 9), int(1, 1))), 'a tensor of FP32')
  const shapes = [int(2, 1), field(3, 'more'), field(2)].map(part => {
    return readModelGraph(model(input('x', field(1, int(1, 1), part)))).inputs.get('x')!.hasShape
  })
  t.same(shapes, [false, false, true])
  const { inputs, outputs } = readModelGraph(model(int(1, 8), int(11, 8), int(12, 8), input('x', tensor)))
  t.same([inputs.size, outputs.size], [1, 0])
  t.same(readModelGraph(model(field(11, field(2, tensor)))), empty, 'a value without a name')
})

t.test('a type of several words keeps its article', async t => {
  const tensor = field(1, int(1, 1))
  const map = field(5, int(1, 7), field(2, field(4, field(1, tensor))))
  t.equal(
    wordsOf(field(9, field(1, field(9, field(1, map))))),
    'an optional map from INT64 to a sequence of tensors of FP32',
  )
  const sparse = field(9, field(1, field(8, int(1, 1))))
  t.equal(wordsOf(field(4, field(1, sparse))), 'a sequence of optional sparse tensors of FP32')
})

t.test('only a complete ZipMap of ai.onnx.ml makes maps', async t => {
  const names = field(1, 'x')
  const made = field(2, 'z')
  const labels = field(5, field(1, 'classlabels_strings'), field(9, 'cat'))
  const [type, domain] = [field(4, 'ZipMap'), field(7, 'ai.onnx.ml')]
  const mapsOf = (...node: Uint8Array[]) => [...readModelGraph(model(field(1, ...node))).zipMaps]
  const other = field(5, field(1, 'other'), int(8, 5))
  t.same(mapsOf(names, made, type, other, labels, domain), [['z', { input: 'x', labels: ['cat'] }]])
  for (const [missing, node] of [
    ['input', [made, type, labels, domain]],
    ['output', [names, type, labels, domain]],
    ['labels', [names, made, type, domain]],
    ['type', [names, made, field(4, 'LinearClassifier'), labels, domain]],
    ['domain', [names, made, type, labels]],
  ] as const)
    t.same(mapsOf(...node), [], `no ${missing}`)
})

t.test('a graph is searched for loops as deep as protobuf reads, and only in operators that have graphs', async t => {
  const nested = (levels: number, type = 'If'): Uint8Array =>
    levels === 0 ? field(1, field(4, 'Add')) : field(1, field(4, type), field(5, field(6, nested(levels - 1, type))))
  t.equal(readModelGraph(model(nested(33))).hasLoop, false)
  t.equal(readModelGraph(model(nested(34))).hasLoop, true, 'deeper graphs may have one')
  t.equal(readModelGraph(model(nested(34, 'Mine'))).hasLoop, false)
})

t.test('types as deep as protobuf reads are described', async t => {
  const nested = (depth: number): onnx.ITypeProto =>
    depth === 0 ? tensorType(1) : { sequenceType: { elemType: nested(depth - 1) } }
  const inputsOf = (depth: number) =>
    readModelGraph(encode({ input: [{ name: 'x', type: nested(depth) }] })).inputs.size
  t.equal(inputsOf(100), 1)
  t.equal(inputsOf(101), 0)
})

t.test('a malformed model is one that nobody can read, wherever it is cut', async t => {
  const whole = model(input('x', field(1, int(1, 1))))
  t.equal(readModelGraph(whole).inputs.size, 1)
  t.same(readModelGraph(whole.subarray(0, 0)), empty)
  for (let length = 1; length < whole.length; length++)
    t.same(readModelGraph(whole.subarray(0, length)), unreadable, `${length} bytes`)
  const endless = Buffer.from([graphField * 8 + 2, ...Array<number>(10).fill(0x80), 0])
  t.same(readModelGraph(endless), unreadable, 'a length of eleven bytes')
  for (const zero of [int(0, 1), field(0, 'none'), fixed64(0), fixed32(0)])
    t.same(readModelGraph(Buffer.concat([whole, zero])), unreadable, 'a field of number 0')
  t.same(readModelGraph(model(input('x'.repeat(4096)), input('y'))).inputs.size, 2)
  t.same(readModelGraph(model(input('x'.repeat(4097)))), unreadable, 'a name of over 4,096 bytes')
})

t.test('a file is read like its bytes, and closed', async t => {
  const bytes = model(field(20, Buffer.alloc(70_000)), input('x', field(1, int(1, 1))))
  const path = join(t.testdir({}), 'm.onnx')
  writeFileSync(path, bytes)
  for (let again = 0; again < 3; again++) t.same(readModelGraph(path), readModelGraph(bytes))
  t.same(openBelow(t.testdirName) ?? [], [])
  t.throws(
    () => readModelGraph(t.testdirName),
    { code: 'EISDIR' },
    'a fault of the file system is not one of the model',
  )
})
