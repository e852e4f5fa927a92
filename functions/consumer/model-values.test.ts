import type { onnx } from 'onnx-proto'
import t from 'tap'
import { askModels, input } from './consumer-fixture.ts'
import { tensorType, value } from './models-fixture.ts'

const [float, int64, bool, bf16, int4] = [1, 7, 9, 16, 22]
const identity = (from: string, to: string) => ({ opType: 'Identity', input: [from], output: [to] })

const outputsOf = ({ body }: { body: { outputs?: object; message?: string } }) => body.outputs ?? body.message

t.test(
  'an input without a declared shape takes any shape, and an input of a single value takes only the empty shape',
  async t => {
    const predict = await askModels(t)
    const model = (shape?: number[]) => ({
      node: [identity('x', 'y')],
      input: [value('x', float, shape)],
      output: [value('y', float, shape)],
    })
    for (const [shape, data] of [
      [[], [5]],
      [[1], [5]],
      [
        [2, 3],
        [1, 2, 3, 4, 5, 6],
      ],
      [[0], []],
      [[2, 0], []],
      [[1, 1, 1, 1, 1, 1, 1, 1, 1], [7]],
    ]) {
      const answer = await predict(model(), input(['x', 'FP32', shape as number[], data]))
      t.strictSame(outputsOf(answer), [{ name: 'y', shape, datatype: 'FP32', data }], JSON.stringify(shape))
    }
    const single = await predict(model([]), input(['x', 'FP32', [], [5]]))
    t.strictSame(outputsOf(single), [{ name: 'y', shape: [], datatype: 'FP32', data: [5] }])
    const message = 'The input "x" has shape [1]; the model takes [].'
    t.match(await predict(model([]), input(['x', 'FP32', [1], [5]])), { status: 400, body: { message } })
  },
)

t.test('dimensions may be zero, and two dimensions of one name may differ, as in the runtime itself', async t => {
  const predict = await askModels(t)
  for (const [declared, shape, data] of [
    [[0], [0], []],
    [[0, 'n'], [0, 2], []],
    [['n', 3], [0, 3], []],
    [
      ['n', 'n'],
      [1, 2],
      [1, 2],
    ],
  ] as [(number | string)[], number[], number[]][]) {
    const model = {
      node: [identity('x', 'y')],
      input: [value('x', float, declared)],
      output: [value('y', float, declared)],
    }
    const answer = await predict(model, input(['x', 'FP32', shape, data]))
    t.strictSame(outputsOf(answer), [{ name: 'y', shape, datatype: 'FP32', data }], JSON.stringify(declared))
  }
})

t.test('an optional input takes a tensor, but a request must have it', async t => {
  const predict = await askModels(t)
  const model = {
    node: [
      { opType: 'OptionalHasElement', input: ['x'], output: ['has'] },
      { opType: 'OptionalGetElement', input: ['x'], output: ['y'] },
    ],
    input: [{ name: 'x', type: { optionalType: { elemType: tensorType(float, ['n']) } } }],
    output: [value('has', bool, []), value('y', float, ['n'])],
  }
  t.strictSame(outputsOf(await predict(model, input(['x', 'FP32', [2], [1, 2]]), 18)), [
    { name: 'has', shape: [], datatype: 'BOOL', data: [true] },
    { name: 'y', shape: [2], datatype: 'FP32', data: [1, 2] },
  ])
  t.match(await predict(model, input(), 18), { status: 400, body: { message: /"x" is missing/ } })
  t.match(await predict(model, input(['x', 'INT64', [1], [1]]), 18), { status: 400, body: { message: /takes FP32/ } })
})

t.test('a sequence as input is INVALID_MODEL', async t => {
  const predict = await askModels(t)
  const model = {
    node: [{ opType: 'SequenceAt', input: ['s', 'at'], output: ['y'] }],
    input: [{ name: 's', type: { sequenceType: { elemType: tensorType(float) } } }, value('at', int64, [])],
    output: [value('y', float)],
  }
  const message =
    'The model\'s input "s" is a sequence of tensors of FP32, which the protocol cannot carry. ' +
    'No request can be made for this model.'
  const content = input(['s', 'FP32', [1], [1]], ['at', 'INT64', [], [0]])
  t.match(await predict(model, content), { status: 422, body: { error: 'INVALID_MODEL', message } })
})

