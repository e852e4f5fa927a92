import type { DeleteVpcRequest } from '@aws-sdk/client-ec2'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../operation.ts'
import { on } from '../permissions.ts'

export const deleteVpc: Operation<DeleteVpcRequest, object> = {
  honours: ['VpcId'],
  permissions: (input, call) => [on(call, 'DeleteVpc', 'vpc', input.VpcId)],
  run: (input, { account: { ec2 } }) => {
    const { vpcId } = ec2.vpc(input.VpcId!)
    const inVpc = (resource: { vpcId: string }) => resource.vpcId === vpcId
    const dependents = [
      ...[...ec2.subnets.values()].filter(inVpc),
      ...[...ec2.securityGroups.values()].filter(group => inVpc(group) && !group.isDefault),
      ...[...ec2.routeTables.values()].filter(table => inVpc(table) && !table.main),
      ...[...ec2.vpcEndpoints.values()].filter(inVpc),
      ...[...ec2.internetGateways.values()].filter(one => one.vpcId === vpcId),
    ]
    if (dependents.length > 0) {
      throw new AwsError('DependencyViolation', `The vpc '${vpcId}' has dependencies and cannot be deleted.`)
    }
    for (const table of [...ec2.routeTables.values()].filter(inVpc)) ec2.routeTables.delete(table.routeTableId)
    for (const group of [...ec2.securityGroups.values()].filter(inVpc)) ec2.securityGroups.delete(group.groupId)
    ec2.vpcs.delete(vpcId)
    return {}
  },
}
