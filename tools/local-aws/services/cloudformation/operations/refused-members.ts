import { AwsError } from '../../../aws-error.ts'

/** Members that change what happens and that the local AWS does not honour: ignoring them would be a silent lie. */
export function refuseMembers(input: object, operationName: string, names: readonly string[]): void {
  const given = names.find(name => isGiven((input as Record<string, unknown>)[name]))
  if (!given) return
  throw new AwsError(
    'NotImplemented',
    `The local AWS does not have the member ${given} of cloudformation:${operationName}.`,
    501,
  )
}

function isGiven(value: unknown): boolean {
  if (value === undefined || value === null || value === false) return false
  if (Array.isArray(value)) return value.length > 0
  return typeof value !== 'object' || Object.values(value).some(isGiven)
}
