import type { NormalizedSchema } from '@smithy/core/schema'
import type { Service } from './operation.ts'
import { memberPath, validationError, violation } from './validation-error.ts'

/**
 * Refuses input without a member that the operation's model requires, in the input or in a structure of it, as AWS's
 * front end does before any operation.
 *
 * @throws AwsError the service's validation error, 400
 */
export function checkRequiredMembers(service: Service, operationName: string, input: Record<string, unknown>): void {
  const missing = missingMembers(service.model.operation(operationName)!.input, input, '')
  if (missing.length === 0) return
  if (service.missingMember) throw service.missingMember(missing[0]!)
  const found = missing.map(path => violation(null, path, 'Member must not be null'))
  throw validationError(service.validationErrorCode, found)
}

function missingMembers(schema: NormalizedSchema, value: unknown, path: string): string[] {
  if (value === undefined || value === null || typeof value !== 'object') return []
  if (schema.isListSchema() && Array.isArray(value)) {
    const item = schema.getValueSchema()
    return value.flatMap((one, index) => missingMembers(item, one, `${path}.${index + 1}.member`))
  }
  if (!schema.isStructSchema()) return []
  // A structure's schema is [3, namespace, name, traits, names, members, requiredCount]; the required members come first.
  const required = Number((schema.getSchema() as readonly unknown[])[6] ?? 0)
  return [...schema.structIterator()].flatMap(([name, member], index) => {
    const given = (value as Record<string, unknown>)[name]
    const memberOf = memberPath(path, name)
    return (given ?? undefined) === undefined
      ? index < required
        ? [memberOf]
        : []
      : missingMembers(member, given, memberOf)
  })
}
