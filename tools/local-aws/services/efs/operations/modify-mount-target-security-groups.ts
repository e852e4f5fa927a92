import type { ModifyMountTargetSecurityGroupsRequest } from '@aws-sdk/client-efs'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../operation.ts'
import { onFileSystem } from '../permissions.ts'

export const modifyMountTargetSecurityGroups: Operation<ModifyMountTargetSecurityGroupsRequest, object> = {
  honours: ['MountTargetId', 'SecurityGroups'],
  permissions: (input, call) => [
    onFileSystem(
      call,
      'ModifyMountTargetSecurityGroups',
      call.account.efs.mountTargets.get(input.MountTargetId!)?.fileSystemId,
    ),
    {
      action: 'ec2:ModifyNetworkInterfaceAttribute',
      resource: call.account.arn(
        'ec2',
        `network-interface/${call.account.efs.mountTargets.get(input.MountTargetId!)?.networkInterfaceId ?? '*'}`,
      ),
    },
  ],
  run: (input, { account: { efs, ec2 } }) => {
    const target = efs.mountTarget(input.MountTargetId!)
    const unknown = input.SecurityGroups?.find(id => !ec2.securityGroups.has(id))
    if (unknown) throw new AwsError('SecurityGroupNotFound', `The security group ID '${unknown}' does not exist`)
    target.securityGroupIds = input.SecurityGroups ?? []
    ec2.networkInterfaces.get(target.networkInterfaceId)!.securityGroupIds = target.securityGroupIds
    return {}
  },
}
