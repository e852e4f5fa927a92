import type { AssociateRouteTableRequest, AssociateRouteTableResult } from '@aws-sdk/client-ec2'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../operation.ts'
import { on } from '../permissions.ts'
import { resourceId } from '../state.ts'

export const associateRouteTable: Operation<AssociateRouteTableRequest, AssociateRouteTableResult> = {
  honours: ['RouteTableId', 'SubnetId'],
  permissions: (input, call) => [
    on(call, 'AssociateRouteTable', 'route-table', input.RouteTableId),
    on(call, 'AssociateRouteTable', 'subnet', input.SubnetId),
  ],
  run: (input, { account: { ec2 } }) => {
    const table = ec2.routeTable(input.RouteTableId!)
    const subnet = ec2.subnet(input.SubnetId!)
    if (subnet.vpcId !== table.vpcId) {
      throw new AwsError(
        'InvalidParameterValue',
        `Route table ${table.routeTableId} and network ${subnet.subnetId} belong to different networks`,
      )
    }
    for (const other of ec2.routeTables.values()) {
      const [existing] = [...other.associations].find(([, subnetId]) => subnetId === subnet.subnetId) ?? []
      if (existing && other === table) return { AssociationId: existing, AssociationState: { State: 'associated' } }
      if (existing) {
        throw new AwsError(
          'Resource.AlreadyAssociated',
          `the specified association for route table ${table.routeTableId} conflicts with an existing association`,
        )
      }
    }
    const associationId = resourceId('rtbassoc')
    table.associations.set(associationId, subnet.subnetId)
    return { AssociationId: associationId, AssociationState: { State: 'associated' } }
  },
}
