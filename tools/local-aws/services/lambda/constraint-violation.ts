import type { AwsError } from '../../aws-error.ts'
import { validationError, violation } from '../../validation-error.ts'

/** The error for a value that the operation itself refuses, in the words of AWS's front end. */
export function constraintViolation(value: unknown, member: string, rule: string): AwsError {
  return validationError('ValidationException', [violation(value, member, rule)])
}
