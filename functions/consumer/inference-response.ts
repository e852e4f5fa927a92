import { Float16Array } from '@petamoriken/float16'
import type { Tensor } from 'onnxruntime-node'
import { datatypeNameOf } from './datatypes.ts'
import type { ModelOutput } from './model-interface.ts'
import { notCarried } from './model-terms.ts'

/** An output tensor of the Open Inference Protocol. */
export interface Output {
  name: string
  shape: number[]
  datatype: string
  data: (number | string | boolean)[]
}

/** The results of a run as outputs of the protocol. */
export function outputsOf(results: Record<string, Tensor>, outputs: readonly ModelOutput[]): Output[] {
  return outputs.map(output => {
    const { name, from = name, labels } = output
    const tensor = labels ? labelTensor(labels) : (results[from] as Tensor)
    const datatype = datatypeNameOf(tensor.type)
    if (!datatype) throw notCarried('INVALID_MODEL', 'output', { ...output, type: tensor.type }, 'Convert the model.')
    return { name, shape: [...tensor.dims], datatype, data: jsonValues(tensor) }
  })
}

type Values = Pick<Tensor, 'type' | 'dims' | 'data'>

function labelTensor(labels: string[] | bigint[]): Values {
  const type = typeof labels[0] === 'bigint' ? 'int64' : 'string'
  return { type, dims: [labels.length], data: labels as string[] }
}

function jsonValues({ type, data }: Values): Output['data'] {
  const elements =
    data instanceof Uint16Array && type === 'float16' ? halves(data) : (data as Iterable<number | bigint | string>)
  return Array.from(elements, element => {
    if (type === 'bool') return element !== 0
    if (typeof element === 'bigint') return Number.isSafeInteger(Number(element)) ? Number(element) : String(element)
    return typeof element === 'number' && !Number.isFinite(element) ? String(element) : element
  })
}

// Before Node 24, ONNX Runtime returns 16-bit floats as their bits.
function halves(bits: Uint16Array): Iterable<number> {
  return new Float16Array(bits.buffer, bits.byteOffset, bits.length)
}
