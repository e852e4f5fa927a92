import { DescribeSecurityGroupsCommand, EC2Client, type SecurityGroup } from '@aws-sdk/client-ec2'
import type { AwsConnection } from '../../command/aws-connection.ts'
import { hasStackTags } from '../../stack/stack-tags.ts'
import { where } from './ec2-filter.ts'
import type { RemovableType } from './removable-type.ts'

export const securityGroup: RemovableType = {
  type: 'AWS::EC2::SecurityGroup',
  arn: { service: 'ec2', resource: /^security-group\/(.+)$/ },
  isThere: async ({ clients }, id) => {
    const request = new DescribeSecurityGroupsCommand(where('group-id', id))
    const { SecurityGroups = [] } = await clients.get(EC2Client).send(request)
    return SecurityGroups.length > 0
  },
  commands: ({ id }) => [['ec2', 'delete-security-group', '--group-id', id]],
  findInVpc: async ({ connection, prefix, vpcId }) =>
    (await removableGroups(connection, vpcId)).map(({ GroupId, Tags }) => ({
      id: GroupId!,
      ours: hasStackTags(Tags, prefix),
    })),
}

/**
 * Leaves out the default group, which is deleted with the VPC
 * (docs.aws.amazon.com/vpc/latest/userguide/delete-vpc.html).
 */
export async function removableGroups({ clients }: AwsConnection, vpcId: string): Promise<SecurityGroup[]> {
  const request = new DescribeSecurityGroupsCommand(where('vpc-id', vpcId))
  const { SecurityGroups = [] } = await clients.get(EC2Client).send(request)
  return SecurityGroups.filter(({ GroupName }) => GroupName !== 'default')
}
