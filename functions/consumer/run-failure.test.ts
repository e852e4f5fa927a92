import type { onnx } from 'onnx-proto'
import t from 'tap'
import { input, startConsumer } from './consumer-fixture.ts'
import { encode, value } from './models-fixture.ts'

const [float, int64, text, bool] = [1, 7, 8, 9]
const [x, x3, at] = [value('x', float, ['n']), value('x', float, [3]), value('at', int64, ['k'])]
const y = [value('y', float)]
const numbers = (name: string, ...int64Data: number[]) => ({
  name,
  dims: [int64Data.length],
  dataType: int64,
  int64Data,
})
const node = (opType: string, inputs: string[], attribute: onnx.IAttributeProto[] = []) => [
  { opType, name: 'node', input: inputs, output: ['y'], attribute },
]

type Case = [what: string, graph: onnx.IGraphProto, content: string, reason: RegExp]

const three = input(['x', 'FP32', [3], [1, 2, 3]])
const withAt = (...positions: number[]) =>
  input(['x', 'FP32', [3], [1, 2, 3]], ['at', 'INT64', [positions.length], positions])
const toFloat = [{ name: 'to', i: float, type: 2 }]
const axis = [{ name: 'axis', i: 0, type: 2 }]

const faultsOfTheInput: Case[] = [
  ['an index out of range', { node: node('Gather', ['x', 'at']), input: [x3, at], output: y }, withAt(7), /idx=7/],
  [
    'a shape that does not go',
    { node: node('Reshape', ['x', 'at']), input: [x3, at], output: y },
    withAt(7),
    /Reshape/,
  ],
  [
    'sizes that do not go together',
    { node: node('Add', ['x', 'z']), input: [x, value('z', float, ['m'])], output: y },
    input(['x', 'FP32', [3], [1, 2, 3]], ['z', 'FP32', [2], [1, 2]]),
    /broadcast/,
  ],
  [
    'a size that the model cannot use, and does not declare',
    { node: node('Reshape', ['x', 'to']), input: [x], output: y, initializer: [numbers('to', 2, 1)] },
    three,
    /Reshape/,
  ],
  [
    'an index of the model that is right in a larger input',
    { node: node('GatherND', ['x', 'at']), input: [x], output: y, initializer: [numbers('at', 77)] },
    three,
    /index = 77/,
  ],
  [
    'an axis of the model that an input of more dimensions has',
    {
      node: node('Slice', ['x', 'from', 'from', 'axes']),
      input: [value('x', float)],
      output: y,
      initializer: [numbers('from', 0), numbers('axes', 7)],
    },
    three,
    /axis outside/,
  ],
  [
    'an index that is right if the input is one',
    {
      node: [
        { opType: 'Mul', input: ['at', 'own'], output: ['less'] },
        { opType: 'Sub', input: ['own', 'less'], output: ['z'] },
        ...node('Gather', ['own', 'z']),
      ],
      input: [value('at', int64, [1])],
      output: [value('y', int64)],
      initializer: [numbers('own', 7)],
    },
    input(['at', 'INT64', [1], [0]]),
    /idx=7/,
  ],
  [
    'an index that follows from the input',
    {
      node: [{ opType: 'Add', input: ['at', 'own'], output: ['z'] }, ...node('Gather', ['own', 'z'])],
      input: [value('at', int64, [1])],
      output: [value('y', int64)],
      initializer: [numbers('own', 7)],
    },
    input(['at', 'INT64', [1], [2]]),
    /idx=9/,
  ],
  [
    'a text that is no number',
    { node: node('Cast', ['x'], toFloat), input: [value('x', text, ['n'])], output: y },
    input(['x', 'BYTES', [1], ['abc']]),
    /a text is no number/,
  ],
]

const faultsOfTheModel: Case[] = [
  [
    'an index of its own beside a text',
    {
      node: [...node('Gather', ['own', 'own']), { opType: 'Identity', input: ['x'], output: ['t'] }],
      input: [value('x', text, ['n'])],
      output: [value('y', int64), value('t', text, ['n'])],
      initializer: [numbers('own', 7)],
    },
    input(['x', 'BYTES', [1], ['abc']]),
    /idx=7/,
  ],
  [
    'an index of its own',
    { node: node('Gather', ['x', 'at']), input: [x3], output: y, initializer: [numbers('at', 7)] },
    three,
    /idx=7/,
  ],
  [
    'values of its own that do not go together, whatever the input is',
    {
      node: [
        { opType: 'Gather', input: ['own', 'at'], output: ['z'] },
        { opType: 'Cast', input: ['z'], output: ['f'], attribute: toFloat },
        ...node('Concat', ['x', 'f'], axis),
      ],
      input: [value('x', float)],
      output: y,
      initializer: [numbers('own', 1), numbers('at', 9)],
    },
    three,
    /idx=9/,
  ],
  [
    'a choice of which each ends in the same way',
    {
      node: [
        { opType: 'Where', input: ['c', 'own', 'own'], output: ['z'] },
        { opType: 'Gather', input: ['own', 'z'], output: ['g'] },
        { opType: 'Cast', input: ['g'], output: ['y'], attribute: toFloat },
      ],
      input: [value('c', bool, [1])],
      output: y,
      initializer: [numbers('own', 8)],
    },
    input(['c', 'BOOL', [1], [true]]),
    /idx=8/,
  ],
]

