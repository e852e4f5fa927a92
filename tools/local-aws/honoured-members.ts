import { AwsError } from './aws-error.ts'
import type { Service } from './operation.ts'

/**
 * Refuses input with a member that the operation would silently ignore. The operation or its service names the members
 * that are built. All other members of the model are refused, including members that a later version of the model adds.
 *
 * @throws AwsError NotImplemented, 501
 */
export function checkHonouredMembers(service: Service, operationName: string, input: Record<string, unknown>): void {
  const { honours } = service.operations[operationName]!
  const schema = service.model.operation(operationName)!.input
  // SDK clients add such a token themselves. It has no effect on a request that is sent once.
  const tokens = Object.keys(input).filter(name => schema.getMemberSchema(name).isIdempotencyToken())
  const other = givenBeside(input, [...honours, ...(service.honours ?? []), ...tokens])
  if (other !== undefined) throw notHonoured(other, `${service.signingName}:${operationName}`)
}

/** The first given member without one of these names. */
export function givenBeside(input: object, names: readonly string[]): string | undefined {
  return Object.entries(input).find(([name, value]) => !names.includes(name) && isGiven(value))?.[0]
}

export function notHonoured(member: string, of: string): AwsError {
  return new AwsError('NotImplemented', `The local AWS does not have the member ${member} of ${of}.`, 501)
}

/** `false`, an empty list and an empty structure mean the same as a missing member. */
function isGiven(value: unknown): boolean {
  if (value === undefined || value === null || value === false) return false
  if (Array.isArray(value)) return value.length > 0
  const isStructure = typeof value === 'object' && [Object.prototype, null].includes(Object.getPrototypeOf(value))
  return !isStructure || Object.values(value).some(isGiven)
}
