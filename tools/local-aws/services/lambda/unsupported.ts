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
  'DurableConfig',
  'TenancyConfig',
  'Publish',
  'PublishTo',
] as const

/** Refuses by name what the local Lambda would otherwise leave out in silence. */
export function refuseUnsupported(input: Partial<CreateFunctionRequest>): void {
  refuseMembers(input, members, 'Lambda functions')
  if (input.PackageType === 'Image')
    throw new AwsError('NotImplemented', 'The local AWS runs zips, not container images.', 501)
  if (input.TracingConfig?.Mode === 'Active') throw new AwsError('NotImplemented', 'The local AWS does not trace.', 501)
}

/** @throws AwsError NotImplemented for the first of these members that the input has */
export function refuseMembers(input: object, names: readonly string[], of: string): void {
  const given = input as Record<string, unknown>
  const isAsked = (value: unknown) =>
    value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0)
  const asked = names.find(name => isAsked(given[name]))
  if (asked) throw new AwsError('NotImplemented', `The local AWS does not have ${asked} of ${of}.`, 501)
}
