import { Failure } from '../failure/failure.ts'
import type { InferenceRequest } from './inference-request.ts'
import type { ModelInterface, ModelOutput } from './model-interface.ts'
import { datatypeOf, list, notCarried } from './model-terms.ts'

/**
 * The outputs that the request names, in its order, or all outputs in the model's order. Nothing is left out silently:
 * INVALID_INPUT if the request names an output that the protocol cannot carry (a sequence, say), INVALID_MODEL if the
 * model has one and the request names no outputs.
 */
export function requestedOutputs(
  { outputs }: Pick<InferenceRequest, 'outputs'>,
  { outputMetadata }: Pick<ModelInterface, 'outputMetadata'>,
): ModelOutput[] {
  const carried = list(outputMetadata.filter(datatypeOf).map(({ name }) => name))
  if (outputMetadata.length === 0) throw new Failure('INVALID_MODEL', 'The model has no outputs.')
  if (!outputs?.length) {
    const refused = outputMetadata.find(output => !datatypeOf(output))
    if (!refused) return [...outputMetadata]
    const next = carried === 'none' ? 'It has no other.' : `Name what you want in "outputs" of the input: ${carried}.`
    throw notCarried('INVALID_MODEL', 'output', refused, next)
  }
  return [...new Set(outputs.map(({ name }) => name))].map(name => {
    const output = outputMetadata.find(each => each.name === name)
    if (!output) throw new Failure('INVALID_INPUT', `The model has no output "${name}"; it has ${carried}.`)
    if (!datatypeOf(output)) throw notCarried('INVALID_INPUT', 'output', output, `It can be asked for ${carried}.`)
    return output
  })
}

/**
 * The names of the runtime's outputs that these are made of. They must really be requested: the binding takes an output
 * of the session as requested if its object of names has the name, and every object has some names ("constructor").
 */
export function fetchedNames(outputs: readonly ModelOutput[], outputNames: readonly string[]): string[] {
  const inherited = outputNames.filter(name => name in {})
  return [...new Set([...outputs.map(({ name, from }) => from ?? name), ...inherited])]
}
