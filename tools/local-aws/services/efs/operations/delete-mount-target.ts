import type { DeleteMountTargetRequest } from '@aws-sdk/client-efs'
import type { Operation } from '../operation.ts'
import { onFileSystem } from '../permissions.ts'

export const deleteMountTarget: Operation<DeleteMountTargetRequest, object> = {
  honours: ['MountTargetId'],
  permissions: (input, call) => {
    const target = call.account.efs.mountTargets.get(input.MountTargetId!)
    const networkInterface = `network-interface/${target?.networkInterfaceId ?? '*'}`
    return [
      onFileSystem(call, 'DeleteMountTarget', target?.fileSystemId),
      { action: 'ec2:DeleteNetworkInterface', resource: call.account.arn('ec2', networkInterface) },
    ]
  },
  run: (input, { account: { efs, ec2 } }) => {
    const target = efs.mountTarget(input.MountTargetId!)
    ec2.networkInterfaces.delete(target.networkInterfaceId)
    efs.mountTargets.delete(target.mountTargetId)
    return {}
  },
}
