import type { DeleteSubnetRequest } from '@aws-sdk/client-ec2'
import { AwsError } from '../../../aws-error.ts'
import { interfacesOfSubnet } from '../network-interfaces.ts'
import type { Operation } from '../operation.ts'
import { on } from '../permissions.ts'

export const deleteSubnet: Operation<DeleteSubnetRequest, object> = {
  honours: ['SubnetId'],
  permissions: (input, call) => [on(call, 'DeleteSubnet', 'subnet', input.SubnetId)],
  run: (input, { account: { ec2 } }) => {
    const { subnetId } = ec2.subnet(input.SubnetId!)
    if (interfacesOfSubnet(ec2, subnetId).length > 0) {
      throw new AwsError('DependencyViolation', `The subnet '${subnetId}' has dependencies and cannot be deleted.`)
    }
    for (const table of ec2.routeTables.values()) {
      for (const [id, associated] of table.associations) if (associated === subnetId) table.associations.delete(id)
    }
    ec2.subnets.delete(subnetId)
    return {}
  },
}
