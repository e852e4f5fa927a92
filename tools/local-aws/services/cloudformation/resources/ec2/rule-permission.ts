import type { IpPermission } from '@aws-sdk/client-ec2'
import { numberOf } from '../property-values.ts'
import type { Properties } from '../resource-type.ts'

/** One rule of a template, inline or standalone, as the EC2 API takes it. */
export function rulePermission(rule: Properties): IpPermission {
  const note = rule.Description === undefined ? {} : { Description: rule.Description }
  const groupId = rule.SourceSecurityGroupId ?? rule.DestinationSecurityGroupId
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
