import { DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2'
import { stackTags } from '../../stack/stack-tags.ts'
import { where } from './ec2-filter.ts'
import type { RemovableType } from './removable-type.ts'

export const vpc: RemovableType = {
  type: 'AWS::EC2::VPC',
  arn: { service: 'ec2', resource: /^vpc\/(.+)$/ },
  isThere: async ({ clients }, id) => {
    const { Vpcs = [] } = await clients.get(EC2Client).send(new DescribeVpcsCommand(where('vpc-id', id)))
    return Vpcs.length > 0
  },
  commands: ({ id }) => [['ec2', 'delete-vpc', '--vpc-id', id]],
  findByName: async ({ connection, prefix }) => {
    const Filters = stackTags(prefix).map(({ Key, Value }) => ({ Name: `tag:${Key}`, Values: [Value!] }))
    const { Vpcs = [] } = await connection.clients.get(EC2Client).send(new DescribeVpcsCommand({ Filters }))
    return Vpcs.map(({ VpcId }) => ({ id: VpcId!, ours: true }))
  },
}
