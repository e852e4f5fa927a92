import { Float16Array } from '@petamoriken/float16'
import type { Tensor } from 'onnxruntime-node'
import { Failure } from '../failure/failure.ts'
import { datatypeNameOf } from './datatypes.ts'

// An output tensor of the Open Inference Protocol.
export interface Output {
  name: string
  shape: number[]
  datatype: string
  data: (number | string | boolean)[]
}

export function outputsOf(results: Record<string, Tensor>): Output[] {
  return Object.entries(results).map(([name, tensor]) => {
    const datatype = datatypeNameOf(tensor.type)
    if (!datatype) {
      throw new Failure(
        'INVALID_MODEL',
        `The model's output "${name}" is ${tensor.type}, which the protocol does not have.`,
      )
    }
    return { name, shape: [...tensor.dims], datatype, data: jsonValues(tensor) }
  })
}

function jsonValues({ type, data }: Tensor): Output['data'] {
  const elements =
    data instanceof Uint16Array && type === 'float16' ? halves(data) : (data as Iterable<number | bigint | string>)
  return Array.from(elements, element => {
    if (type === 'bool') return element !== 0
    if (typeof element === 'bigint') return Number.isSafeInteger(Number(element)) ? Number(element) : String(element)
    return typeof element === 'number' && !Number.isFinite(element) ? String(element) : element
  })
}

// Before Node 24 ONNX Runtime returns halves as their bits.
function halves(bits: Uint16Array): Iterable<number> {
  return new Float16Array(bits.buffer, bits.byteOffset, bits.length)
}
