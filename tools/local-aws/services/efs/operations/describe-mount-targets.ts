import type { DescribeMountTargetsRequest, DescribeMountTargetsResponse } from '@aws-sdk/client-efs'
import { AwsError } from '../../../aws-error.ts'
import { describeMountTarget } from '../descriptions.ts'
import type { MountTarget } from '../file-system-model.ts'
import type { Operation } from '../operation.ts'
import { pageOf } from '../pages.ts'
import { onAccessPoint, onFileSystem } from '../permissions.ts'

export const describeMountTargets: Operation<DescribeMountTargetsRequest, DescribeMountTargetsResponse> = {
  honours: ['MaxItems', 'Marker', 'FileSystemId', 'MountTargetId', 'AccessPointId'],
  permissions: (input, call) => [
    input.AccessPointId
      ? onAccessPoint(call, 'DescribeMountTargets', input.AccessPointId)
      : onFileSystem(call, 'DescribeMountTargets', input.FileSystemId),
  ],
  run: (input, { account }) => {
    const { efs } = account
    const described = (targets: readonly MountTarget[]) => {
      const descriptions = targets.map(target => describeMountTarget(account, target))
      for (const target of targets) efs.stateReported(target)
      return descriptions
    }
    const given = [input.FileSystemId, input.MountTargetId, input.AccessPointId].filter(Boolean)
    if (given.length !== 1) throw new AwsError('BadRequest', 'Must specify exactly one mutually exclusive parameter.')
    if (input.MountTargetId) return { MountTargets: described([efs.mountTarget(input.MountTargetId)]) }
    const fileSystemId = input.AccessPointId
      ? efs.accessPoint(input.AccessPointId).fileSystemId
      : efs.fileSystem(input.FileSystemId!).fileSystemId
    const { items, next } = pageOf(efs.mountTargetsOf(fileSystemId), input.Marker, input.MaxItems)
    return {
      ...(input.Marker && { Marker: input.Marker }),
      MountTargets: described(items),
      NextMarker: next,
    }
  },
}
