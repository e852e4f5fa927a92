import type { CreateFunctionRequest } from '@aws-sdk/client-lambda'
import { AwsError } from '../../aws-error.ts'

/**
 * Refuses values that the local Lambda does not support, of members that it honours. @throws AwsError NotImplemented
 * 501
 */
export function refuseUnsupported({
  PackageType,
  TracingConfig,
}: Pick<CreateFunctionRequest, 'PackageType' | 'TracingConfig'>): void {
  if (PackageType === 'Image')
    throw new AwsError('NotImplemented', 'The local AWS runs zips, not container images.', 501)
  if (TracingConfig?.Mode === 'Active') throw new AwsError('NotImplemented', 'The local AWS does not trace.', 501)
}
