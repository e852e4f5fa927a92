import { AwsError } from './aws-error.ts'
import type { Service } from './operation.ts'

/**
 * Refuses input with a member that the operation would leave out in silence: what is built is named by the operation or
 * by its service, all else of the model is not, nor what a later version of the model adds.
 *
 * @throws AwsError NotImplemented, 501
 */
export function checkHonouredMembers(service: Service, operationName: string, input: Record<string, unknown>): void {
  const { honours } = service.operations[operationName]!
  const schema = service.model.operation(operationName)!.input
  // Clients add such a token by themselves; it changes nothing for a request that is sent once.
  const tokens = Object.keys(input).filter(name => schema.getMemberSchema(name).isIdempotencyToken())
  const other = givenBeside(input, [...honours, ...(service.honours ?? []), ...tokens])
  if (other !== undefined) throw notHonoured(other, `${service.signingName}:${operationName}`)
}

/** The first member that is given and has none of these names. */
export function givenBeside(input: object, names: readonly string[]): string | undefined {
  return Object.entries(input).find(([name, value]) => !names.includes(name) && isGiven(value))?.[0]
}

export function notHonoured(member: string, of: string): AwsError {
  return new AwsError('NotImplemented', `The local AWS does not have the member ${member} of ${of}.`, 501)
}

/** `false`, an empty list and a structure of nothing are what a member that was left out means too. */
function isGiven(value: unknown): boolean {
  if (value === undefined || value === null || value === false) return false
  if (Array.isArray(value)) return value.length > 0
  const isStructure = typeof value === 'object' && [Object.prototype, null].includes(Object.getPrototypeOf(value))
  return !isStructure || Object.values(value).some(isGiven)
}
