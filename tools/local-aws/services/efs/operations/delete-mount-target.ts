import type { DeleteMountTargetRequest } from '@aws-sdk/client-efs'
import type { Operation } from '../../../operation.ts'
import { onFileSystem } from '../permissions.ts'

export const deleteMountTarget: Operation<DeleteMountTargetRequest, object> = {
  permissions: (input, call) => [
    onFileSystem(call, 'DeleteMountTarget', call.account.efs.mountTargets.get(input.MountTargetId!)?.fileSystemId),
    { action: 'ec2:DeleteNetworkInterface', resource: '*' },
  ],
  run: (input, { account: { efs, ec2 } }) => {
    const target = efs.mountTarget(input.MountTargetId!)
    ec2.networkInterfaces.delete(target.networkInterfaceId)
    efs.mountTargets.delete(target.mountTargetId)
    return {}
  },
}
