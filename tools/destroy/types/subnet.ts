import { DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2'
import { hasStackTags } from '../../stack/stack-tags.ts'
import { where } from './ec2-filter.ts'
import type { RemovableType } from './removable-type.ts'

export const subnet: RemovableType = {
  type: 'AWS::EC2::Subnet',
  arn: { service: 'ec2', resource: /^subnet\/(.+)$/ },
  isThere: async ({ clients }, id) => {
    const { Subnets = [] } = await clients.get(EC2Client).send(new DescribeSubnetsCommand(where('subnet-id', id)))
    return Subnets.length > 0
  },
  commands: ({ id }) => [['ec2', 'delete-subnet', '--subnet-id', id]],
  findInVpc: async ({ connection, prefix, vpcId }) => {
    const request = new DescribeSubnetsCommand(where('vpc-id', vpcId))
    const { Subnets = [] } = await connection.clients.get(EC2Client).send(request)
    return Subnets.map(({ SubnetId, Tags }) => ({ id: SubnetId!, ours: hasStackTags(Tags, prefix) }))
  },
}
