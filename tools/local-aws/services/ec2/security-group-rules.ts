import type { IpPermission, SecurityGroupRule as RuleDescription } from '@aws-sdk/client-ec2'
import { AwsError } from '../../aws-error.ts'
import type { SecurityGroup, SecurityGroupRule, Tags } from './network-model.ts'
import type { Account } from './operation.ts'
import { peersOf } from './rule-peers.ts'
import { protocolAndPorts } from './rule-protocol.ts'
import { resourceId } from './state.ts'

/** In the older form the request's own members are one permission. */
export function permissionsOf(input: {
  readonly IpPermissions?: readonly IpPermission[] | undefined
  readonly IpProtocol?: string | undefined
  readonly FromPort?: number | undefined
  readonly ToPort?: number | undefined
  readonly CidrIp?: string | undefined
}): readonly IpPermission[] {
  const { IpProtocol, FromPort, ToPort, CidrIp } = input
  if (IpProtocol === undefined && FromPort === undefined && ToPort === undefined && CidrIp === undefined) {
    return input.IpPermissions ?? []
  }
  // Words: https://github.com/boto/boto3/issues/1078
  if (CidrIp === undefined || input.IpPermissions) {
    const message = 'Missing source specification: include source security group or CIDR information'
    throw new AwsError('MissingParameter', message)
  }
  return [{ IpProtocol, FromPort, ToPort, IpRanges: [{ CidrIp }] }]
}

/** One permission may have several peers; each becomes a separate rule, as in DescribeSecurityGroupRules. */
export function rulesOf(
  permissions: readonly IpPermission[],
  isEgress: boolean,
  tags: Tags = new Map(),
): SecurityGroupRule[] {
  const rules = permissions.flatMap(permission => {
    const common = { isEgress, ...protocolAndPorts(permission) }
    return peersOf(permission).map(peer => ({ ruleId: resourceId('sgr'), ...common, ...peer, tags: new Map(tags) }))
  })
  if (rules.some((rule, index) => rules.slice(0, index).some(earlier => sameRule(earlier, rule)))) {
    throw new AwsError('InvalidParameterValue', 'The same permission must not appear multiple times')
  }
  return rules
}

/** Adds rules to a group. @throws AwsError InvalidPermission.Duplicate, InvalidGroup.NotFound, InvalidPrefixListID.NotFound */
export function authorizeRules(account: Account, group: SecurityGroup, rules: readonly SecurityGroupRule[]): void {
  for (const rule of rules) {
    if (rule.referencedGroupId) checkSameVpc(group, account.ec2.securityGroup(rule.referencedGroupId))
    if (rule.prefixListId && rule.prefixListId !== account.ec2.s3PrefixList().id) {
      throw new AwsError('InvalidPrefixListID.NotFound', `The prefix list ID '${rule.prefixListId}' does not exist`)
    }
    if (group.rules.some(existing => sameRule(existing, rule))) {
      throw new AwsError('InvalidPermission.Duplicate', `the specified rule "${describePeer(rule)}" already exists`)
    }
  }
  group.rules.push(...rules)
}

function checkSameVpc(group: SecurityGroup, referenced: SecurityGroup): void {
  if (group.vpcId === referenced.vpcId) return
  const message = 'You have specified two resources that belong to different networks.'
  throw new AwsError('InvalidGroup.NotFound', message)
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
    if (index < 0) throw noSuchRule(ruleId)
    group.rules.splice(index, 1)
  }
}

/**
 * The refusal of an ID that no rule has. Its form is wrong without the prefix or with more than 17 characters after it:
 * github.com/mulgadc/spinifex/blob/261229b65435a19dfbe7cf85add3292bd7056b99/spinifex/handlers/ec2/vpc/security_group_rule_validation_test.go,
 * as seen on AWS. The words for a wrong form are not known; these are those for groups.
 */
export function noSuchRule(ruleId: string): AwsError {
  if (/^sgr-.{0,17}$/s.test(ruleId)) {
    return new AwsError('InvalidSecurityGroupRuleId.NotFound', `The security group rule ID '${ruleId}' does not exist`)
  }
  return new AwsError('InvalidSecurityGroupRuleId.Malformed', `Invalid id: "${ruleId}" (expecting "sgr-...")`)
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
    CidrIpv4: rule.cidrIpv4,
    CidrIpv6: rule.cidrIpv6,
    PrefixListId: rule.prefixListId,
    ...(rule.referencedGroupId && {
      ReferencedGroupInfo: { GroupId: rule.referencedGroupId, UserId: account.id, VpcId: group.vpcId },
    }),
    Description: rule.description,
    Tags: [...rule.tags].map(([Key, Value]) => ({ Key, Value })),
  }
}

/**
 * Describes a rule for DescribeSecurityGroups. Unlike AWS: each rule is one permission; they are not merged by port.
 */
export function describePermission(account: Account, rule: SecurityGroupRule): IpPermission {
  const note = rule.description === undefined ? {} : { Description: rule.description }
  return {
    IpProtocol: rule.ipProtocol,
    ...(hasPorts(rule) && { FromPort: rule.fromPort, ToPort: rule.toPort }),
    IpRanges: rule.cidrIpv4 ? [{ CidrIp: rule.cidrIpv4, ...note }] : [],
    Ipv6Ranges: rule.cidrIpv6 ? [{ CidrIpv6: rule.cidrIpv6, ...note }] : [],
    PrefixListIds: rule.prefixListId ? [{ PrefixListId: rule.prefixListId, ...note }] : [],
    UserIdGroupPairs: rule.referencedGroupId ? [{ GroupId: rule.referencedGroupId, UserId: account.id, ...note }] : [],
  }
}

/** For ICMP -1 means all types; any other protocol with -1 has no ports. */
function hasPorts(rule: SecurityGroupRule): boolean {
  return rule.fromPort !== -1 || rule.ipProtocol.startsWith('icmp')
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
