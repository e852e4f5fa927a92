import { DescribeSecurityGroupRulesCommand, EC2Client } from '@aws-sdk/client-ec2'
import { where } from './ec2-filter.ts'
import type { RemovableType, Sighting, VpcSearch } from './removable-type.ts'
import { removableGroups } from './security-group.ts'

export const securityGroupIngress = rule('ingress')
export const securityGroupEgress = rule('egress')

function rule(direction: 'ingress' | 'egress'): RemovableType {
  return {
    type: direction === 'ingress' ? 'AWS::EC2::SecurityGroupIngress' : 'AWS::EC2::SecurityGroupEgress',
    arn: undefined,
    // The group must be known to revoke the rule.
    isThere: undefined,
    commands: ({ id, group }) => [
      ['ec2', `revoke-security-group-${direction}`, '--group-id', group!, '--security-group-rule-ids', id],
    ],
    findInVpc: search => rulesBetweenGroups(search, direction === 'egress'),
  }
}

/** A group cannot be deleted while a rule of another group refers to it. Those rules are removed first. */
async function rulesBetweenGroups({ connection, vpcId }: VpcSearch, isEgress: boolean): Promise<Sighting[]> {
  const groups = (await removableGroups(connection, vpcId)).map(({ GroupId }) => GroupId!)
  if (groups.length === 0) return []
  const request = new DescribeSecurityGroupRulesCommand(where('group-id', ...groups))
  const { SecurityGroupRules = [] } = await connection.clients.get(EC2Client).send(request)
  const between = SecurityGroupRules.filter(({ GroupId, IsEgress, ReferencedGroupInfo }) => {
    const other = ReferencedGroupInfo?.GroupId
    return IsEgress === isEgress && other !== undefined && other !== GroupId
  })
  return between.map(({ SecurityGroupRuleId, GroupId, ReferencedGroupInfo }) => ({
    id: SecurityGroupRuleId!,
    ours: false,
    group: GroupId!,
    note: `the rule of ${GroupId} that refers to ${ReferencedGroupInfo!.GroupId}`,
  }))
}
