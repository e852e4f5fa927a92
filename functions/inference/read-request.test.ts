import t from 'tap'
import { feedsOf, parseInferenceRequest } from '../consumer/inference-request.ts'
import { readRequest } from './read-request.ts'

// A session of a model with these inputs.
function sessionOf(...inputs: [name: string, type: string][]) {
  const inputMetadata = inputs.map(([name, type]) => ({ name, type, isTensor: true, shape: ['a', 'b', 'c'] }))
  return { inputNames: inputs.map(([name]) => name), inputMetadata, outputMetadata: [] } as never
}
const session = sessionOf(['x', 'float32'])
const feeds = (text: string, of = session) => feedsOf(readRequest(Buffer.from(text), 1024 ** 2), of)
const inSmall = (text: string, of = session) => feedsOf(parseInferenceRequest(text), of)

const sizes = [40, 30, 50] as const
const count = 60_000
const number = (i: number) => (i % 11 === 0 ? '"-Infinity"' : i % 7 === 0 ? '-1.5e-3' : String(i))
const flat = Array.from({ length: count }, (_, i) => number(i))
// Nests the elements row by row, with these characters around each element.
function nested(elements: readonly string[], [first, ...rest]: readonly number[], space = ''): string {
  if (first === undefined) return `${space}${elements[0]}${space}`
  const each = elements.length / first
  const parts = Array.from({ length: first }, (_, i) => nested(elements.slice(i * each, (i + 1) * each), rest, space))
  return `[${parts.join(',')}]`
}
const request = (data: string, datatype = 'FP32', shape: readonly number[] = sizes) =>
  `{"id":"a\\"]","inputs":[{"name":"x","shape":[${shape}],"data":${data},"datatype":"${datatype}"}],"parameters":{"inputs":[]}}`

t.test('large data gives the same tensors as a JSON parser gives, flat or nested', async t => {
  for (const data of [`[${flat}]`, `[ ${flat.join(' ,\n')} ]`, nested(flat, sizes), nested(flat, sizes, '\n ')]) {
    const [bulk, small] = [feeds(request(data)).x!, inSmall(request(data)).x!]
    t.same(bulk.dims, small.dims)
    t.ok(Buffer.from((bulk.data as Float32Array).buffer).equals(Buffer.from((small.data as Float32Array).buffer)))
  }
})

t.test('large data stays in the buffer until its tensor is made', async t => {
  const [read] = readRequest(Buffer.from(request(`[${flat}]`)), 1024 ** 2).inputs
  t.same(read?.data, [], 'no element is made into a JavaScript value')
  t.equal(read?.bulk?.read([count])?.count, count)
})

t.test('large texts may contain anything that JSON allows', async t => {
  const texts = Array.from({ length: count }, (_, i) => ['a,b', '"', '\\', '[', ']', '{}', 'é', '\\"', ''][i % 9]!)
  const of = sessionOf(['x', 'string'])
  for (const data of [
    JSON.stringify(texts),
    nested(
      texts.map(text => JSON.stringify(text)),
      sizes,
    ),
  ]) {
    t.same(feeds(request(data, 'BYTES'), of).x!.data, texts)
  }
})

t.test('each of several inputs is read from its own place', async t => {
  const of = sessionOf(['x', 'int64'], ['y', 'uint8'], ['z', 'float16'])
  const one = (name: string, datatype: string, data: string, shape: readonly number[] = sizes) =>
    `{"data":${data},"name":"${name}","datatype":"${datatype}","shape":[${shape}]}`
  const longs = Array.from({ length: count }, (_, i) => (i % 2 ? `"${2n ** 60n}"` : '7'))
  const bytes = Array.from({ length: count }, (_, i) => i % 256)
  const text = `{"inputs":[${one('x', 'INT64', `[${longs}]`)},${one('z', 'FP16', '[1]', [1, 1, 1])},${one('y', 'UINT8', `[${bytes}]`)}]}`
  const made = feeds(text, of)
  t.same([...(made.x!.data as BigInt64Array).subarray(0, 2)], [7n, 2n ** 60n])
  t.same([...(made.y!.data as Uint8Array)], bytes)
  t.same([...(made.z!.data as Uint16Array)], [0x3c00])
})

