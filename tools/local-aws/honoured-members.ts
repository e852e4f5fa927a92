import { AwsError } from './aws-error.ts'
import type { Service } from './operation.ts'

/**
 * Refuses input with a member that the operation would leave out in silence: what is built is named by the operation,
 * all else of the model is not. Operations that name nothing look after themselves.
 *
 * @throws AwsError NotImplemented, 501
 */
export function checkHonouredMembers(service: Service, operationName: string, input: Record<string, unknown>): void {
  const { honours } = service.operations[operationName]!
  if (!honours) return
  const honoured: readonly string[] = [...honours, ...(service.honours ?? [])]
  const schema = service.model.operation(operationName)!.input
  for (const [name, value] of Object.entries(input)) {
    // Clients add such a token by themselves; it changes nothing for a request that is sent once.
    if (honoured.includes(name) || !isGiven(value) || schema.getMemberSchema(name).isIdempotencyToken()) continue
    throw new AwsError(
      'NotImplemented',
      `The local AWS does not have the member ${name} of ${service.signingName}:${operationName}.`,
      501,
    )
  }
}

/** `false` and nothing are what a member that was left out means too. */
function isGiven(value: unknown): boolean {
  if (value === undefined || value === null || value === false) return false
  return !(Array.isArray(value) && value.length === 0)
}
