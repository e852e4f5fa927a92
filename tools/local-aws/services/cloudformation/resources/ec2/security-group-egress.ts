import { AuthorizeSecurityGroupEgressCommand, RevokeSecurityGroupEgressCommand } from '@aws-sdk/client-ec2'
import { honouring } from '../honouring.ts'
import { unlessMissing } from './missing.ts'
import { rulePermission } from './rule-permission.ts'

const honoured = [
  'GroupId',
  'IpProtocol',
  'FromPort',
  'ToPort',
  'CidrIp',
  'CidrIpv6',
  'DestinationSecurityGroupId',
  'DestinationPrefixListId',
  'Description',
]

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroupegress.html
export const securityGroupEgress = honouring(honoured, {
  typeName: 'AWS::EC2::SecurityGroupEgress',

  async create(properties, { clients }) {
    const { SecurityGroupRules } = await clients.ec2.send(
      new AuthorizeSecurityGroupEgressCommand({
        GroupId: properties.GroupId,
        IpPermissions: [rulePermission(properties)],
      }),
    )
    const physicalId = SecurityGroupRules![0]!.SecurityGroupRuleId!
    return { physicalId, attributes: { Id: physicalId } }
  },

  async delete(ruleId, { GroupId }, { clients }) {
    await unlessMissing(
      clients.ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId, SecurityGroupRuleIds: [ruleId] })),
    )
  },
})
