import t from 'tap'
import { elementTypeOf } from './value-type.ts'

t.test('an element type has the name of the protocol, or else that of ONNX, or its number', async t => {
  // The numbers: enum DataType of TensorProto (github.com/onnx/onnx, onnx/onnx.proto3).
  const names = [
    ['FP32', 'UINT8', 'INT8', 'UINT16', 'INT16', 'INT32', 'INT64', 'BYTES', 'BOOL', 'FP16', 'FP64', 'UINT32', 'UINT64'],
    ['COMPLEX64', 'COMPLEX128', 'BF16', 'FLOAT8E4M3FN', 'FLOAT8E4M3FNUZ', 'FLOAT8E5M2', 'FLOAT8E5M2FNUZ'],
    ['UINT4', 'INT4', 'FLOAT4E2M1', 'FLOAT8E8M0', 'UINT2', 'INT2'],
  ].flat()
  t.same(
    names.map((_, at) => elementTypeOf(at + 1)),
    names,
  )
  t.equal(elementTypeOf(0), 'type 0')
  t.equal(elementTypeOf(27), 'type 27')
})
