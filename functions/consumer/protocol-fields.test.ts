import { readFileSync } from 'node:fs'
import t, { type Test } from 'tap'
import { input, startConsumer } from './consumer-fixture.ts'
import { identityModel } from './models-fixture.ts'

const one = ['x0', 'FP32', [1], [1]] as [string, string, number[], unknown]

// Returns a function that sends an input file of this text, or of one tensor and these other fields, and returns the
// answer.
async function asked(t: Test) {
  const { store, predict } = await startConsumer(t)
  store('models/same.onnx', identityModel(['FLOAT']))
  return async (content: string | Record<string, unknown>) => {
    const text = typeof content === 'string' ? content : JSON.stringify({ ...JSON.parse(input(one)), ...content })
    store('inputs/i', text)
    const { status, body } = await predict({ fileId: 'i', model: 'same' })
    return { status, body, result: () => JSON.parse(readFileSync(body.efsPath, 'utf8')) }
  }
}

t.test('the id of a request comes back in its result and answer; a result without one has the fileId', async t => {
  const predict = await asked(t)
  const named = await predict({ id: 'mine, "é"' })
  t.equal(named.body.id, 'mine, "é"')
  t.match(named.result(), { id: 'mine, "é"', parameters: { fileId: 'i' } })
  t.match(await predict({ id: '' }), { status: 200, body: { id: '' } })
  for (const fields of [{}, { id: null }]) {
    const nameless = await predict(fields)
    t.equal('id' in nameless.body, false)
    t.match(nameless.result(), { id: 'i', parameters: { fileId: 'i' } })
  }
  for (const id of [1, {}, 'a'.repeat(1025)])
    t.match(await predict({ id }), { status: 400, body: { message: /at id:/ } })
  t.equal((await predict({ id: 'a'.repeat(1024) })).status, 200)
})

t.test('optional fields may be null', async t => {
  const predict = await asked(t)
  const tensor = { name: 'x0', datatype: 'FP32', shape: [1], data: [1], parameters: null }
  const answer = await predict({ id: null, parameters: null, outputs: null, inputs: [tensor] })
  t.match(answer, { status: 200, body: { outputs: [{ name: 'y0' }] } })
  t.equal((await predict({ outputs: [{ name: 'y0', parameters: null }] })).status, 200)
})

t.test('unknown parameters have no effect', async t => {
  const predict = await asked(t)
  for (const parameters of [{}, { priority: 1 }, { binary_data_output: false }, 5, 'text', []]) {
    t.equal((await predict({ parameters })).status, 200, JSON.stringify(parameters))
  }
})

t.test('tensors outside the JSON are refused, and the message names the parameter that asks for them', async t => {
  const predict = await asked(t)
  const tensor = { name: 'x0', datatype: 'FP32', shape: [1] }
  for (const [content, message] of [
    [{ parameters: { binary_data_output: true } }, /at parameters: binary_data_output is not supported; send the/],
    [{ inputs: [{ ...tensor, parameters: { binary_data_size: 4 } }] }, /at inputs\.0\.parameters: binary_data_size is/],
    [{ inputs: [{ ...tensor, parameters: { binary_data_size: 0 } }] }, /binary_data_size is not supported/],
    [{ inputs: [{ ...tensor, parameters: { shared_memory_region: 'r' } }] }, /shared_memory_region is not supported/],
    [{ outputs: [{ name: 'y0', parameters: { binary_data: true } }] }, /at outputs\.0\.parameters: binary_data is not/],
    [
      `${JSON.stringify({ inputs: [{ ...tensor, parameters: { binary_data_size: 4 } }] })}\0\0\0\0`,
      'binary_data_size is not supported in the input file; send the elements of each tensor as JSON in "data".',
    ],
  ] as const) {
    t.match(await predict(content), { status: 400, body: { error: 'INVALID_INPUT', message } })
  }
})

