import type { Service } from './operation.ts'
import { memberPath, validationError, violation } from './validation-error.ts'

/**
 * Refuses input without a required member of the operation's model, as AWS's front end does before any operation.
 *
 * @throws AwsError the service's validation error, 400
 */
export function checkRequiredMembers(service: Service, operationName: string, input: Record<string, unknown>): void {
  const missing = service.model.operation(operationName)!.requiredMembers.filter(name => input[name] === undefined)
  if (missing.length === 0) return
  const found = missing.map(name => violation(null, memberPath('', name), 'Member must not be null'))
  throw validationError(service.validationErrorCode, found)
}