// Models with two outputs: a plain tensor, and one of another form.
const odd: [string, onnx.INodeProto[], onnx.ITypeProto][] = [
  [
    'a sequence of tensors of FP32',
    [{ opType: 'SequenceConstruct', input: ['x'], output: ['odd'] }],
    { sequenceType: { elemType: tensorType(float) } },
  ],
  [
    'an optional tensor of FP32',
    [{ opType: 'Optional', input: ['x'], output: ['odd'] }],
    { optionalType: { elemType: tensorType(float) } },
  ],
  [
    'a tensor of INT4',
    [{ opType: 'Cast', input: ['x'], output: ['odd'], attribute: [{ name: 'to', i: int4, type: 2 }] }],
    tensorType(int4),
  ],
]

for (const [words, node, type] of odd) {
  t.test(`an output that is ${words} is refused by name, and the others are served`, async t => {
    const predict = await askModels(t)
    const model = (...names: string[]) => ({
      node: [...node, identity('x', 'y')],
      input: [value('x', float)],
      output: names.map(name => (name === 'odd' ? { name, type } : value(name, float))),
    })
    const all = JSON.parse(input(['x', 'FP32', [2], [1, 2]]))
    const request = (...names: string[]) => JSON.stringify({ ...all, outputs: names.map(name => ({ name })) })
    const is = `The model's output "odd" is ${words}, which the protocol cannot carry.`
    t.match(await predict(model('odd', 'y'), JSON.stringify(all), 21), {
      status: 422,
      body: { error: 'INVALID_MODEL', message: `${is} Name what you want in "outputs" of the input: "y".` },
    })
    t.match(await predict(model('odd'), JSON.stringify(all), 21), {
      status: 422,
      body: { error: 'INVALID_MODEL', message: `${is} It has no other.` },
    })
    t.match(await predict(model('odd', 'y'), request('y', 'odd'), 21), {
      status: 400,
      body: { error: 'INVALID_INPUT', message: `${is} It can be asked for "y".` },
    })
    const y = { name: 'y', shape: [2], datatype: 'FP32', data: [1, 2] }
    t.strictSame(outputsOf(await predict(model('odd', 'y'), request('y'), 21)), [y])
  })
}

t.test('an output without a declared type is described by the runtime’s type', async t => {
  const predict = await askModels(t)
  const graph = (node: onnx.INodeProto) => ({ node: [node], input: [value('x', float)], output: [{ name: 'odd' }] })
  const content = input(['x', 'FP32', [2], [1, 2]])
  for (const [opType, attribute, is] of [
    ['SequenceConstruct', [], 'no tensor'],
    ['Cast', [{ name: 'to', i: int4, type: 2 }], 'a tensor of INT4'],
  ] as const) {
    const { body } = await predict(
      graph({ opType, input: ['x'], output: ['odd'], attribute: [...attribute] }),
      content,
      21,
    )
    t.match(body.message, `The model's output "odd" is ${is}, which the protocol cannot carry.`)
  }
})

t.test('a request for a model without outputs says that it has none', async t => {
  const predict = await askModels(t)
  const model = { node: [identity('x', 'y')], input: [value('x', float)] }
  const message = 'The model has no outputs.'
  t.match(await predict(model, input(['x', 'FP32', [1], [1]])), {
    status: 422,
    body: { error: 'INVALID_MODEL', message },
  })
})

t.test('a type that the binding does not know is reported by its name', async t => {
  const predict = await askModels(t)
  const model = {
    node: [{ opType: 'Cast', input: ['x'], output: ['y'], attribute: [{ name: 'to', i: float, type: 2 }] }],
    input: [value('x', bf16, ['n'])],
    output: [value('y', float, ['n'])],
  }
  t.match(await predict(model, input(['x', 'BF16', [1], [1]])), {
    status: 422,
    body: { error: 'INVALID_MODEL', message: /its input "x" is a tensor of BF16, which ONNX Runtime for Node\.js/ },
  })
})