t.test('errors in large data have the same messages as in small data', async t => {
  for (const [data, shape] of [
    [`[${flat.slice(1)}]`, sizes],
    [nested(flat, sizes), [40, 50, 30]],
    [nested(flat, sizes), [40, 1500]],
    [nested(flat, [40, 1500]), sizes],
    [`[[${flat}]]`, sizes],
    [`[1,${nested(flat, sizes).slice(1)}`, sizes],
    [`[[],${nested(flat, sizes).slice(1)}`, sizes],
    [`[${[...flat.slice(0, -1), 'true']}]`, sizes],
    [`[${[...flat.slice(0, -1), 'null']}]`, sizes],
    [`[${[...flat.slice(0, -1), '{"a":1}']}]`, sizes],
  ] as const) {
    const text = request(data, 'FP32', shape)
    let expected: unknown
    t.throws(() => {
      try {
        inSmall(text)
      } catch (error) {
        expected = (error as Error).message
        throw error
      }
    })
    t.throws(() => feeds(text), { code: 'INVALID_INPUT', message: expected }, String(expected))
  }
})

t.test('large data that is not JSON is refused', async t => {
  const middle = (wrong: string) =>
    [...flat.slice(0, 30_000), ...flat.slice(30_000)].join(',').replace(',29999,', wrong)
  for (const data of [
    `[${middle(',,')}]`,
    `[${middle(',01,')}]`,
    `[${middle(' ')}]`,
    `[${flat},]`,
    `[,${flat}]`,
    `[${flat}}`,
    `[${flat}`,
    `[${middle(',"29999,')}]`,
    nested(flat, sizes).replace('],[', ']['),
    nested(flat, sizes).replace('],[', '],,['),
  ]) {
    const thrown = { code: 'INVALID_INPUT', message: /JSON|nested|elements/ }
    t.throws(() => feeds(request(data)), thrown, `${data.slice(0, 10)}…${data.slice(-10)}`)
  }
})

t.test('the text that a parser must read as a whole has a limit', async t => {
  const text = request(`[${flat}]`)
  const outside = text.length - `[${flat}]`.length
  t.equal(readRequest(Buffer.from(text), outside).inputs.length, 1)
  const refused = (content: string, limit: number, bytes: number) => {
    const message =
      `The input file is not an inference request, or has ${bytes} bytes outside of the data of its inputs; ` +
      `the limit for them is ${limit}.`
    t.throws(() => readRequest(Buffer.from(content), limit), { code: 'INVALID_INPUT', message })
  }
  refused(text, outside - 1, outside)
  refused(text.slice(1), outside, text.length - 1)
})

t.test('the last of two members with the same name counts, as in JSON parsers', async t => {
  const data = `[${flat}]`
  const text = request(data).replace('"data":', '"data":[1],"data":')
  t.equal(feeds(text).x!.data.length, count)
  t.throws(() => feeds(request(data).replace('"datatype"', '"data":[1],"datatype"')), { message: /has 1 elements/ })
})

t.test('a text that is not UTF-8 is refused, and no changed text reaches the model', async t => {
  const text = inputOfText('é')
  t.same(feeds(text, texts).x!.data, ['é'])
  for (const encoding of ['latin1', 'utf16le'] as const) {
    const message = 'The input file is not UTF-8, as JSON must be.'
    t.throws(() => readRequest(Buffer.from(text, encoding), 1024), { code: 'INVALID_INPUT', message }, encoding)
  }
})

const texts = sessionOf(['x', 'string'])
const inputOfText = (text: string) => request(`["${text}"]`, 'BYTES', [1, 1, 1])
