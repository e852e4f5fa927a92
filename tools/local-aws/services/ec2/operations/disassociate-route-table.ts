import type { DisassociateRouteTableRequest } from '@aws-sdk/client-ec2'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../../../operation.ts'
import { on } from '../permissions.ts'

export const disassociateRouteTable: Operation<DisassociateRouteTableRequest, object> = {
  permissions: (_input, call) => [on(call, 'DisassociateRouteTable', 'route-table', undefined)],
  run: (input, { account }) => {
    const tables = [...account.ec2.routeTables.values()]
    if (!tables.some(table => table.associations.delete(input.AssociationId!))) {
      throw new AwsError('InvalidAssociationID.NotFound', `The association ID '${input.AssociationId}' does not exist`)
    }
    return {}
  },
}
