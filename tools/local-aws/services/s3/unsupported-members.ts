import { notBuilt } from './s3-errors.ts'

/**
 * Refuses by name each of these members that a request sets. An encryption key or a lock that is quietly dropped
 * would be a promise broken.
 *
 * @throws AwsError NotImplemented 501
 */
export function refuseMembers<I extends object>(input: I, operationName: string, names: readonly (keyof I)[]): void {
  const present = names.find(name => input[name] !== undefined)
  if (present !== undefined) throw notBuilt(`the member ${String(present)} of s3:${operationName}`)
}
