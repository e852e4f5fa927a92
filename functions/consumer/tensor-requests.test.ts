import t from 'tap'
import { feedsOf, type InferenceRequest } from './inference-request.ts'
import type { ModelInterface } from './model-interface.ts'

type Metadata = { name: string; isTensor: boolean; type: string; shape: (number | string)[] }

/** A session whose model declares these inputs. */
function session(inputs: Partial<Metadata>[]): Pick<ModelInterface, 'inputMetadata'> {
  return { inputMetadata: inputs.map(each => ({ name: 'x', isTensor: true, type: 'float32', ...each })) }
}

type Input = InferenceRequest['inputs'][number]

function request(...inputs: Partial<Input>[]): InferenceRequest {
  return { inputs: inputs.map(input => ({ name: 'x', shape: [1], datatype: 'FP32', data: [1], ...input })) }
}

const refused = (message: string | RegExp) => ({ code: 'INVALID_INPUT', message })

t.test('a model without inputs takes none, and the message about a model with several names all', t => {
  t.throws(() => feedsOf(request({}), session([])), refused('The model has no input "x"; it takes none.'))
  t.throws(
    () => feedsOf(request({ name: 'c' }), session([{ name: 'a' }, { name: 'b' }])),
    refused('The model has no input "c"; it takes "a", "b".'),
  )
  t.end()
})

t.test('a dimension with a name takes any size, and a refusal shows it by its name or as a question mark', t => {
  const model = session([{ shape: ['batch', 2, ''] }])
  t.equal(feedsOf(request({ shape: [3, 2, 1], data: [1, 2, 3, 4, 5, 6] }), model).x!.dims.join(), '3,2,1')
  t.throws(
    () => feedsOf(request({ shape: [1, 3, 1], data: [1, 2, 3] }), model),
    refused('The input "x" has shape [1,3,1]; the model takes [batch,2,?].'),
  )
  t.throws(
    () => feedsOf(request({}), session([{ shape: [0] }])),
    refused('The input "x" has shape [1]; the model takes [0].'),
  )
  t.end()
})

t.test('nested data has the sizes of its shape on every level', t => {
  const model = session([{ shape: ['rows', 'columns'] }])
  const nested = refused(/is nested, but not as its shape \[2,2\] says\.$/)
  for (const data of [
    [[1, 2]],
    [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
    [[1, 2], [3]],
    [[1, 2], 3],
    [1, 2, [3, 4]],
    [[1, 2, 3, 4]],
  ]) {
    t.throws(() => feedsOf(request({ shape: [2, 2], data }), model), nested, JSON.stringify(data))
  }
  const good = feedsOf(
    request({
      shape: [2, 2],
      data: [
        [1, 2],
        [3, 4],
      ],
    }),
    model,
  )
  t.same([...(good.x!.data as Float32Array)], [1, 2, 3, 4])
  t.end()
})

t.test('the beginning of an element that does not fit is shown, and no more', t => {
  const model = session([{ shape: ['n'] }])
  const message = (value: unknown) => {
    try {
      feedsOf(request({ data: [value] }), model)
      return 'taken'
    } catch (error) {
      return (error as Error).message
    }
  }
  t.match(message('x'.repeat(100)), `Element 0 of the input "x" is "${'x'.repeat(39)}; FP32 takes `)
  t.match(message(undefined), 'Element 0 of the input "x" is undefined; FP32 takes ')
  t.match(message(JSON.parse('-1e400')), 'Element 0 of the input "x" is -Infinity; FP32 takes ')
  t.end()
})

t.test('the bits of 16-bit floats are passed to the runtime unchanged', t => {
  const half = feedsOf(request({ datatype: 'FP16', data: [0.5] }), session([{ type: 'float16', shape: [1] }])).x!
  t.same([...(half.data as Uint16Array)], [0x3800])
  t.ok(half.data instanceof Uint16Array)
  t.equal(Object.hasOwn(half, 'data'), true)
  t.equal(Object.hasOwn(feedsOf(request({}), session([{ shape: [1] }])).x!, 'data'), false)
  t.end()
})
