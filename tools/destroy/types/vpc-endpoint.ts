import { DescribeVpcEndpointsCommand, EC2Client } from '@aws-sdk/client-ec2'
import { hasStackTags } from '../../stack/stack-tags.ts'
import { where } from './ec2-filter.ts'
import { isBeingDeleted } from './existence.ts'
import type { RemovableType } from './removable-type.ts'

export const vpcEndpoint: RemovableType = {
  type: 'AWS::EC2::VPCEndpoint',
  arn: { service: 'ec2', resource: /^vpc-endpoint\/(.+)$/ },
  isThere: async ({ clients }, id) => {
    const request = new DescribeVpcEndpointsCommand(where('vpc-endpoint-id', id))
    const { VpcEndpoints = [] } = await clients.get(EC2Client).send(request)
    return VpcEndpoints.some(({ State }) => !isBeingDeleted(State))
  },
  commands: ({ id }) => [['ec2', 'delete-vpc-endpoints', '--vpc-endpoint-ids', id]],
  findInVpc: async ({ connection, prefix, vpcId }) => {
    const request = new DescribeVpcEndpointsCommand(where('vpc-id', vpcId))
    const { VpcEndpoints = [] } = await connection.clients.get(EC2Client).send(request)
    return VpcEndpoints.filter(({ State }) => !isBeingDeleted(State)).map(({ VpcEndpointId, Tags }) => ({
      id: VpcEndpointId!,
      ours: hasStackTags(Tags, prefix),
    }))
  },
}
