import t from 'tap'
import { outputsOf } from '../consumer/inference-response.ts'
import { outputsJson } from './outputs-json.ts'

const outputsNamed = (results: object) => Object.keys(results).map(name => ({ name, isTensor: true }))
const json = (results: Record<string, unknown>) =>
  String(Buffer.concat([...outputsJson(outputsNamed(results), results as never, Infinity)]))
const tensor = (type: string, data: ArrayLike<unknown>) => ({ type, dims: [data.length], data, size: data.length })

t.test('the pieces of the outputs together are the JSON of all outputs', async t => {
  for (const count of [0, 1, 65_535, 65_536, 65_537, 200_000]) {
    const results = {
      float: tensor(
        'float32',
        Float32Array.from({ length: count }, (_, i) => (i % 7 ? i / 3 : Infinity)),
      ),
      long: tensor(
        'int64',
        BigInt64Array.from({ length: count }, (_, i) => BigInt(i) ** 4n),
      ),
      text: tensor(
        'string',
        Array.from({ length: count }, (_, i) => `"${i}é`),
      ),
      truth: tensor(
        'bool',
        Uint8Array.from({ length: count }, (_, i) => i % 2),
      ),
    }
    t.ok(json(results) === JSON.stringify(outputsOf(results as never, outputsNamed(results))), `${count} elements`)
  }
})

t.test('the outputs of a model without outputs are an empty JSON array', async t => {
  t.equal(json({}), '[]')
})

t.test('the labels of a map are written once, however many numbers the run has for them', async t => {
  const results = { p: tensor('float32', new Float32Array(140_000)) } as never
  const outputs = [
    { name: 'z', isTensor: true, from: 'p' },
    { name: 'z.labels', isTensor: true, from: 'p', labels: ['a', 'b'] },
  ]
  const [numbers, labels] = JSON.parse(String(Buffer.concat([...outputsJson(outputs, results, Infinity)])))
  t.match([numbers.name, numbers.data.length], ['z', 140_000])
  t.same(labels, { name: 'z.labels', shape: [2], datatype: 'BYTES', data: ['a', 'b'] })
})

t.test('outputs may have exactly the limit as JSON, and one byte more is TOO_LARGE', async t => {
  const results = { y: tensor('bool', Uint8Array.of(1)) } as never
  const { length } = '[{"name":"y","shape":[1],"datatype":"BOOL","data":[true]}]'
  t.equal(Buffer.concat([...outputsJson(outputsNamed({ y: 1 }), results, length)]).length, length)
  const message = `The outputs of the model have more than ${length - 1} bytes as JSON, which is the limit for a result.`
  const thrown = { code: 'TOO_LARGE', message, details: { limitBytes: length - 1 } }
  t.throws(() => [...outputsJson(outputsNamed({ y: 1 }), results, length - 1)], thrown)
})

t.test('a piece ends as soon as it has 4 MiB, and no empty piece follows', async t => {
  const head = '[{"name":"y","shape":[1],"datatype":"BYTES","data":["'
  const sizes = (end: string) => {
    const results = { y: tensor('string', ['a'.repeat(4 * 1024 ** 2 - head.length - end.length)]) }
    return [...outputsJson(outputsNamed(results), results as never, Infinity)].map(({ length }) => length)
  }
  t.same(sizes('"]}]'), [4 * 1024 ** 2])
  t.same(sizes('"'), [4 * 1024 ** 2, ']}]'.length])
})

t.test('large outputs are sent in pieces of some MiB', async t => {
  const results = { y: tensor('float32', new Float32Array(4_000_000)) }
  const sizes = [...outputsJson(outputsNamed(results), results as never, Infinity)].map(({ length }) => length)
  t.equal(sizes.length, 2)
  t.ok(sizes.every(size => size < 5 * 1024 ** 2))
})
