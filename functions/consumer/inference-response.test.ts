import { Tensor } from 'onnxruntime-node'
import t from 'tap'
import { outputsOf } from './inference-response.ts'

const carried = (name: string, more: object = {}) => ({ name, isTensor: true, ...more })
const dataOf = (tensor: Tensor) => outputsOf({ y: tensor }, [carried('y')])[0]!.data

t.test('each tensor becomes an output of the protocol, in the order that was asked for', t => {
  const results = { a: new Tensor('float32', [1, 2], [2, 1]), b: new Tensor('string', ['t'], [1]) }
  t.strictSame(outputsOf(results, [carried('b'), carried('a')]), [
    { name: 'b', shape: [1], datatype: 'BYTES', data: ['t'] },
    { name: 'a', shape: [2, 1], datatype: 'FP32', data: [1, 2] },
  ])
  t.strictSame(outputsOf(results, [carried('probabilities', { from: 'a' })])[0]!.data, [1, 2], 'from another output')
  t.end()
})

t.test('the labels of a ZipMap are an output of texts or of integers', t => {
  t.strictSame(outputsOf({}, [carried('l', { labels: ['cat', 'dog'] })]), [
    { name: 'l', shape: [2], datatype: 'BYTES', data: ['cat', 'dog'] },
  ])
  t.strictSame(outputsOf({}, [carried('l', { labels: [3n, 2n ** 60n] })]), [
    { name: 'l', shape: [2], datatype: 'INT64', data: [3, '1152921504606846976'] },
  ])
  t.end()
})

t.test('values that JSON lacks are texts or booleans', t => {
  t.strictSame(dataOf(new Tensor('bool', [true, false, true])), [true, false, true])
  t.strictSame(dataOf(new Tensor('float32', [Infinity, -Infinity, NaN, 1.5])), ['Infinity', '-Infinity', 'NaN', 1.5])
  t.strictSame(dataOf(new Tensor('int64', [2n ** 53n - 1n, 2n ** 53n, -5n])), [2 ** 53 - 1, '9007199254740992', -5])
  const halves = { type: 'float16', dims: [3], data: Uint16Array.of(0, 0x3c00, 0x4500, 0x7c00).subarray(1) }
  t.strictSame(dataOf(halves as unknown as Tensor), [1, 5, 'Infinity'])
  t.strictSame(dataOf(new Tensor('uint16', Uint16Array.of(0x3c00), [1])), [0x3c00], '16-bit integers are no floats')
  t.strictSame(dataOf(new Tensor('string', ['Infinity', ''])), ['Infinity', ''])
  t.end()
})

t.test('an output of a type that the protocol lacks is refused by name', t => {
  const int4 = { type: 'int4', dims: [1], data: Uint8Array.of(1) } as unknown as Tensor
  t.throws(() => outputsOf({ y: int4 }, [carried('y')]), {
    code: 'INVALID_MODEL',
    message: 'The model\'s output "y" is a tensor of INT4, which the protocol cannot carry. Convert the model.',
  })
  t.end()
})
