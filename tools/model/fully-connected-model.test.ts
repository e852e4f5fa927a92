import onnxProto from 'onnx-proto'
import t from 'tap'
import { onnxModel, onnxModelLength } from './fully-connected-model.ts'

const bytes = (...numbers: number[]) => new Uint8Array(Float32Array.from(numbers).buffer)

// 784 inputs are 3136 bytes of weights, so protobuf writes the length in more than one byte.
const first = bytes(...Array.from({ length: 784 * 2 }, (_, index) => index / 8))
const layers = [
  // In pieces, as a large model is written.
  {
    inputs: 784,
    outputs: 2,
    weights: () => [first.subarray(0, 1000), first.subarray(1000)],
    bias: () => [bytes(1, 2)],
  },
  { inputs: 2, outputs: 10, weights: () => [bytes(...Array(20).keys())], bias: () => [bytes(...Array(10).keys())] },
]
const file = Buffer.concat([...onnxModel(layers)])

t.test('a decoder of the official schema reads every tensor and node', async t => {
  const decoded = onnxProto.onnx.ModelProto.decode(file)
  const { graph } = decoded
  const tensors = graph!.initializer!.map(({ name, dims, rawData }) => [name, dims!.map(Number), [...rawData!]])
  t.same(tensors, [
    ['weights0', [784, 2], [...first]],
    ['bias0', [2], [...bytes(1, 2)]],
    ['weights1', [2, 10], [...bytes(...Array(20).keys())]],
    ['bias1', [10], [...bytes(...Array(10).keys())]],
  ])
  t.same(
    graph!.node!.map(({ opType, input, output }) => [opType, input, output]),
    [
      ['Gemm', ['image', 'weights0', 'bias0'], ['sums0']],
      ['Relu', ['sums0'], ['hidden1']],
      ['Gemm', ['hidden1', 'weights1', 'bias1'], ['sums1']],
      ['Softmax', ['sums1'], ['probabilities']],
    ],
  )
  t.match(JSON.parse(JSON.stringify(decoded)), {
    irVersion: '8',
    producerName: 'lambda-efs',
    opsetImport: [{ domain: '', version: '17' }],
    graph: { name: 'digits' },
  })
  const widths = [...graph!.input!, ...graph!.output!].map(({ name, type }) => {
    const { elemType, shape } = type!.tensorType!
    return [name, elemType, shape!.dim!.map(({ dimParam, dimValue }) => dimParam || Number(dimValue))]
  })
  t.same(widths, [
    ['image', 1, ['batch', 784]],
    ['probabilities', 1, ['batch', 10]],
  ])
})

t.test('the length of the file is known before the file is written', async t => {
  t.equal(onnxModelLength(layers), file.length)
})
