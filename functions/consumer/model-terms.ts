import { Failure, type FailureCode } from '../failure/failure.ts'
import { datatypeNameOf } from './datatypes.ts'
import type { ModelInput, ModelOutput } from './model-interface.ts'

/**
 * The protocol's name for the type of a model's input. Throws INVALID_MODEL if the protocol cannot carry the type: then
 * no request can.
 */
export function datatypeOfInput(input: ModelInput): string {
  const datatype = datatypeOf(input)
  if (datatype) return datatype
  throw notCarried('INVALID_MODEL', 'input', input, 'No request can be made for this model.')
}

/** The protocol's name for the type; undefined if the protocol cannot carry it. */
export function datatypeOf({ isTensor, type }: ModelInput | ModelOutput): string | undefined {
  return isTensor ? datatypeNameOf(type) : undefined
}

export function notCarried(
  code: FailureCode,
  side: 'input' | 'output',
  { name, isTensor, type, words }: ModelInput | ModelOutput,
  next: string,
): Failure {
  const what = words || (isTensor ? `a tensor of ${type?.toUpperCase()}` : 'no tensor')
  return new Failure(code, `The model's ${side} "${name}" is ${what}, which the protocol cannot carry. ${next}`)
}

export function list(names: readonly string[]): string {
  return names.map(name => `"${name}"`).join(', ') || 'none'
}
