import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  type EC2Client,
  type IpPermission,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2'
import { honouring } from '../honouring.ts'
import { unlessMissing } from './missing.ts'
import { rulePermission } from './rule-permission.ts'

const honoured = ['GroupId', 'IpProtocol', 'FromPort', 'ToPort', 'CidrIp', 'CidrIpv6', 'Description']

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroupingress.html
export const securityGroupIngress = securityGroupRule({
  typeName: 'AWS::EC2::SecurityGroupIngress',
  peers: ['SourceSecurityGroupId', 'SourcePrefixListId'],
  authorize: (ec2, rule) => ec2.send(new AuthorizeSecurityGroupIngressCommand(rule)),
  revoke: (ec2, rule) => ec2.send(new RevokeSecurityGroupIngressCommand(rule)),
})

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroupegress.html
export const securityGroupEgress = securityGroupRule({
  typeName: 'AWS::EC2::SecurityGroupEgress',
  peers: ['DestinationSecurityGroupId', 'DestinationPrefixListId'],
  authorize: (ec2, rule) => ec2.send(new AuthorizeSecurityGroupEgressCommand(rule)),
  revoke: (ec2, rule) => ec2.send(new RevokeSecurityGroupEgressCommand(rule)),
})

interface Direction {
  readonly typeName: string
  /** The properties for the other side of a rule, besides addresses. */
  readonly peers: readonly string[]
  authorize(
    ec2: EC2Client,
    rule: { GroupId: string; IpPermissions: IpPermission[] },
  ): Promise<{ SecurityGroupRules?: { SecurityGroupRuleId?: string }[] }>
  revoke(ec2: EC2Client, rule: { GroupId: string; SecurityGroupRuleIds: string[] }): Promise<unknown>
}

function securityGroupRule({ typeName, peers, authorize, revoke }: Direction) {
  return honouring([...honoured, ...peers], {
    typeName,

    async create(properties, { clients }) {
      const { SecurityGroupRules } = await authorize(clients.ec2, {
        GroupId: properties.GroupId,
        IpPermissions: [rulePermission(properties)],
      })
      const physicalId = SecurityGroupRules![0]!.SecurityGroupRuleId!
      return { physicalId, attributes: { Id: physicalId } }
    },

    async delete(ruleId, { GroupId }, { clients }) {
      await unlessMissing(revoke(clients.ec2, { GroupId, SecurityGroupRuleIds: [ruleId] }))
    },
  })
}
