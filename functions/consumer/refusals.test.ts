import t from 'tap'
import type { Failure } from '../failure/failure.ts'
import { fileHandlePrototype, mount } from '../working-set/working-set-fixture.ts'
import { input, startConsumer } from './consumer-fixture.ts'
import { datatypes } from './datatypes.ts'
import { feedsOf, parseInferenceRequest } from './inference-request.ts'
import { outputsOf } from './inference-response.ts'
import { readInputFile } from './shared-file-system/input-file.ts'
import { findModelFile } from './shared-file-system/model-file.ts'
import { addModel, gatherModel } from './models-fixture.ts'

t.test('the message about a missing file says how to bring the file to EFS', async t => {
  const { workingSet } = mount(t)
  await t.rejects(readInputFile(workingSet, 'row', 100), {
    code: 'NOT_FOUND',
    message: 'There is no input row on EFS. Send it to /ingest first.',
  })
  await t.rejects(findModelFile(workingSet, 'sub/m'), {
    code: 'MODEL_NOT_FOUND',
    message: 'There is no model sub/m on EFS. Put it in the bucket as models/sub/m and wait a moment.',
    details: { model: 'sub/m' },
  })
})

t.test('the messages say which values each datatype takes', t => {
  const takes = Object.fromEntries(Object.entries(datatypes).map(([name, datatype]) => [name, datatype.takes]))
  const numbers = 'numbers in its range, "NaN", "Infinity" and "-Infinity"'
  t.same(takes, {
    BOOL: 'true and false',
    INT8: 'integers from -128 to 127',
    INT16: 'integers from -32768 to 32767',
    INT32: 'integers from -2147483648 to 2147483647',
    INT64: 'integers from -9223372036854775808 to 9223372036854775807, beyond 2^53 as strings',
    UINT8: 'integers from 0 to 255',
    UINT16: 'integers from 0 to 65535',
    UINT32: 'integers from 0 to 4294967295',
    UINT64: 'integers from 0 to 18446744073709551615, beyond 2^53 as strings',
    FP16: numbers,
    FP32: numbers,
    FP64: numbers,
    BYTES: 'strings without NUL and lone surrogates',
  })
  t.end()
})

t.test('the refusal of an input that does not fit the model says which input and why', t => {
  const metadata = [{ name: 'x', isTensor: true, type: 'float32', shape: ['n', 2] }]
  const model = { inputMetadata: metadata }
  const one = { name: 'x', datatype: 'FP32', shape: [1, 2], data: [1, 2] as unknown[] }
  for (const [inputs, message] of [
    [[one, one], 'An input name appears twice.'],
    [[], 'The input "x" is missing; it takes "x".'],
    [[{ ...one, datatype: 'INT8' }], 'The input "x" has datatype INT8; the model takes FP32.'],
    [[{ ...one, data: [1] }], 'The input "x" has 1 elements; its shape [1,2] says 2.'],
    [[{ ...one, data: [1, true] }], `Element 1 of the input "x" is true; FP32 takes ${datatypes.FP32!.takes}.`],
    [[{ ...one, data: [[1], [2]] }], 'The data of the input "x" is nested, but not as its shape [1,2] says.'],
  ] as const) {
    t.throws(() => feedsOf({ inputs } as never, model), { code: 'INVALID_INPUT', message }, message)
  }
  const odd = { inputMetadata: [{ name: 'x', isTensor: true, type: 'float8', shape: ['n'] }] }
  const message =
    'The model\'s input "x" is a tensor of FLOAT8, which the protocol cannot carry. No request can be made for this model.'
  t.throws(() => feedsOf({ inputs: [one] }, odd), { code: 'INVALID_MODEL', message })
  try {
    feedsOf({ inputs: [one] }, odd)
  } catch (error) {
    t.notOk('modelInputs' in (error as Failure).details, 'no input would help')
  }
  t.throws(() => parseInferenceRequest('{}'), { message: /^The input file is not what is expected at inputs: / })
  t.end()
})

t.test('an output of a type that the protocol lacks is INVALID_MODEL', t => {
  const message = `The model's output "y" is a tensor of FLOAT8, which the protocol cannot carry. Convert the model.`
  const results = { y: { type: 'float8', dims: [1], data: [] } as never }
  t.throws(() => outputsOf(results, [{ name: 'y', isTensor: true }]), { code: 'INVALID_MODEL', message })
  t.end()
})

