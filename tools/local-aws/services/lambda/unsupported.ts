import type { CreateFunctionRequest } from '@aws-sdk/client-lambda'
import { AwsError } from '../../aws-error.ts'

const members = [
  'Layers',
  'DeadLetterConfig',
  'KMSKeyArn',
  'ImageConfig',
  'CodeSigningConfigArn',
  'SnapStart',
  'CapacityProviderConfig',
] as const

/** Refuses by name what the local Lambda would otherwise leave out in silence. */
export function refuseUnsupported(input: Partial<CreateFunctionRequest>): void {
  const given = input as Record<string, unknown>
  const asked = members.find(
    name => given[name] !== undefined && !(Array.isArray(given[name]) && given[name].length === 0),
  )
  if (asked) throw new AwsError('NotImplemented', `The local AWS does not have ${asked} of Lambda functions.`, 501)
  if (input.PackageType === 'Image')
    throw new AwsError('NotImplemented', 'The local AWS runs zips, not container images.', 501)
  if (input.TracingConfig?.Mode === 'Active') throw new AwsError('NotImplemented', 'The local AWS does not trace.', 501)
}
