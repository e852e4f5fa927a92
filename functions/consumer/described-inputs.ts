import type { ModelInput } from './model-interface.ts'
import { datatypeOf } from './model-terms.ts'

/** A tensor as the protocol's model metadata describes it. */
export interface DescribedInput {
  name: string
  /** Missing if the protocol cannot carry the type. */
  datatype?: string
  /** -1 is a size that the request chooses. Missing if the model declares no shape. */
  shape?: number[]
}

// Longer names and longer lists than any real model has: an answer of Lambda has 6 MB at most.
const limitBytes = 64 * 1024

/**
 * The inputs of a model as "Model Metadata Response JSON Object" of the Open Inference Protocol has them
 * (github.com/kserve/open-inference-protocol, inference_rest.md). Undefined if they take more than 64 KiB of JSON.
 */
export function describedInputs(inputs: readonly ModelInput[]): DescribedInput[] | undefined {
  const described = inputs.map(input => {
    const datatype = datatypeOf(input)
    const shape = input.shape?.map(size => (typeof size === 'string' ? -1 : size))
    return { name: input.name, ...(datatype && { datatype }), ...(shape && { shape }) }
  })
  return Buffer.byteLength(JSON.stringify(described)) <= limitBytes ? described : undefined
}
