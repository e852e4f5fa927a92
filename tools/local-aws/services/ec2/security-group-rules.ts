import type { IpPermission, SecurityGroupRule as RuleDescription } from '@aws-sdk/client-ec2'
import type { Account } from '../../account.ts'
import { AwsError } from '../../aws-error.ts'
import type { SecurityGroup, SecurityGroupRule } from './network-model.ts'
import { resourceId } from './state.ts'

/** One permission may name several peers; each becomes a rule of its own, as in DescribeSecurityGroupRules. */
export function rulesOf(permissions: readonly IpPermission[], isEgress: boolean): SecurityGroupRule[] {
  return permissions.flatMap(permission => {
    const ipProtocol = permission.IpProtocol!
    const allPorts = ipProtocol === '-1'
    if (!allPorts && (permission.FromPort === undefined || permission.ToPort === undefined)) {
      throw new AwsError(
        'InvalidParameterValue',
        'Invalid value for portRange. Must specify both from and to ports with TCP/UDP.',
      )
    }
    const common = {
      isEgress,
      ipProtocol,
      fromPort: allPorts ? -1 : permission.FromPort!,
      toPort: allPorts ? -1 : permission.ToPort!,
    }
    const peers = [
      ...(permission.IpRanges ?? []).map(range => ({ cidrIpv4: range.CidrIp!, description: range.Description })),
      ...(permission.Ipv6Ranges ?? []).map(range => ({ cidrIpv6: range.CidrIpv6!, description: range.Description })),
      ...(permission.PrefixListIds ?? []).map(list => ({
        prefixListId: list.PrefixListId!,
        description: list.Description,
      })),
      ...(permission.UserIdGroupPairs ?? []).map(pair => ({
        referencedGroupId: pair.GroupId!,
        description: pair.Description,
      })),
    ]
    if (peers.length === 0) {
      throw new AwsError('InvalidRequest', 'The request must contain a source or destination for each permission.')
    }
    return peers.map(({ description, ...peer }) => ({
      ruleId: resourceId('sgr'),
      ...common,
      ...peer,
      ...(description !== undefined && { description }),
      tags: new Map<string, string>(),
    }))
  })
}

/** Adds rules to a group. @throws AwsError InvalidPermission.Duplicate, InvalidGroup.NotFound, InvalidPrefixListID.NotFound */
export function authorizeRules(account: Account, group: SecurityGroup, rules: readonly SecurityGroupRule[]): void {
  for (const rule of rules) {
    if (rule.referencedGroupId) account.ec2.securityGroup(rule.referencedGroupId)
    if (rule.prefixListId && rule.prefixListId !== account.ec2.s3PrefixList().id) {
      throw new AwsError('InvalidPrefixListID.NotFound', `The prefix list ID '${rule.prefixListId}' does not exist`)
    }
    if (group.rules.some(existing => sameRule(existing, rule))) {
      throw new AwsError('InvalidPermission.Duplicate', `the specified rule "${describePeer(rule)}" already exists`)
    }
  }
  group.rules.push(...rules)
}

/** Removes the rules that equal the given ones. @throws AwsError InvalidPermission.NotFound */
export function revokeRules(group: SecurityGroup, rules: readonly SecurityGroupRule[]): void {
  for (const rule of rules) {
    const index = group.rules.findIndex(existing => sameRule(existing, rule))
    if (index < 0) {
      throw new AwsError('InvalidPermission.NotFound', 'The specified rule does not exist in this security group.')
    }
    group.rules.splice(index, 1)
  }
}

export function revokeById(group: SecurityGroup, ruleIds: readonly string[], isEgress: boolean): void {
  for (const ruleId of ruleIds) {
    const index = group.rules.findIndex(rule => rule.ruleId === ruleId && rule.isEgress === isEgress)
    if (index < 0) {
      throw new AwsError('InvalidSecurityGroupRuleId.NotFound', `The security group rule ID '${ruleId}' does not exist`)
    }
    group.rules.splice(index, 1)
  }
}

export function describeRule(account: Account, group: SecurityGroup, rule: SecurityGroupRule): RuleDescription {
  return {
    SecurityGroupRuleId: rule.ruleId,
    GroupId: group.groupId,
    GroupOwnerId: account.id,
    IsEgress: rule.isEgress,
    IpProtocol: rule.ipProtocol,
    FromPort: rule.fromPort,
    ToPort: rule.toPort,
    ...(rule.cidrIpv4 && { CidrIpv4: rule.cidrIpv4 }),
    ...(rule.cidrIpv6 && { CidrIpv6: rule.cidrIpv6 }),
    ...(rule.prefixListId && { PrefixListId: rule.prefixListId }),
    ...(rule.referencedGroupId && {
      ReferencedGroupInfo: { GroupId: rule.referencedGroupId, UserId: account.id, VpcId: group.vpcId },
    }),
    ...(rule.description !== undefined && { Description: rule.description }),
    Tags: [...rule.tags].map(([Key, Value]) => ({ Key, Value })),
  }
}

/** A rule as DescribeSecurityGroups groups it. Unlike AWS: one permission a rule, not merged by port. */
export function describePermission(account: Account, rule: SecurityGroupRule): IpPermission {
  const note = rule.description === undefined ? {} : { Description: rule.description }
  return {
    IpProtocol: rule.ipProtocol,
    ...(rule.ipProtocol !== '-1' && { FromPort: rule.fromPort, ToPort: rule.toPort }),
    IpRanges: rule.cidrIpv4 ? [{ CidrIp: rule.cidrIpv4, ...note }] : [],
    Ipv6Ranges: rule.cidrIpv6 ? [{ CidrIpv6: rule.cidrIpv6, ...note }] : [],
    PrefixListIds: rule.prefixListId ? [{ PrefixListId: rule.prefixListId, ...note }] : [],
    UserIdGroupPairs: rule.referencedGroupId ? [{ GroupId: rule.referencedGroupId, UserId: account.id, ...note }] : [],
  }
}

function sameRule(a: SecurityGroupRule, b: SecurityGroupRule): boolean {
  return (
    a.isEgress === b.isEgress &&
    a.ipProtocol === b.ipProtocol &&
    a.fromPort === b.fromPort &&
    a.toPort === b.toPort &&
    peerOf(a) === peerOf(b)
  )
}

function peerOf(rule: SecurityGroupRule): string {
  return rule.cidrIpv4 ?? rule.cidrIpv6 ?? rule.prefixListId ?? rule.referencedGroupId ?? ''
}

function describePeer(rule: SecurityGroupRule): string {
  const ports =
    rule.ipProtocol === '-1'
      ? 'ALL'
      : `${rule.ipProtocol.toUpperCase()}, from port: ${rule.fromPort}, to port: ${rule.toPort}`
  return `peer: ${peerOf(rule)}, ${ports}, ALLOW`
}
