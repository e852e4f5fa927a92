import type { CreateVpcEndpointRequest, CreateVpcEndpointResult } from '@aws-sdk/client-ec2'
import { AwsError } from '../../../aws-error.ts'
import { parsePolicy } from '../../../iam/parse-policy.ts'
import { describeVpcEndpoint } from '../descriptions.ts'
import type { Operation } from '../operation.ts'
import { on, withTags } from '../permissions.ts'
import { resourceId } from '../state.ts'
import { specifiedTags } from '../tags.ts'
import { routeTablesFor } from '../vpc-endpoint-routes.ts'

const fullAccess = JSON.stringify({
  Version: '2008-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
})

export const createVpcEndpoint: Operation<CreateVpcEndpointRequest, CreateVpcEndpointResult> = {
  honours: ['PolicyDocument', 'RouteTableIds', 'ServiceName', 'TagSpecifications', 'VpcEndpointType', 'VpcId'],
  permissions: (input, call) => [
    ...withTags(call, 'CreateVpcEndpoint', 'vpc-endpoint', input.TagSpecifications),
    on(call, 'CreateVpcEndpoint', 'vpc', input.VpcId),
    ...(input.RouteTableIds ?? []).map(id => on(call, 'CreateVpcEndpoint', 'route-table', id)),
  ],
  run: (input, { account }) => {
    const { vpcId } = account.ec2.vpc(input.VpcId!)
    const s3 = `com.amazonaws.${account.region}.s3`
    if (input.ServiceName !== s3) {
      if (/^(com|aws)\.[a-z]/.test(input.ServiceName ?? '') && input.ServiceName!.includes(`.${account.region}.`)) {
        const message = `The local AWS does not have the endpoint service ${input.ServiceName}. It has: ${s3}.`
        throw new AwsError('NotImplemented', message, 501)
      }
      throw new AwsError('InvalidServiceName', `The Vpc Endpoint Service '${input.ServiceName}' does not exist`)
    }
    if ((input.VpcEndpointType ?? 'Gateway') !== 'Gateway') {
      throw new AwsError(
        'NotImplemented',
        `The local AWS has gateway endpoints only, not ${input.VpcEndpointType}.`,
        501,
      )
    }
    const endpoint = {
      vpcEndpointId: resourceId('vpce'),
      vpcId,
      serviceName: input.ServiceName,
      type: 'Gateway' as const,
      routeTableIds: new Set(routeTablesFor(account, vpcId, input.RouteTableIds ?? [])),
      policyDocument: input.PolicyDocument ?? fullAccess,
      creationTimestamp: account.now(),
      tags: specifiedTags(input.TagSpecifications, 'vpc-endpoint'),
    }
    parsePolicy(endpoint.policyDocument, 'InvalidPolicyDocument')
    account.ec2.vpcEndpoints.set(endpoint.vpcEndpointId, endpoint)
    return { VpcEndpoint: describeVpcEndpoint(account, endpoint) }
  },
}
