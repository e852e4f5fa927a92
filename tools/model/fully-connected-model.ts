import onnxProto from 'onnx-proto'
import { imagePixels } from './digits.ts'
import { field, fieldLength } from './protobuf-field.ts'

const { GraphProto, ModelProto, TensorProto } = onnxProto.onnx
const float = TensorProto.DataType.FLOAT

/** The names of the model's tensors in inference requests and responses. */
export const inputName = 'image'
export const outputName = 'probabilities'

/** A fully connected layer whose numbers (float32, little-endian) may be drawn during the writing. */
export interface WrittenLayer {
  readonly inputs: number
  readonly outputs: number
  readonly weights: () => Iterable<Uint8Array>
  readonly bias: () => Iterable<Uint8Array>
}

interface Tensor {
  readonly name: string
  readonly dims: readonly number[]
  readonly data: () => Iterable<Uint8Array>
}

// Field numbers of onnx.proto (github.com/onnx/onnx/blob/main/onnx/onnx.proto).
const modelGraph = 7
const graphInitializer = 5
const tensorRawData = 9

/**
 * Yields an ONNX model in pieces: image [batch, 784] → Gemm → ReLU → … → Gemm → Softmax → probabilities [batch,
 * classes]. onnx-proto encodes everything but the frames around the weights, for which it would need all weights in
 * memory.
 */
export function* onnxModel(layers: readonly WrittenLayer[]): Generator<Uint8Array> {
  yield modelHead()
  yield field(modelGraph, graphLength(layers))
  yield graphHead(layers)
  for (const tensor of tensorsOf(layers)) {
    const head = tensorHead(tensor)
    yield field(graphInitializer, tensorLength(tensor))
    yield head
    yield field(tensorRawData, rawLength(tensor))
    yield* tensor.data()
  }
}

/** The length of the whole file, computed without drawing weights. */
export function onnxModelLength(layers: readonly WrittenLayer[]): number {
  return modelHead().length + fieldLength(modelGraph, graphLength(layers))
}

function modelHead(): Uint8Array {
  const model = { irVersion: 8, producerName: 'lambda-efs', opsetImport: [{ domain: '', version: 17 }] }
  return ModelProto.encode(model).finish()
}

function graphLength(layers: readonly WrittenLayer[]): number {
  const initializers = tensorsOf(layers).map(tensor => fieldLength(graphInitializer, tensorLength(tensor)))
  return initializers.reduce((sum, length) => sum + length, graphHead(layers).length)
}

function graphHead(layers: readonly WrittenLayer[]): Uint8Array {
  const last = layers.length - 1
  const node = layers.flatMap((_, index) => [
    {
      opType: 'Gemm',
      input: [index === 0 ? inputName : `hidden${index}`, `weights${index}`, `bias${index}`],
      output: [`sums${index}`],
    },
    index === last
      ? { opType: 'Softmax', input: [`sums${index}`], output: [outputName] }
      : { opType: 'Relu', input: [`sums${index}`], output: [`hidden${index + 1}`] },
  ])
  return GraphProto.encode({
    name: 'digits',
    node,
    input: [batchOf(inputName, imagePixels)],
    output: [batchOf(outputName, layers[last]!.outputs)],
  }).finish()
}

function batchOf(name: string, width: number) {
  const shape = { dim: [{ dimParam: 'batch' }, { dimValue: width }] }
  return { name, type: { tensorType: { elemType: float, shape } } }
}

function tensorsOf(layers: readonly WrittenLayer[]): Tensor[] {
  return layers.flatMap(({ inputs, outputs, weights, bias }, index) => [
    { name: `weights${index}`, dims: [inputs, outputs], data: weights },
    { name: `bias${index}`, dims: [outputs], data: bias },
  ])
}

function tensorHead({ name, dims }: Tensor): Uint8Array {
  return TensorProto.encode({ name, dims: [...dims], dataType: float }).finish()
}

function tensorLength(tensor: Tensor): number {
  return tensorHead(tensor).length + fieldLength(tensorRawData, rawLength(tensor))
}

function rawLength({ dims }: Tensor): number {
  return dims.reduce((product, size) => product * size, Float32Array.BYTES_PER_ELEMENT)
}
