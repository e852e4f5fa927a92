import { AuthorizeSecurityGroupIngressCommand, RevokeSecurityGroupIngressCommand } from '@aws-sdk/client-ec2'
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
  'SourceSecurityGroupId',
  'SourcePrefixListId',
  'Description',
]

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroupingress.html
export const securityGroupIngress = honouring(honoured, {
  typeName: 'AWS::EC2::SecurityGroupIngress',

  async create(properties, { clients }) {
    const { SecurityGroupRules } = await clients.ec2.send(
      new AuthorizeSecurityGroupIngressCommand({
        GroupId: properties.GroupId,
        IpPermissions: [rulePermission(properties)],
      }),
    )
    const physicalId = SecurityGroupRules![0]!.SecurityGroupRuleId!
    return { physicalId, attributes: { Id: physicalId } }
  },

  async delete(ruleId, { GroupId }, { clients }) {
    await unlessMissing(
      clients.ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, SecurityGroupRuleIds: [ruleId] })),
    )
  },
})