t.test('an output is converted to values that JSON can hold', t => {
  const y = [{ name: 'y', isTensor: true }]
  const values = (type: string, data: unknown) => outputsOf({ y: { type, dims: [2], data } as never }, y)[0]!.data
  t.same(values('bool', Uint8Array.of(0, 1)), [false, true])
  t.same(values('int64', BigInt64Array.of(2n ** 53n - 1n, 2n ** 53n)), [2 ** 53 - 1, '9007199254740992'])
  t.same(values('float16', Uint16Array.of(0x3800, 0x7c00)), [0.5, 'Infinity'])
  t.same(values('float16', Float32Array.of(0.5, 1)), [0.5, 1], 'where the runtime returns numbers')
  t.same(values('float16', new Uint16Array(Uint16Array.of(0, 0x3800, 0x3c00).buffer, 2, 1)), [0.5], 'a part')
  t.same(values('uint16', Uint16Array.of(0x3800, 1)), [0x3800, 1])
  t.end()
})

t.test('the refusal of a request names the wrong field', async t => {
  const { predict } = await startConsumer(t)
  const name = 'expected 1 to 128 letters, digits, dots, hyphens and underscores'
  for (const fileId of ['', '.a', '-a', 'a b', 'a/b', 'a'.repeat(129), 'a\n']) {
    const message = `The body is not what is expected at fileId: ${name}.`
    t.match(await predict({ fileId, model: 'm' }), { status: 400, body: { message } }, JSON.stringify(fileId))
  }
  for (const fileId of ['a', '0', 'A.b_c-d', 'a'.repeat(128)]) {
    t.match(await predict({ fileId, model: 'm' }), { status: 404, body: { error: 'NOT_FOUND', fileId } })
  }
  t.match(await predict({ fileId: 'a', model: '..' }), {
    status: 400,
    body: { message: /^The key "models\/\.\." has/ },
  })
})

t.test('a failure has its cause in the log, and the runtime’s reason in its message', async t => {
  const { store, predict, log } = await startConsumer(t)
  store('models/gather.onnx', gatherModel())
  store('models/broken.onnx', 'no model')
  store('models/add.onnx', addModel([1, 1]))
  store('inputs/far', input(['x', 'INT64', [1], [7]]))
  const beyond = await predict({ fileId: 'far', model: 'gather' })
  t.match(beyond.body, { error: 'INVALID_INPUT', message: /^The model cannot be run over this input: .+\.$/s })
  t.match(log.at(-1), { outcome: 'INVALID_INPUT', stage: 'inference', model: 'gather' })
  const broken = await predict({ fileId: 'far', model: 'broken' })
  const message = /^models\/broken is not a model that ONNX Runtime can load: .+\.$/s
  t.match(broken.body, { error: 'INVALID_MODEL', model: 'broken', message })
  t.match(log.at(-1), { outcome: 'INVALID_MODEL', stage: 'modelLoad', level: 'WARN' })
})

t.test('an unexpected error is 500, and only the log has its text', async t => {
  const { mountPath, store, predict, log } = await startConsumer(t)
  store('inputs/row', input(['x', 'FP32', [1, 2], [1, 2]]))
  const read = async () => {
    throw new Error('odd')
  }
  t.intercept(await fileHandlePrototype(mountPath), 'read', { value: read })
  t.match(await predict({ fileId: 'row', model: 'add' }), { status: 500, body: { error: 'INTERNAL_ERROR' } })
  t.match(log, [{ stage: 'read', cause: { message: 'odd' } }, { outcome: 'INTERNAL_ERROR' }])
})

t.test('an event that is not a request is an error of the Consumer', async t => {
  const { handler, log } = await startConsumer(t)
  const message = 'The event is not from API Gateway (REST proxy).'
  for (const event of [null, {}, { Records: [] }]) await t.rejects(handler(event), { name: 'TypeError', message })
  t.match(await handler({ httpMethod: 'POST', body: '{}' }), { statusCode: 400, headers: { 'X-Request-Id': '' } })
  t.match(log, [{ requestId: '', coldStart: false }])
})
