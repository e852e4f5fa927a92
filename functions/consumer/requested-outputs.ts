import { Failure } from '../failure/failure.ts'
import type { InferenceRequest } from './inference-request.ts'
import type { ModelInterface, ModelOutput } from './model-interface.ts'
import { datatypeOf, list, notCarried } from './model-terms.ts'

/**
 * The outputs that the request names, in its order, or all in the model's. INVALID_INPUT for one that cannot be told in the
 * protocol (a sequence, say), INVALID_MODEL where the model has one and the request names none: nothing is left out
 * silently.
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
 * The names of the runtime's outputs of which these are made. The binding takes each output of the session for requested
 * that its object of names has, and that has those of every object ("constructor") as well: they must really be asked for.
 */
export function fetchedNames(outputs: readonly ModelOutput[], outputNames: readonly string[]): string[] {
  const inherited = outputNames.filter(name => name in {})
  return [...new Set([...outputs.map(({ name, from }) => from ?? name), ...inherited])]
}
