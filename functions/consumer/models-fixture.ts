import type { onnx } from 'onnx-proto'
import onnxProto from 'onnx-proto'

const { ModelProto, TensorProto } = onnxProto.onnx
const { DataType, DataLocation } = TensorProto

// ONNX models of a few bytes, for tests only.
type Dim = number | string

/** One output y<i> for each input x<i>, unchanged, of these element types. */
export function identityModel(types: (keyof typeof DataType)[], shape: Dim[] = ['n']): Buffer {
  return encode({
    node: types.map((_, i) => ({ opType: 'Identity', input: [`x${i}`], output: [`y${i}`] })),
    input: types.map((type, i) => value(`x${i}`, DataType[type] as number, shape)),
    output: types.map((type, i) => value(`y${i}`, DataType[type] as number, shape)),
  })
}

/** y = x + weights, row by row. The weights are in the model or in a file beside it. */
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

/** y = the elements of 0, 10, 20 at the positions x. A position beyond them fails in the runtime. */
export function gatherModel(): Buffer {
  return encode({
    node: [{ opType: 'Gather', input: ['w', 'x'], output: ['y'] }],
    input: [value('x', DataType.INT64, ['n'])],
    output: [value('y', DataType.FLOAT, ['n'])],
    initializer: [{ name: 'w', dims: [3], dataType: DataType.FLOAT, floatData: [0, 10, 20] }],
  })
}

/** y = x in elements of type INT4 (onnx.proto3: 22), which the protocol does not have. */
export function int4Model(): Buffer {
  return encode(
    {
      node: [{ opType: 'Cast', input: ['x'], output: ['y'], attribute: [{ name: 'to', type: 2, i: 22 }] }],
      input: [value('x', DataType.FLOAT, ['n'])],
      output: [value('y', 22, ['n'])],
    },
    21,
  )
}

/** y = x zeros: an input of a few bytes makes as many elements as its number says. */
export function zerosModel(declared: Dim = 'many'): Buffer {
  return encode({
    node: [{ opType: 'ConstantOfShape', input: ['x'], output: ['y'] }],
    input: [value('x', DataType.INT64, [1])],
    output: [value('y', DataType.FLOAT, [declared])],
  })
}

/** Counts to 2^62 before it returns x. */
export function endlessModel(): Buffer {
  const body = {
    name: 'body',
    node: [
      { opType: 'Identity', input: ['going'], output: ['goesOn'] },
      { opType: 'Identity', input: ['before'], output: ['after'] },
    ],
    input: [value('i', DataType.INT64, []), value('going', DataType.BOOL, []), value('before', DataType.FLOAT, ['n'])],
    output: [value('goesOn', DataType.BOOL, []), value('after', DataType.FLOAT, ['n'])],
  }
  const scalar = (name: string, dataType: number, data: object) => ({ name, dims: [], dataType, ...data })
  return encode({
    node: [
      { opType: 'Loop', input: ['times', 'go', 'x'], output: ['y'], attribute: [{ name: 'body', type: 5, g: body }] },
    ],
    input: [value('x', DataType.FLOAT, ['n'])],
    output: [value('y', DataType.FLOAT, ['n'])],
    initializer: [
      scalar('times', DataType.INT64 as number, { rawData: Buffer.from([0, 0, 0, 0, 0, 0, 0, 0x40]) }),
      scalar('go', DataType.BOOL as number, { rawData: Buffer.from([1]) }),
    ],
  })
}

const width = 1600
// One matrix of 1,600 x 1,600 numbers, in megabytes.
const matrixMegabytes = (width * width * 4) / 1e6

/**
 * y = x multiplied by as many matrices as make a model of about this size. The result is in pieces, which together are
 * one file: protobuf messages that are encoded one after the other are read as one merged message
 * (protobuf.dev/programming-guides/encoding).
 */
export function* largeModel(megabytes: number): Generator<Buffer> {
  const names = Array.from({ length: Math.max(1, Math.round(megabytes / matrixMegabytes)) }, (_, i) => `w${i}`)
  yield encode({
    node: names.map((name, i) => ({
      opType: 'MatMul',
      input: [i === 0 ? 'x' : `y${i - 1}`, name],
      output: [i === names.length - 1 ? 'y' : `y${i}`],
    })),
    input: [value('x', DataType.FLOAT, ['batch', width])],
    output: [value('y', DataType.FLOAT, ['batch', width])],
  })
  const rawData = Buffer.from(new Float32Array(width * width).fill(1 / width).buffer)
  for (const name of names) {
    const initializer = [{ name, dims: [width, width], dataType: DataType.FLOAT, rawData }]
    yield Buffer.from(ModelProto.encode(ModelProto.create({ graph: { initializer } })).finish())
  }
}

export const largeModelInput = JSON.stringify({
  inputs: [{ name: 'x', datatype: 'FP32', shape: [1, width], data: Array(width).fill(1) }],
})

export function encode(graph: onnx.IGraphProto, version = 17): Buffer {
  const model = ModelProto.create({
    irVersion: 10,
    opsetImport: [
      { domain: '', version },
      { domain: 'ai.onnx.ml', version: 3 },
    ],
    graph: { name: 'test', ...graph },
  })
  return Buffer.from(ModelProto.encode(model).finish())
}

/** If `shape` is missing, the value may have any shape. */
export function value(name: string, elemType: number, shape?: Dim[]): onnx.IValueInfoProto {
  return { name, type: tensorType(elemType, shape) }
}

export function tensorType(elemType: number, shape?: Dim[]): onnx.ITypeProto {
  const dim = shape?.map(size => (typeof size === 'string' ? { dimParam: size } : { dimValue: size }))
  return { tensorType: { elemType, ...(dim && { shape: { dim } }) } }
}
