import { AwsError } from './aws-error.ts'
import type { Service } from './operation.ts'

/**
 * Refuses input without a member that the operation's model requires, as AWS's front end does before any operation.
 *
 * @throws AwsError the service's validation error, 400
 */
export function checkRequiredMembers(service: Service, operationName: string, input: Record<string, unknown>): void {
  const missing = service.model.operation(operationName)!.requiredMembers.filter(name => input[name] === undefined)
  if (missing.length === 0) return
  const detected = `${missing.length} validation error${missing.length > 1 ? 's' : ''} detected: `
  const constraints = missing.map(
    name => `Value null at '${lowerFirst(name)}' failed to satisfy constraint: Member must not be null`,
  )
  throw new AwsError(service.validationErrorCode, detected + constraints.join('; '), 400)
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1)
}
