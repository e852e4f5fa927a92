import type {
  DescribeMountTargetSecurityGroupsRequest,
  DescribeMountTargetSecurityGroupsResponse,
} from '@aws-sdk/client-efs'
import type { Operation } from '../operation.ts'
import { onFileSystem } from '../permissions.ts'

export const describeMountTargetSecurityGroups: Operation<
  DescribeMountTargetSecurityGroupsRequest,
  DescribeMountTargetSecurityGroupsResponse
> = {
  honours: ['MountTargetId'],
  permissions: (input, call) => [
    onFileSystem(
      call,
      'DescribeMountTargetSecurityGroups',
      call.account.efs.mountTargets.get(input.MountTargetId!)?.fileSystemId,
    ),
  ],
  run: (input, { account }) => ({
    SecurityGroups: [...account.efs.mountTarget(input.MountTargetId!).securityGroupIds],
  }),
}
