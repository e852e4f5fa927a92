import t from 'tap'
import { type Bulk, feedsOf, parseInferenceRequest } from './inference-request.ts'

type Metadata = Parameters<typeof feedsOf>[1]['inputMetadata'][number]

const model = (...inputMetadata: Metadata[]) => ({ inputMetadata })
const taking = (shape?: readonly (number | string)[], type = 'float32', name = 'x'): Metadata => ({
  name,
  isTensor: true,
  type,
  ...(shape && { shape }),
})
const request = (shape: number[], data: unknown[], datatype = 'FP32', name = 'x') => ({
  inputs: [{ name, shape, datatype, data }],
})
// A large array that was taken out of the JSON.
const bulk = (elements: unknown[][], count = elements.flat().length): Bulk => ({
  read: () => ({
    count,
    *slices() {
      yield* elements
    },
  }),
})
const withBulk = (taken: Bulk, shape: number[], datatype = 'FP32') => ({
  inputs: [{ name: 'x', shape, datatype, data: [], bulk: taken }],
})

t.test('a request that is no inference request is refused with the place that is wrong', t => {
  const refused = (text: string, message: string | RegExp) =>
    t.throws(() => parseInferenceRequest(text), { code: 'INVALID_INPUT', message }, text)
  const x = '"name":"x","shape":[1],"datatype":"FP32","data":[1]'
  refused('{', /^The input file is not JSON: /)
  refused('{"inputs":[{"name":"x"}]}', / at inputs\.0\.shape: /)
  refused(`{"id":${JSON.stringify('i'.repeat(1025))},"inputs":[]}`, / at id: /)
  refused('{"inputs":[],"outputs":[{"name":7}]}', / at outputs\.0\.name: /)
  refused('{"inputs":[{"name":"x","shape":[-1],"datatype":"FP32","data":[]}]}', / at inputs\.0\.shape\.0: /)
  refused('{"inputs":[{"name":"x","shape":[0.5],"datatype":"FP32","data":[]}]}', / at inputs\.0\.shape\.0: /)
  for (const name of ['binary_data_size', 'binary_data_output', 'binary_data', 'shared_memory_region']) {
    const message = new RegExp(`${name} is not supported; send the elements of each tensor as JSON in "data"\\.$`)
    for (const value of ['1', 'true', '"a"', '0']) {
      refused(`{"parameters":{"${name}":${value}},"inputs":[]}`, message)
      refused(`{"inputs":[{${x},"parameters":{"${name}":${value}}}]}`, message)
      refused(`{"inputs":[],"outputs":[{"name":"y","parameters":{"${name}":${value}}}]}`, message)
    }
  }
  const bytesAfter = '{"inputs":[{"parameters":{"binary_data_size":4}}]}\u0001\u0002'
  refused(bytesAfter, /^binary_data_size is not supported in the input file; send the elements /)
  t.end()
})

t.test('a request may leave out, or set to null, what it does not need, and other parameters have no effect', t => {
  const text =
    '{"id":null,"outputs":null,"parameters":{"binary_data":false,"shared_memory_region":null,"priority":1},' +
    '"inputs":[{"name":"x","shape":[0],"datatype":"FP32","data":[],"parameters":{}}]}'
  t.match(parseInferenceRequest(text), { inputs: [{ name: 'x', shape: [0], data: [] }] })
  t.match(parseInferenceRequest(`{"id":"${'i'.repeat(1024)}","inputs":[]}`), { id: /^i{1024}$/ })
  t.end()
})

t.test('the inputs of a request must be those of the model, each once', t => {
  const refused = (wanted: ReturnType<typeof model>, given: ReturnType<typeof request>, message: string) =>
    t.throws(() => feedsOf(given, wanted), { code: 'INVALID_INPUT', message }, message)
  const both = model(taking([1]), taking([1], 'float32', 'z'))
  const one = request([1], [1])
  refused(both, one, 'The input "z" is missing; it takes "x", "z".')
  refused(model(), one, 'The model has no input "x"; it takes none.')
  refused(both, { inputs: [...one.inputs, ...one.inputs] }, 'An input name appears twice.')
  refused(model(taking([1])), request([1], [1], 'FP64'), 'The input "x" has datatype FP64; the model takes FP32.')
  refused(
    model(taking([1])),
    request([1], [1], 'toString'),
    'The input "x" has datatype toString; the model takes FP32.',
  )
  t.same(Object.keys(feedsOf({ inputs: [...request([1], [1], 'FP32', 'z').inputs, ...one.inputs] }, both)), ['x', 'z'])
  t.end()
})

