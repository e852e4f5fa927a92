import type { IpPermission } from '@aws-sdk/client-ec2'
import { HandlerError } from '../handler-error.ts'
import { numberOf } from '../property-values.ts'
import type { Properties } from '../resource-type.ts'

/** One rule of a template, inline or standalone, in the form of the EC2 API. */
export function rulePermission(rule: Properties): IpPermission {
  const note = rule.Description === undefined ? {} : { Description: rule.Description }
  const groupId = rule.SourceSecurityGroupId ?? rule.DestinationSecurityGroupId
  const peers = [rule.CidrIp, rule.CidrIpv6, groupId, rule.SourcePrefixListId ?? rule.DestinationPrefixListId]
  if (peers.filter(peer => peer !== undefined).length > 1) throw tooManyPeers()
  const prefixListId = rule.SourcePrefixListId ?? rule.DestinationPrefixListId
  return {
    IpProtocol: String(rule.IpProtocol),
    FromPort: numberOf(rule.FromPort),
    ToPort: numberOf(rule.ToPort),
    ...(rule.CidrIp !== undefined && { IpRanges: [{ CidrIp: rule.CidrIp, ...note }] }),
    ...(rule.CidrIpv6 !== undefined && { Ipv6Ranges: [{ CidrIpv6: rule.CidrIpv6, ...note }] }),
    ...(prefixListId !== undefined && { PrefixListIds: [{ PrefixListId: prefixListId, ...note }] }),
    ...(groupId !== undefined && { UserIdGroupPairs: [{ GroupId: groupId, ...note }] }),
  }
}

/**
 * "You must specify exactly one": a rule has addresses, a prefix list or a group. AWS's words are not documented.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroupingress.html
 */
function tooManyPeers(): HandlerError {
  return new HandlerError(
    'InvalidRequest',
    'A rule of a security group must have exactly one of CidrIp, CidrIpv6, a prefix list and a security group.',
  )
}
