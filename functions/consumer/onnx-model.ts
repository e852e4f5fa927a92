import type { onnx } from 'onnx-proto'
import onnxProto from 'onnx-proto'

const { ModelProto, TensorProto } = onnxProto.onnx
const { DataType, DataLocation } = TensorProto

// For tests only: ONNX models of a few bytes.
type Dim = number | string

// One output y<i> for each input x<i>, unchanged, of these element types.
export function identityModel(types: (keyof typeof DataType)[], shape: Dim[] = ['n']): Buffer {
  return encode({
    node: types.map((_, i) => ({ opType: 'Identity', input: [`x${i}`], output: [`y${i}`] })),
    input: types.map((type, i) => value(`x${i}`, DataType[type] as number, shape)),
    output: types.map((type, i) => value(`y${i}`, DataType[type] as number, shape)),
  })
}

// y = x + weights, row by row; the weights in the model or in a file beside it.
export function addModel(weights: number[], weightsFile?: string): Buffer {
  const rawData = Buffer.from(Float32Array.from(weights).buffer)
  const stored = weightsFile
    ? { dataLocation: DataLocation.EXTERNAL, externalData: [{ key: 'location', value: weightsFile }] }
    : { rawData }
  return encode({
    node: [{ opType: 'Add', input: ['x', 'w'], output: ['y'] }],
    input: [value('x', DataType.FLOAT, ['batch', weights.length])],
    output: [value('y', DataType.FLOAT, ['batch', weights.length])],
    initializer: [{ name: 'w', dims: [weights.length], dataType: DataType.FLOAT, ...stored }],
  })
}

// y = the elements of 0, 10, 20 at the positions x: a position beyond them fails in the runtime.
export function gatherModel(): Buffer {
  return encode({
    node: [{ opType: 'Gather', input: ['w', 'x'], output: ['y'] }],
    input: [value('x', DataType.INT64, ['n'])],
    output: [value('y', DataType.FLOAT, ['n'])],
    initializer: [{ name: 'w', dims: [3], dataType: DataType.FLOAT, floatData: [0, 10, 20] }],
  })
}

function encode(graph: onnx.IGraphProto): Buffer {
  const model = ModelProto.create({
    irVersion: 8,
    opsetImport: [{ domain: '', version: 17 }],
    graph: { name: 'test', ...graph },
  })
  return Buffer.from(ModelProto.encode(model).finish())
}

function value(name: string, elemType: number, shape: Dim[]): onnx.IValueInfoProto {
  const dim = shape.map(size => (typeof size === 'string' ? { dimParam: size } : { dimValue: size }))
  return { name, type: { tensorType: { elemType, shape: { dim } } } }
}
