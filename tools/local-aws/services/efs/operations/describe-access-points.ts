import type { DescribeAccessPointsRequest, DescribeAccessPointsResponse } from '@aws-sdk/client-efs'
import { AwsError } from '../../../aws-error.ts'
import { describeAccessPoint } from '../descriptions.ts'
import type { Operation } from '../operation.ts'
import { pageOf } from '../pages.ts'
import { onAccessPoint, onFileSystem } from '../permissions.ts'

export const describeAccessPoints: Operation<DescribeAccessPointsRequest, DescribeAccessPointsResponse> = {
  honours: ['MaxResults', 'NextToken', 'AccessPointId', 'FileSystemId'],
  permissions: (input, call) => [
    input.AccessPointId
      ? onAccessPoint(call, 'DescribeAccessPoints', input.AccessPointId)
      : onFileSystem(call, 'DescribeAccessPoints', input.FileSystemId),
  ],
  run: (input, { account }) => {
    const { efs } = account
    if (input.AccessPointId && input.FileSystemId) {
      throw new AwsError('BadRequest', 'You can specify only one of AccessPointId or FileSystemId.')
    }
    const fileSystemId = input.FileSystemId && efs.fileSystem(input.FileSystemId).fileSystemId
    const asked = input.AccessPointId
      ? [efs.accessPoint(input.AccessPointId)]
      : [...efs.accessPoints.values()].filter(one => !fileSystemId || one.fileSystemId === fileSystemId)
    const { items, next } = pageOf(asked, input.NextToken, input.MaxResults)
    const AccessPoints = items.map(one => describeAccessPoint(account, one))
    for (const one of items) efs.stateReported(one)
    return { AccessPoints, NextToken: next }
  },
}