t.test('a negative zero stays negative, in the answer and in the result file', async t => {
  for (const [type, datatype] of [
    ['FLOAT16', 'FP16'],
    ['FLOAT', 'FP32'],
    ['DOUBLE', 'FP64'],
  ] as const) {
    const { store, handler, predict } = await startConsumer(t)
    store('models/same.onnx', identityModel([type]))
    store(
      'inputs/i',
      '{"inputs":[{"name":"x0","shape":[3],"datatype":"DATATYPE","data":[-0.0,0,-1.5]}]}'.replace('DATATYPE', datatype),
    )
    const { body } = await predict({ fileId: 'i', model: 'same' })
    t.strictSame(body.outputs?.[0].data, [-0, 0, -1.5], datatype)
    const written = /"data":\[-0\.0,0,-1\.5\]/
    t.match(readFileSync(body.efsPath, 'utf8'), written)
    const event = { httpMethod: 'POST', body: '{"fileId":"i","model":"same"}' }
    t.match((await handler(event)).body, written)
  }
})

t.test('an input file and a request may begin with a byte order mark', async t => {
  const { store, predict } = await startConsumer(t)
  store('models/same.onnx', identityModel(['FLOAT']))
  store('inputs/i', `\uFEFF${input(one)}`)
  t.match(await predict('\uFEFF{"fileId":"i","model":"same"}'), { status: 200, body: { outputs: [{ data: [1] }] } })
})

t.test('endless nesting is refused anywhere in an input file', async t => {
  const predict = await asked(t)
  for (const depth of [5000, 200_000]) {
    const nested = '['.repeat(depth) + ']'.repeat(depth)
    const objects = '{"a":'.repeat(depth) + '1' + '}'.repeat(depth)
    const fields = { name: '"x0"', shape: '[1]', datatype: '"FP32"', data: '[1]' }
    for (const [field, value, message] of [
      ['data', `[${nested}]`, /is nested, but not|Element 0 of the input "x0" is an array; FP32 takes/],
      ['data', `[${objects}]`, /Element 0 of the input "x0" is an object; FP32 takes/],
      ['data', nested, /Element 0|nested|elements/],
      ['shape', nested, /at inputs\.0\.shape\.0: Invalid input: expected (int|number), received array/],
      ['shape', `[${objects}]`, /received object/],
      ['name', nested, /at inputs\.0\.name: Invalid input: expected string, received array/],
      ['datatype', objects, /at inputs\.0\.datatype/],
    ] as const) {
      const content = Object.entries({ ...fields, [field]: value }).map(([name, text]) => `"${name}":${text}`)
      const { status, body } = await predict(`{"inputs":[{${content.join()}}]}`)
      t.match({ status, body }, { status: 400, body: { error: 'INVALID_INPUT', message } }, `${field}, ${depth}`)
    }
    t.equal((await predict(`{"id":${nested},"inputs":[]}`)).status, 400)
    t.equal((await predict(nested)).status, 400)
    t.match(await predict(`{"more":${objects},${input(one).slice(1)}`), { status: 200 }, 'what means nothing')
  }
})

t.test('a request with endless nesting is 400', async t => {
  const { predict } = await startConsumer(t)
  const nested = '['.repeat(200_000) + ']'.repeat(200_000)
  for (const body of [nested, `{"fileId":${nested},"model":"m"}`, `{"fileId":"i","model":${nested}}`]) {
    t.match(await predict(body), { status: 400, body: { error: 'INVALID_REQUEST' } })
  }
})

t.test('a model can be called by any name that it can be ingested under', async t => {
  const { store, predict } = await startConsumer(t)
  store('inputs/i', input(one))
  const deep = 'd/'.repeat(400)
  for (const name of [
    'a'.repeat(200),
    ...[250, 251, 254, 255].map(bytes => 'a'.repeat(bytes)),
    `${'é'.repeat(124)}ab`,
    `${'é'.repeat(127)}a`,
    deep + 'a'.repeat(1024 - 7 - deep.length),
  ]) {
    store(`models/${name}`, identityModel(['FLOAT']))
    t.match(await predict({ fileId: 'i', model: name }), { status: 200 }, `${Buffer.byteLength(name)} bytes`)
  }
  for (const name of ['b'.repeat(250), deep + 'b'.repeat(1024 - 7 - 5 - deep.length)]) {
    store(`models/${name}.onnx`, identityModel(['FLOAT']))
    for (const model of [name, `${name}.onnx`]) t.match(await predict({ fileId: 'i', model }), { status: 200 })
  }
  t.match(await predict({ fileId: 'i', model: 'c'.repeat(255) }), { status: 404, body: { error: 'MODEL_NOT_FOUND' } })
  t.match(await predict({ fileId: 'i', model: 'c'.repeat(256) }), { status: 400, body: { error: 'INVALID_REQUEST' } })
})
