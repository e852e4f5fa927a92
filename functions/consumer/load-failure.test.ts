import t from 'tap'
import { loadFailure } from './load-failure.ts'

const graph = {
  inputs: new Map([
    ['a', { words: 'a tensor of FP32', elements: 'FP32' }],
    ['b', { words: 'a tensor of BF16', elements: 'BF16' }],
  ]),
  outputs: new Map([['y', { words: 'a tensor of FLOAT8E5M2', elements: 'FLOAT8E5M2' }]]),
} as never

t.test(
  'a model that cannot be loaded is reported by its name in requests, with the runtime’s reason and error',
  async t => {
    const cause = new Error('Protobuf parsing failed.')
    const failure = loadFailure('sub/m.onnx', graph, cause)
    t.match(failure, { code: 'INVALID_MODEL', cause })
    t.equal(failure.message, 'models/sub/m.onnx is not a model that ONNX Runtime can load: Protobuf parsing failed.')
  },
)

t.test('a type that the binding lacks is reported by its name, with the input or output that has it', async t => {
  const lacks = 'which ONNX Runtime for Node.js does not have.'
  for (const [number, reason] of [
    [16, 'its input "b" is a tensor of BF16'],
    [19, 'its output "y" is a tensor of FLOAT8E5M2'],
    [21, 'an input or output is a tensor of UINT4'],
    [99, 'an input or output is a tensor of type 99'],
  ] as const) {
    const { message } = loadFailure('m', graph, new Error(`Unsupported data type: ${number}`))
    t.equal(message, `models/m is not a model that ONNX Runtime can load: ${reason}, ${lacks}`)
  }
})

t.test('another text with a number, or what is thrown without being an error, is shown as it is', async t => {
  for (const [thrown, text] of [
    [new Error('Unsupported data type: 16 or so'), 'Unsupported data type: 16 or so.'],
    [new Error('Node 7 has Error: Unsupported data type: 16'), 'Unsupported data type: 16.'],
    ['Unsupported data type: 16', 'Unsupported data type: 16.'],
  ] as const) {
    const { message } = loadFailure('m', graph, thrown)
    t.ok(message.startsWith('models/m is not a model that ONNX Runtime can load: '), message)
    t.ok(message.endsWith(text), message)
  }
})
