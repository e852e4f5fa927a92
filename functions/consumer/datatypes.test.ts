import t from 'tap'
import { datatypeNameOf, datatypes } from './datatypes.ts'

const element = (name: string, value: unknown) => datatypes[name]!.element(value)

t.test('an integer type takes its least and its greatest value, and nothing beyond them', async t => {
  const ranges: [string, number, number][] = [
    ['INT8', -128, 127],
    ['INT16', -32_768, 32_767],
    ['INT32', -2_147_483_648, 2_147_483_647],
    ['UINT8', 0, 255],
    ['UINT16', 0, 65_535],
    ['UINT32', 0, 4_294_967_295],
  ]
  for (const [name, least, greatest] of ranges) {
    t.same(
      [least, greatest].map(value => element(name, value)),
      [least, greatest],
      name,
    )
    t.same(
      [least - 1, greatest + 1, 0.5, '1', true, null].map(value => element(name, value)),
      Array(6).fill(undefined),
      name,
    )
  }
})

t.test('a large integer type takes its least and its greatest value as text, and nothing beyond them', async t => {
  const ranges: [string, bigint, bigint][] = [
    ['INT64', -(2n ** 63n), 2n ** 63n - 1n],
    ['UINT64', 0n, 2n ** 64n - 1n],
  ]
  for (const [name, least, greatest] of ranges) {
    t.same(
      [least, greatest].map(value => element(name, String(value))),
      [least, greatest],
      name,
    )
    t.same(
      [least - 1n, greatest + 1n].map(value => element(name, String(value))),
      [undefined, undefined],
      name,
    )
    t.equal(element(name, 2 ** 53 - 1), 2n ** 53n - 1n, 'as a number up to what JSON keeps exactly')
    for (const value of [2 ** 53, 0.5, '0.5', '', '0x10', ' 1', '1'.repeat(21), true])
      t.equal(element(name, value), undefined)
  }
})

t.test('a number type takes what it can hold, and NaN and the infinities by name', async t => {
  const greatest: [string, number, number][] = [
    ['FP16', 65_504, 65_536],
    ['FP32', 3.4028234663852886e38, 3.5e38],
    ['FP64', Number.MAX_VALUE, Number.POSITIVE_INFINITY],
  ]
  for (const [name, held, beyond] of greatest) {
    t.same(
      [held, -held, 0, 0.1].map(value => element(name, value)),
      [held, -held, 0, 0.1],
      name,
    )
    t.same(
      [beyond, -beyond, Number.NaN, '1', 'nan', null].map(value => element(name, value)),
      Array(6).fill(undefined),
      name,
    )
    const named = ['NaN', 'Infinity', '-Infinity'].map(value => element(name, value))
    t.same(named, [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], name)
  }
})

t.test('BYTES refuses a text that the runtime would change', async t => {
  for (const text of ['a\0b', '\0', '\ud800', 'a\udc00'])
    t.equal(element('BYTES', text), undefined, JSON.stringify(text))
})

t.test('BOOL takes only true and false, BYTES takes only text', async t => {
  t.same(
    [true, false, 1, 0, 'true'].map(value => element('BOOL', value)),
    [1, 0, undefined, undefined, undefined],
  )
  t.same(
    ['', 'a', '😀\n', 1, true].map(value => element('BYTES', value)),
    ['', 'a', '😀\n', undefined, undefined],
  )
})

t.test('each datatype has its type of ONNX Runtime, and packs elements as that takes them', async t => {
  const packed: [string, string, (number | bigint | string)[], unknown][] = [
    ['BOOL', 'bool', [1, 0], new Uint8Array([1, 0])],
    ['INT8', 'int8', [-128, 127], new Int8Array([-128, 127])],
    ['INT16', 'int16', [-32_768, 1], new Int16Array([-32_768, 1])],
    ['INT32', 'int32', [-2_147_483_648, 1], new Int32Array([-2_147_483_648, 1])],
    ['INT64', 'int64', [-(2n ** 63n), 1n], new BigInt64Array([-(2n ** 63n), 1n])],
    ['UINT8', 'uint8', [255, 1], new Uint8Array([255, 1])],
    ['UINT16', 'uint16', [65_535, 1], new Uint16Array([65_535, 1])],
    ['UINT32', 'uint32', [4_294_967_295, 1], new Uint32Array([4_294_967_295, 1])],
    ['UINT64', 'uint64', [2n ** 64n - 1n, 1n], new BigUint64Array([2n ** 64n - 1n, 1n])],
    // IEEE 754 binary16: 1.5 is 0x3e00, -2 is 0xc000.
    ['FP16', 'float16', [1.5, -2], new Uint16Array([0x3e00, 0xc000])],
    ['FP32', 'float32', [0.1, -2], new Float32Array([0.1, -2])],
    ['FP64', 'float64', [0.1, -2], new Float64Array([0.1, -2])],
    ['BYTES', 'string', ['a', ''], ['a', '']],
  ]
  t.same(Object.keys(datatypes).sort(), packed.map(([name]) => name).sort())
  for (const [name, type, elements, expected] of packed) {
    t.equal(datatypes[name]!.type, type)
    t.strictSame(datatypes[name]!.pack(elements), expected, name)
    t.equal(datatypeNameOf(type), name)
  }
})

t.test('each datatype says in words what it takes', async t => {
  const words = Object.entries(datatypes).map(([name, { takes }]) => `${name}: ${takes}`)
  t.match(words, [
    'BOOL: true and false',
    'INT8: integers from -128 to 127',
    'INT16: integers from -32768 to 32767',
    'INT32: integers from -2147483648 to 2147483647',
    'INT64: integers from -9223372036854775808 to 9223372036854775807, beyond 2^53 as strings',
    'UINT8: integers from 0 to 255',
    'UINT16: integers from 0 to 65535',
    'UINT32: integers from 0 to 4294967295',
    'UINT64: integers from 0 to 18446744073709551615, beyond 2^53 as strings',
    'FP16: numbers in its range, "NaN", "Infinity" and "-Infinity"',
    'FP32: numbers in its range, "NaN", "Infinity" and "-Infinity"',
    'FP64: numbers in its range, "NaN", "Infinity" and "-Infinity"',
    'BYTES: strings without NUL and lone surrogates',
  ])
})
