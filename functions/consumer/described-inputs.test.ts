import t from 'tap'
import { input, startConsumer } from './consumer-fixture.ts'
import { describedInputs } from './described-inputs.ts'
import { addModel } from './models-fixture.ts'

t.test('an answer about an input that does not fit has the inputs that the model takes', async t => {
  const { store, predict } = await startConsumer(t)
  store('models/add.onnx', addModel([10, 20, 30]))
  const modelInputs = [{ name: 'x', datatype: 'FP32', shape: [-1, 3] }]
  store('inputs/nothing', '{"inputs": []}')
  t.match(await predict({ fileId: 'nothing', model: 'add' }), {
    status: 400,
    body: { error: 'INVALID_INPUT', fileId: 'nothing', model: 'add', modelInputs },
  })
  store('inputs/wrong', input(['x', 'INT32', [1, 3], [1, 2, 3]]))
  t.same((await predict({ fileId: 'wrong', model: 'add' })).body.modelInputs, modelInputs)
  store('inputs/text', 'no JSON')
  t.notOk('modelInputs' in (await predict({ fileId: 'text', model: 'add' })).body, 'the model was not asked')
})

t.test('a type that the protocol does not have and a shape that the model does not declare are left out', t => {
  t.same(
    describedInputs([
      { name: 'a', isTensor: true, type: 'float32' },
      { name: 'b', isTensor: true, type: 'float8', shape: [2] },
      { name: 'c', isTensor: false },
      { name: 'd', isTensor: true, type: 'string', shape: [] },
    ]),
    [
      { name: 'a', datatype: 'FP32' },
      { name: 'b', shape: [2] },
      { name: 'c' },
      { name: 'd', datatype: 'BYTES', shape: [] },
    ],
  )
  t.end()
})

t.test('inputs of more than 64 KiB of JSON are not described', t => {
  const around = Buffer.byteLength('[{"name":""}]')
  // A name of two-byte letters, and of one that takes one byte more.
  const named = (bytes: number) =>
    describedInputs([{ name: 'ü'.repeat(bytes / 2) + 'u'.repeat(bytes % 2), isTensor: false }])
  t.ok(named(65_536 - around), 'just fits')
  t.equal(named(65_536 - around + 1), undefined)
  t.end()
})