for (const [cases, status, error, begin] of [
  [faultsOfTheInput, 400, 'INVALID_INPUT', /^The model cannot be run over this input: /],
  [faultsOfTheModel, 422, 'INVALID_MODEL', /^The model fails over every input in the same way: /],
] as const) {
  for (const [what, graph, content, reason] of cases) {
    t.test(`${what}: the run fails as ${error}`, async t => {
      const { store, predict, log } = await startConsumer(t)
      store('models/m.onnx', encode(graph))
      store('inputs/i', content)
      const { status: answered, body } = await predict({ fileId: 'i', model: 'm' })
      t.equal(answered, status, body.message)
      t.match(body, { error, message: begin })
      t.match(body.message, reason)
      t.notMatch(body.message, /\.(cc|h):\d|::|\/tmp/)
      t.match(
        log.at(-1),
        { outcome: error, stage: 'inference', cause: { message: /./ } },
        'the whole text is in the log',
      )
    })
  }
}

const once: onnx.IGraphProto = {
  name: 'body',
  node: [{ opType: 'Identity', input: ['v'], output: ['w'] }],
  input: [value('i', int64, []), value('c', bool, []), value('v', float)],
  output: [value('c', bool, []), value('w', float)],
}

t.test('a loop, or an input over a million elements, is not run again to find the cause', async t => {
  const { store, predict } = await startConsumer(t)
  const graph = { node: node('Gather', ['x', 'at']), input: [x3], output: y, initializer: [numbers('at', 7, 1)] }
  const loop = { opType: 'Loop', input: ['m', '', 'x'], output: ['z'], attribute: [{ name: 'body', type: 5, g: once }] }
  const m = { name: 'm', dims: [], dataType: int64, int64Data: [1] }
  const withLoop = { ...graph, node: [loop, ...node('Gather', ['z', 'at'])], initializer: [...graph.initializer, m] }
  const large = { ...graph, initializer: [numbers('at', 2_000_000)] }
  const elements = (count: number) => input(['x', 'FP32', [count], Array(count).fill(0)])
  const cases: [string, onnx.IGraphProto, string, number][] = [
    ['neither', graph, three, 422],
    ['a loop', withLoop, three, 400],
    ['a million and one', { ...large, input: [value('x', float, [1_000_001])] }, elements(1_000_001), 400],
    ['a million', { ...large, input: [value('x', float, [1_000_000])] }, elements(1_000_000), 422],
  ]
  for (const [what, model, content, status] of cases) {
    store('models/m.onnx', encode(model))
    store('inputs/i', content)
    const answer = await predict({ fileId: 'i', model: 'm' })
    t.equal(answer.status, status, `${what}: ${answer.body.message}`)
  }
})

t.test('the answer stays the same if the trial input ends the process or takes too long', async t => {
  const { store, predict } = await startConsumer(t)
  const int64Data = (name: string, ...values: bigint[]) => {
    return { name, dims: [values.length], dataType: int64, rawData: Buffer.from(BigInt64Array.from(values).buffer) }
  }
  const gather = { opType: 'Gather', input: ['w', 'at'], output: ['g'] }
  const w = { name: 'w', dims: [3], dataType: float, floatData: [0, 10, 20] }
  // Over zeros it divides -2^63 by -1. No int64 holds the result: the processor ends the process (x64: #DE).
  const trap = {
    node: [
      gather,
      { opType: 'Sub', input: ['at', 'one'], output: ['d'] },
      { opType: 'Mod', input: ['least', 'd'], output: ['y'] },
    ],
    input: [value('at', int64, ['k'])],
    output: [value('g', float, ['k']), value('y', int64, ['k'])],
    initializer: [w, int64Data('one', 1n), int64Data('least', -(2n ** 63n))],
  }
  // Over zeros it multiplies large matrices for a minute.
  const multiply = Array.from({ length: 60 }, (_, i) => ({
    opType: 'MatMul',
    input: [`m${i}`, 'm0'],
    output: [`m${i + 1}`],
  }))
  const slow = {
    node: [gather, { opType: 'Expand', input: ['g', 'size'], output: ['m0'] }, ...multiply],
    input: [value('at', int64, ['k'])],
    output: [value('m60', float)],
    initializer: [w, int64Data('size', 3000n, 3000n)],
  }
  store('inputs/i', input(['at', 'INT64', [1], [9]]))
  store('inputs/fits', input(['at', 'INT64', [1], [2]]))
  store('inputs/misnamed', input(['to', 'INT64', [1], [9]]))
  const message = /^The model cannot be run over this input: the node \(Gather\) failed: .*idx=9/
  const models = process.arch === 'x64' ? [trap, slow] : [slow]
  for (const model of models) {
    store('models/m.onnx', encode(model))
    // Loads the model, which may take longer on a busy machine than the invocation below has.
    t.match(await predict({ fileId: 'misnamed', model: 'm' }), { status: 400, body: { error: 'INVALID_INPUT' } })
    const context = { getRemainingTimeInMillis: () => 5000 }
    t.match(await predict({ fileId: 'i', model: 'm' }, {}, context), {
      status: 400,
      body: { error: 'INVALID_INPUT', message },
    })
  }
  store('models/m.onnx', encode(trap))
  t.match(await predict({ fileId: 'fits', model: 'm' }), { status: 200 }, 'the next request is answered')
})
