import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DeleteSecurityGroupCommand,
  DescribeSecurityGroupsCommand,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2'
import { honouring } from '../honouring.ts'
import type { CreatedResource, Properties, ResourceContext } from '../resource-type.ts'
import { unlessMissing } from './missing.ts'
import { rulePermission } from './rule-permission.ts'
import { tagSpecifications } from './tag-specifications.ts'
import { updateTags } from './update-tags.ts'

const allowAllOut = [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }]

const honoured = ['GroupName', 'GroupDescription', 'VpcId', 'SecurityGroupIngress', 'SecurityGroupEgress', 'Tags']

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html
export const securityGroup = honouring(honoured, {
  typeName: 'AWS::EC2::SecurityGroup',

  async create(properties, context) {
    const { GroupId } = await context.clients.ec2.send(
      new CreateSecurityGroupCommand({
        GroupName: properties.GroupName ?? context.generateName({ maxLength: 255 }),
        Description: properties.GroupDescription,
        VpcId: properties.VpcId,
        TagSpecifications: tagSpecifications('security-group', properties, context),
      }),
    )
    context.initiated(GroupId!)
    // The default rule is removed only if the group itself has an egress rule; a standalone rule does not remove it.
    if (rules(properties, 'Egress').length > 0) {
      await context.clients.ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: allowAllOut }))
    }
    await authorize(GroupId!, properties, context)
    return described(GroupId!, context)
  },

  async update(request, context) {
    const GroupId = request.physicalId
    const { ec2 } = context.clients
    if (request.changed.some(name => name.startsWith('SecurityGroup'))) {
      await revoke(GroupId, request.before, context)
      const [had, has] = [rules(request.before, 'Egress').length > 0, rules(request.after, 'Egress').length > 0]
      if (!had && has) await ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: allowAllOut }))
      if (had && !has) await ec2.send(new AuthorizeSecurityGroupEgressCommand({ GroupId, IpPermissions: allowAllOut }))
      await authorize(GroupId, request.after, context)
    }
    if (request.changed.includes('Tags')) await updateTags(request, context)
    return described(GroupId, context)
  },

  async delete(GroupId, _properties, { clients }) {
    await unlessMissing(clients.ec2.send(new DeleteSecurityGroupCommand({ GroupId })))
  },
})

function rules(properties: Properties, direction: 'Ingress' | 'Egress'): Properties[] {
  return properties[`SecurityGroup${direction}`] ?? []
}

async function authorize(GroupId: string, properties: Properties, { clients }: ResourceContext): Promise<void> {
  const [ingress, egress] = [rules(properties, 'Ingress'), rules(properties, 'Egress')].map(all =>
    all.map(rulePermission),
  )
  if (ingress!.length > 0) {
    await clients.ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: ingress }))
  }
  if (egress!.length > 0) {
    await clients.ec2.send(new AuthorizeSecurityGroupEgressCommand({ GroupId, IpPermissions: egress }))
  }
}

async function revoke(GroupId: string, properties: Properties, { clients }: ResourceContext): Promise<void> {
  const [ingress, egress] = [rules(properties, 'Ingress'), rules(properties, 'Egress')].map(all =>
    all.map(rulePermission),
  )
  if (ingress!.length > 0) {
    await clients.ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions: ingress }))
  }
  if (egress!.length > 0) {
    await clients.ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: egress }))
  }
}

async function described(GroupId: string, { clients }: ResourceContext): Promise<CreatedResource> {
  const { SecurityGroups } = await clients.ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [GroupId] }))
  return { physicalId: GroupId, attributes: { GroupId, Id: GroupId, VpcId: SecurityGroups![0]!.VpcId } }
}
