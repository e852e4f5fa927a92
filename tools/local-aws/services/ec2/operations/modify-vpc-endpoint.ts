import type { ModifyVpcEndpointRequest, ModifyVpcEndpointResult } from '@aws-sdk/client-ec2'
import { AwsError } from '../../../aws-error.ts'
import { parsePolicy } from '../../../iam/parse-policy.ts'
import type { Operation } from '../operation.ts'
import { on } from '../permissions.ts'
import { routeTablesFor } from '../vpc-endpoint-routes.ts'

export const modifyVpcEndpoint: Operation<ModifyVpcEndpointRequest, ModifyVpcEndpointResult> = {
  honours: ['AddRouteTableIds', 'PolicyDocument', 'RemoveRouteTableIds', 'VpcEndpointId'],
  permissions: (input, call) => [on(call, 'ModifyVpcEndpoint', 'vpc-endpoint', input.VpcEndpointId)],
  run: (input, { account }) => {
    const endpoint = account.ec2.vpcEndpoints.get(input.VpcEndpointId!)
    if (!endpoint) {
      throw new AwsError('InvalidVpcEndpointId.NotFound', `The Vpc Endpoint Id '${input.VpcEndpointId}' does not exist`)
    }
    if (input.PolicyDocument) {
      parsePolicy(input.PolicyDocument, 'InvalidPolicyDocument')
      endpoint.policyDocument = input.PolicyDocument
    }
    for (const id of input.RemoveRouteTableIds ?? []) endpoint.routeTableIds.delete(id)
    for (const id of routeTablesFor(account, endpoint.vpcId, input.AddRouteTableIds ?? [])) {
      endpoint.routeTableIds.add(id)
    }
    return { Return: true }
  },
}
