import t from 'tap'
import { input, startConsumer } from './consumer-fixture.ts'
import { addModel, gatherModel, identityModel } from './models-fixture.ts'

t.test('values of every datatype come back unchanged', async t => {
  const { store, predict } = await startConsumer(t)
  const cases: [string, string, unknown[]][] = [
    ['BOOL', 'BOOL', [true, false]],
    ['INT8', 'INT8', [-128, 127]],
    ['INT16', 'INT16', [-32768, 32767]],
    ['INT32', 'INT32', [-2147483648, 2147483647]],
    ['INT64', 'INT64', [-5, 9007199254740991, '-9223372036854775808', '9223372036854775807']],
    ['UINT8', 'UINT8', [0, 255]],
    ['UINT16', 'UINT16', [0, 65535]],
    ['UINT32', 'UINT32', [0, 4294967295]],
    ['UINT64', 'UINT64', [0, '18446744073709551615']],
    ['FLOAT16', 'FP16', [0.5, -65504, 'Infinity', 'NaN']],
    ['FLOAT', 'FP32', [0.5, -1.25, '-Infinity', 'NaN']],
    ['DOUBLE', 'FP64', [0.1, 1e300]],
    ['STRING', 'BYTES', ['', 'grüße']],
  ]
  for (const [type, datatype, data] of cases) {
    store('models/same.onnx', identityModel([type as 'FLOAT']))
    store('inputs/values', input(['x0', datatype, [data.length], data]))
    const { status, body } = await predict({ fileId: 'values', model: 'same' })
    t.equal(status, 200, body.message)
    t.strictSame(body.outputs, [{ name: 'y0', shape: [data.length], datatype, data }], datatype)
  }
})

t.test('data may be nested as its shape says', async t => {
  const { store, predict } = await startConsumer(t)
  store('models/add.onnx', addModel([10, 20, 30]))
  store(
    'inputs/rows',
    input([
      'x',
      'FP32',
      [2, 3],
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
    ]),
  )
  const { body } = await predict({ fileId: 'rows', model: 'add' })
  t.match(body.outputs, [{ shape: [2, 3], data: [11, 22, 33, 14, 25, 36] }])
})

t.test('only the outputs that the request names are computed', async t => {
  const { store, predict } = await startConsumer(t)
  store('models/two.onnx', identityModel(['FLOAT', 'INT32']))
  const { inputs } = JSON.parse(input(['x0', 'FP32', [1], [1]], ['x1', 'INT32', [1], [2]]))
  store('inputs/both', JSON.stringify({ id: 'mine', parameters: {}, inputs, outputs: [{ name: 'y1' }] }))
  const { body } = await predict({ fileId: 'both', model: 'two' })
  t.strictSame(body.outputs, [{ name: 'y1', shape: [1], datatype: 'INT32', data: [2] }])
  for (const [outputs, names] of [
    [['y1', 'y1'], ['y1']],
    [[], ['y0', 'y1']],
  ] as const) {
    store('inputs/both', JSON.stringify({ inputs, outputs: outputs.map(name => ({ name })) }))
    const answer = await predict({ fileId: 'both', model: 'two' })
    t.same(
      answer.body.outputs.map(({ name }: { name: string }) => name),
      names,
    )
  }
})

t.test('parameters that are null, of the request or of a tensor, have no effect', async t => {
  const { store, predict } = await startConsumer(t)
  store('models/add.onnx', addModel([1, 1]))
  const { inputs } = JSON.parse(input(['x', 'FP32', [1, 2], [1, 2]]))
  store('inputs/null', JSON.stringify({ parameters: null, inputs: [{ ...inputs[0], parameters: null }] }))
  t.match(await predict({ fileId: 'null', model: 'add' }), { status: 200, body: { outputs: [{ data: [2, 3] }] } })
})

t.test('an input that the model does not take is 400, and the message says why', async t => {
  const { store, predict } = await startConsumer(t)
  store('models/add.onnx', addModel([1, 1]))
  store('models/gather.onnx', gatherModel())
  const x = (datatype: string, shape: number[], data: unknown) => input(['x', datatype, shape, data])
  const both = input(['x', 'FP32', [1, 2], [1, 2]], ['x', 'FP32', [1, 2], [1, 2]])
  const cases: [string, string, RegExp][] = [
    ['add', '', /The input file is not JSON/],
    ['add', '[]', /expected object/],
    ['add', '{"inputs":[{"name":"x"}]}', /at inputs\.0\.shape/],
    ['add', '{"inputs":[]}', /"x" is missing/],
    ['add', input(['z', 'FP32', [1, 2], [1, 2]]), /no input "z"; it takes "x"/],
    ['add', both, /twice/],
    ['add', x('FP64', [1, 2], [1, 2]), /datatype FP64; the model takes FP32/],
    ['add', x('constructor', [1, 2], [1, 2]), /datatype constructor/],
    ['add', x('FP32', [1, 3], [1, 2, 3]), /shape \[1,3\]; the model takes \[batch,2\]/],
    ['add', x('FP32', [2], [1, 2]), /shape \[2\]/],
    ['add', x('FP32', [1, 2, 1], [1, 2]), /shape \[1,2,1\]; the model takes \[batch,2\]/],
    ['add', x('FP32', [2, 2], [1, 2]), /2 elements; its shape \[2,2\] says 4/],
    ['add', x('FP32', [2, 2], [[1, 2], [3]]), /nested, but not as its shape/],
    ['add', x('FP32', [1, 2], [1, '2']), /Element 1 of the input "x" is "2"; FP32 takes numbers/],
    ['add', x('FP32', [1, 2], [1, 1e300]), /Element 1/],
    ['add', x('FP32', [1, 2], [1, null]), /is null/],
    ['add', x('FP32', [1, -2], [1]), /at inputs\.0\.shape\.1/],
    ['gather', x('INT64', [1], [0.5]), /INT64 takes integers/],
    ['gather', x('INT64', [1], [2 ** 60]), /beyond 2\^53 as strings/],
    ['gather', x('INT64', [1], [7]), /cannot be run over this input/],
    ['gather', JSON.stringify({ ...JSON.parse(x('INT64', [1], [1])), outputs: [{ name: 'q' }] }), /no output "q"/],
  ]
  for (const [model, content, reason] of cases) {
    store('inputs/bad', content)
    const { status, body } = await predict({ fileId: 'bad', model })
    t.equal(status, 400, body.message)
    t.match(body, { error: 'INVALID_INPUT', fileId: 'bad', model, message: reason })
  }
})