t.test('a shape must have the sizes of the model, where a named one is free', t => {
  const wrong = (wanted: (number | string)[], shape: number[], says: string) =>
    t.throws(() => feedsOf(request(shape, []), model(taking(wanted))), {
      code: 'INVALID_INPUT',
      message: `The input "x" has shape [${shape}]; the model takes [${says}].`,
    })
  wrong(['batch', 2], [1, 3], 'batch,2')
  wrong(['', 2], [2], '?,2')
  wrong([], [1], '')
  wrong([1, 2], [1, 2, 1], '1,2')
  t.same(feedsOf(request([3, 2], [1, 2, 3, 4, 5, 6]), model(taking(['batch', 2]))).x!.dims, [3, 2])
  t.same(feedsOf(request([2], [1, 2]), model(taking())).x!.dims, [2], 'a model without a shape takes any')
  t.same(feedsOf(request([], [5]), model(taking([]))).x!.dims, [], 'a single value')
  t.end()
})

t.test('data may be flat or nested as the shape says, and nothing between', t => {
  const data = (shape: number[], values: unknown[]) => [
    ...(feedsOf(request(shape, values), model(taking())).x!.data as Float32Array),
  ]
  t.same(data([2, 2], [1, 2, 3, 4]), [1, 2, 3, 4])
  t.same(data([2, 2], [[1, 2], [3, 4]]), [1, 2, 3, 4]) // prettier-ignore
  t.same(data([1, 2, 1], [[[1], [2]]]), [1, 2])
  const nested = (shape: number[], values: unknown[]) =>
    t.throws(() => data(shape, values), {
      code: 'INVALID_INPUT',
      message: `The data of the input "x" is nested, but not as its shape [${shape}] says.`,
    })
  nested([2, 2], [[1, 2], [3]])
  nested([3, 2], [[1, 2], [3, 4]]) // prettier-ignore
  nested([2, 2], [[1, 2], 3, 4])
  nested([1, 2, 1], [[1, 2]])
  const few = { message: 'The input "x" has 3 elements; its shape [2,2] says 4.' }
  t.throws(() => data([2, 2], [1, 2, 3]), few)
  t.end()
})

t.test('a wrong element is named with its index and what the type takes, without the content of arrays', t => {
  const wrong = (value: unknown, shown: string) =>
    t.throws(() => feedsOf(request([2], [1, value]), model(taking())), {
      code: 'INVALID_INPUT',
      message: new RegExp(`^Element 1 of the input "x" is ${shown}; FP32 takes numbers in its range`),
    })
  wrong('2', '"2"')
  wrong('y'.repeat(99), `"${'y'.repeat(39)}`)
  wrong(null, 'null')
  wrong(true, 'true')
  wrong(1e300, '1e\\+300')
  wrong(Infinity, 'Infinity')
  wrong({ a: 1 }, 'an object')
  // An array inside flat data is refused as nested; in bulk data it is an element.
  const taken = withBulk(bulk([[1, [2]]]), [2])
  t.throws(() => feedsOf(taken, model(taking())), { message: /^Element 1 of the input "x" is an array; / })
  t.end()
})

t.test('large data is packed slice by slice, and its elements are counted through all slices', t => {
  const floats = feedsOf(withBulk(bulk([[1, 2], [3]]), [3]), model(taking())).x!
  t.same([...(floats.data as Float32Array)], [1, 2, 3])
  const texts = feedsOf(withBulk(bulk([['a'], ['b', 'c']]), [3], 'BYTES'), model(taking([3], 'string'))).x!
  t.same(texts.data, ['a', 'b', 'c'])
  const refused = (taken: Bulk, message: string | RegExp) =>
    t.throws(() => feedsOf(withBulk(taken, [3]), model(taking())), { code: 'INVALID_INPUT', message })
  refused(bulk([[1, 2], ['q']]), /^Element 2 of the input "x" is "q"/)
  refused(bulk([[1, 2]]), 'The input "x" has 2 elements; its shape [3] says 3.')
  refused({ read: () => undefined }, 'The data of the input "x" is nested, but not as its shape [3] says.')
  refused(bulk([[1, 2]], 3), 'The data of the input "x" is not JSON: an element is missing between two commas.')
  const broken = {
    read: () => ({
      count: 3,
      *slices(): Generator<unknown[]> {
        throw new SyntaxError('Unexpected end')
      },
    }),
  }
  refused(broken, 'The input file is not JSON: Unexpected end.')
  const other = {
    read: () => ({
      count: 3,
      *slices(): Generator<unknown[]> {
        throw new TypeError('a fault of ours')
      },
    }),
  }
  t.throws(() => feedsOf(withBulk(other, [3]), model(taking())), TypeError)
  t.end()
})

t.test('16-bit floats reach the runtime as their bits in every version of Node', t => {
  const { data } = feedsOf(request([2], [1, -2], 'FP16'), model(taking([2], 'float16'))).x!
  t.ok(data instanceof Uint16Array)
  t.same([...(data as Uint16Array)], [0x3c00, 0xc000])
  t.end()
})
