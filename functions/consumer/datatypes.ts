import { Float16Array, f16round } from '@petamoriken/float16'
import type { Tensor } from 'onnxruntime-node'

type Element = number | bigint | string

/** A datatype of the Open Inference Protocol (github.com/kserve/open-inference-protocol, "Tensor Data Types"). */
export interface Datatype {
  type: Tensor.Type
  takes: string
  /** The element that a JSON value represents; undefined if it is not a value of this type. */
  element: (value: unknown) => Element | undefined
  /** The elements as the data of an ONNX Runtime tensor. */
  pack: (elements: Element[]) => unknown
}

export const datatypes: Record<string, Datatype> = {
  BOOL: {
    type: 'bool',
    takes: 'true and false',
    element: value => (typeof value === 'boolean' ? Number(value) : undefined),
    pack: elements => Uint8Array.from(elements as number[]),
  },
  INT8: integer('int8', -(2 ** 7), 2 ** 7 - 1, numbers => Int8Array.from(numbers)),
  INT16: integer('int16', -(2 ** 15), 2 ** 15 - 1, numbers => Int16Array.from(numbers)),
  INT32: integer('int32', -(2 ** 31), 2 ** 31 - 1, numbers => Int32Array.from(numbers)),
  INT64: bigInteger('int64', -(2n ** 63n), 2n ** 63n - 1n, integers => BigInt64Array.from(integers)),
  UINT8: integer('uint8', 0, 2 ** 8 - 1, numbers => Uint8Array.from(numbers)),
  UINT16: integer('uint16', 0, 2 ** 16 - 1, numbers => Uint16Array.from(numbers)),
  UINT32: integer('uint32', 0, 2 ** 32 - 1, numbers => Uint32Array.from(numbers)),
  UINT64: bigInteger('uint64', 0n, 2n ** 64n - 1n, integers => BigUint64Array.from(integers)),
  // ONNX Runtime takes FP16 as its bits. The language has Float16Array only from Node 24 on.
  FP16: float('float16', f16round, numbers => new Uint16Array(Float16Array.from(numbers).buffer)),
  FP32: float('float32', Math.fround, numbers => Float32Array.from(numbers)),
  FP64: float('float64', Number, numbers => Float64Array.from(numbers)),
  BYTES: {
    type: 'string',
    takes: 'strings without NUL and lone surrogates',
    // The binding ends a string at a NUL and replaces half a character by U+FFFD.
    element: value => (typeof value === 'string' && !/\0|\p{Surrogate}/u.test(value) ? value : undefined),
    pack: elements => elements,
  },
}

export function datatypeNameOf(type: string | undefined): string | undefined {
  return Object.entries(datatypes).find(([, datatype]) => datatype.type === type)?.[0]
}

function integer(type: Tensor.Type, min: number, max: number, pack: (numbers: number[]) => unknown): Datatype {
  return {
    type,
    takes: `integers from ${min} to ${max}`,
    element: value =>
      Number.isInteger(value) && Number(value) >= min && Number(value) <= max ? Number(value) : undefined,
    pack: elements => pack(elements as number[]),
  }
}

// JSON readers, this one too, keep 53 bits of a number. Larger integers are strings in both directions, as in
// protobuf's JSON (protobuf.dev/programming-guides/json).
function bigInteger(type: Tensor.Type, min: bigint, max: bigint, pack: (integers: bigint[]) => unknown): Datatype {
  return {
    type,
    takes: `integers from ${min} to ${max}, beyond 2^53 as strings`,
    element: value => {
      const digits = typeof value === 'string' && /^-?\d{1,20}$/.test(value)
      if (!digits && !Number.isSafeInteger(value)) return undefined
      const integer = BigInt(value as string | number)
      return integer >= min && integer <= max ? integer : undefined
    },
    pack: elements => pack(elements as bigint[]),
  }
}

// JSON has no NaN and no infinities; protobuf's JSON writes them as these strings.
function float(type: Tensor.Type, round: (value: number) => number, pack: (numbers: number[]) => unknown): Datatype {
  return {
    type,
    takes: 'numbers in its range, "NaN", "Infinity" and "-Infinity"',
    element: value => {
      if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return Number(value)
      return typeof value === 'number' && Number.isFinite(round(value)) ? value : undefined
    },
    pack: elements => pack(elements as number[]),
  }
}
