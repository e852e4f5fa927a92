import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { Float16Array, f16round } from '@petamoriken/float16'
import fc from 'fast-check'
import t, { type Test } from 'tap'
import { holds } from '../../tools/testing/property.ts'
import { input, startConsumer } from './consumer-fixture.ts'
import { identityModel } from './models-fixture.ts'

type Value = number | string | boolean

const integers = (min: number, max: number) =>
  fc.oneof(fc.integer({ min, max }), fc.constantFrom(min, max, 0, 1)) as fc.Arbitrary<Value>

// JSON carries integers beyond 2^53 as strings.
const bigIntegers = (min: bigint, max: bigint) =>
  fc
    .oneof(fc.bigInt({ min, max }), fc.constantFrom(min, max, 0n, 2n ** 53n, 2n ** 53n - 1n, 2n ** 53n + 1n))
    .map((value): Value => (Number.isSafeInteger(Number(value)) ? Number(value) : String(value)))

// JSON carries NaN and the infinities by their names.
const floats = (arbitrary: fc.Arbitrary<number>): fc.Arbitrary<Value> =>
  arbitrary.map(value => (Number.isFinite(value) ? value : String(value)))

const anyBits16 = fc
  .integer({ min: 0, max: 0xffff })
  .map(bits => Number(new Float16Array(Uint16Array.of(bits).buffer)[0]))

// The runtime keeps only such texts: it ends a text at a NUL and cannot hold lone surrogates.
const text = fc.string({ unit: 'binary', maxLength: 20 }).map(value => value.replace(/\0|\p{Surrogate}/gu, ''))

const types: [onnx: Parameters<typeof identityModel>[0][number], datatype: string, value: fc.Arbitrary<Value>][] = [
  ['BOOL', 'BOOL', fc.boolean()],
  ['INT8', 'INT8', integers(-(2 ** 7), 2 ** 7 - 1)],
  ['INT16', 'INT16', integers(-(2 ** 15), 2 ** 15 - 1)],
  ['INT32', 'INT32', integers(-(2 ** 31), 2 ** 31 - 1)],
  ['INT64', 'INT64', bigIntegers(-(2n ** 63n), 2n ** 63n - 1n)],
  ['UINT8', 'UINT8', integers(0, 2 ** 8 - 1)],
  ['UINT16', 'UINT16', integers(0, 2 ** 16 - 1)],
  ['UINT32', 'UINT32', integers(0, 2 ** 32 - 1)],
  ['UINT64', 'UINT64', bigIntegers(0n, 2n ** 64n - 1n)],
  ['FLOAT16', 'FP16', floats(anyBits16)],
  ['FLOAT', 'FP32', floats(fc.float())],
  ['DOUBLE', 'FP64', floats(fc.double())],
  ['STRING', 'BYTES', text],
]

// Nests the values row by row, as deep as the shape.
function nest(values: readonly Value[], shape: readonly number[]): unknown {
  if (shape.length === 0) return values[0]
  const rows = shape[0]!
  const length = values.length / rows
  return Array.from({ length: rows }, (_, i) => nest(values.slice(i * length, (i + 1) * length), shape.slice(1)))
}

// Compares like t.strictSame, but distinguishes 0 from -0.
function sameBits(t: Test, found: unknown, wanted: unknown): void {
  t.strictSame(found, wanted)
  if (!isDeepStrictEqual(found, wanted)) t.fail('the sign of a zero is another one')
}

t.test('a tensor of any type comes back unchanged, value for value, in the answer and in the result file', async t => {
  const { store, predict } = await startConsumer(t)
  store(
    'models/same.onnx',
    identityModel(
      types.map(([type]) => type),
      ['a', 'b'],
    ),
  )
  const tensors = fc.tuple(fc.nat(4), fc.nat(4), fc.boolean()).chain(([a, b, nested]) => {
    const length = { minLength: a * b, maxLength: a * b }
    const values = types.map(([, , value]) => fc.array(value, length))
    return fc.record({ shape: fc.constant<number[]>([a, b]), nested: fc.constant(nested), values: fc.tuple(...values) })
  })
  const comesBack = fc.asyncProperty(tensors, async ({ shape, nested, values }) => {
    const data = values.map(each => (nested && each.length > 0 ? nest(each, shape) : each))
    const sent = types.map(([, datatype], i): Parameters<typeof input>[0] => [`x${i}`, datatype, shape, data[i]])
    store('inputs/any', input(...sent))
    const { status, body } = await predict({ fileId: 'any', model: 'same' })
    t.equal(status, 200, JSON.stringify(body))
    const outputs = types.map(([, datatype], i) => ({ name: `y${i}`, shape, datatype, data: values[i]! }))
    const file = JSON.parse(readFileSync(body.efsPath, 'utf8'))
    sameBits(t, body.outputs, outputs)
    sameBits(t, file.outputs, outputs)
  })
  await holds(comesBack, { runs: 100 })
})

t.test('a number is rounded to the nearest value of its type', async t => {
  const { store, predict } = await startConsumer(t)
  store('models/same.onnx', identityModel(['FLOAT16', 'FLOAT', 'DOUBLE']))
  const number = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.float({ min: -65_504, max: 65_504 }))
  const rounded = fc.asyncProperty(number, async value => {
    const half = Number.isFinite(f16round(value)) ? value : 1
    const single = Number.isFinite(Math.fround(value)) ? value : 1
    store('inputs/any', input(['x0', 'FP16', [1], [half]], ['x1', 'FP32', [1], [single]], ['x2', 'FP64', [1], [value]]))
    const { body } = await predict({ fileId: 'any', model: 'same' })
    const found = body.outputs.map((output: { data: number[] }) => output.data[0]!)
    sameBits(t, found, [f16round(half), Math.fround(single), value])
  })
  await holds(rounded, { runs: 100 })
})
