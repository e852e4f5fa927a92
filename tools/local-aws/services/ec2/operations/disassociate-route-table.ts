import type { DisassociateRouteTableRequest } from '@aws-sdk/client-ec2'
import { AwsError } from '../../../aws-error.ts'
import type { Account, Operation } from '../operation.ts'
import { on } from '../permissions.ts'

export const disassociateRouteTable: Operation<DisassociateRouteTableRequest, object> = {
  honours: ['AssociationId'],
  permissions: (input, call) => {
    const { table, subnetId } = association(call.account, input.AssociationId!) ?? {}
    return [
      on(call, 'DisassociateRouteTable', 'route-table', table?.routeTableId),
      ...(subnetId ? [on(call, 'DisassociateRouteTable', 'subnet', subnetId)] : []),
    ]
  },
  run: (input, { account }) => {
    const { table } = association(account, input.AssociationId!) ?? {}
    if (!table?.associations.delete(input.AssociationId!)) {
      throw new AwsError('InvalidAssociationID.NotFound', `The association ID '${input.AssociationId}' does not exist`)
    }
    return {}
  },
}

function association({ ec2 }: Account, id: string) {
  for (const table of ec2.routeTables.values()) {
    const subnetId = table.associations.get(id)
    if (subnetId) return { table, subnetId }
  }
  return undefined
}
