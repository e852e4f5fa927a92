import type { DeleteVpcEndpointsRequest, DeleteVpcEndpointsResult } from '@aws-sdk/client-ec2'
import type { Operation } from '../operation.ts'
import { on } from '../permissions.ts'

export const deleteVpcEndpoints: Operation<DeleteVpcEndpointsRequest, DeleteVpcEndpointsResult> = {
  honours: ['VpcEndpointIds'],
  permissions: (input, call) =>
    (input.VpcEndpointIds ?? []).map(id => on(call, 'DeleteVpcEndpoints', 'vpc-endpoint', id)),
  run: (input, { account }) => ({
    Unsuccessful: input
      .VpcEndpointIds!.filter(id => !account.ec2.vpcEndpoints.delete(id))
      .map(id => ({
        ResourceId: id,
        Error: { Code: 'InvalidVpcEndpoint.NotFound', Message: `The Vpc Endpoint Id '${id}' does not exist` },
      })),
  }),
}
