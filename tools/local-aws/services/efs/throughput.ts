import { AwsError } from '../../aws-error.ts'
import type { FileSystem } from './file-system-model.ts'

type Throughput = Pick<FileSystem, 'throughputMode' | 'provisionedThroughputInMibps'>

/**
 * The provisioned throughput belongs to the mode `provisioned`, and to no other.
 * https://docs.aws.amazon.com/efs/latest/ug/API_CreateFileSystem.html; no source is recorded for the words.
 *
 * @throws AwsError BadRequest 400
 */
export function checkThroughput({ throughputMode, provisionedThroughputInMibps }: Throughput): void {
  const provisioned = throughputMode === 'provisioned'
  if (provisioned === (provisionedThroughputInMibps !== undefined)) return
  throw new AwsError(
    'BadRequest',
    provisioned
      ? 'ProvisionedThroughputInMibps is required when ThroughputMode is set to provisioned.'
      : 'ProvisionedThroughputInMibps can only be specified when ThroughputMode is set to provisioned.',
  )
}
