import { AwsError } from '../../../aws-error.ts'

/** All faults of a template are a ValidationError; only the messages differ. */
export function formatError(message: string): AwsError {
  return new AwsError('ValidationError', `Template format error: ${message}`)
}

export function templateError(message: string): AwsError {
  return new AwsError('ValidationError', `Template error: ${message}`)
}

export function validationError(message: string): AwsError {
  return new AwsError('ValidationError', message)
}

/** The error for features that AWS has and the local AWS does not. */
export function notBuilt(what: string): AwsError {
  return new AwsError('NotImplemented', `The local AWS does not have ${what}.`, 501)
}
