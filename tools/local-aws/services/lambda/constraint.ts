import { AwsError } from '../../aws-error.ts'

/** A member that does not fit its model, in the words of AWS's front end. */
export function constraint(value: unknown, member: string, rule: string): AwsError {
  return new AwsError(
    'ValidationException',
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${rule}`,
  )
}
