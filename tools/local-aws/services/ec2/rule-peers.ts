import { isIPv6 } from 'node:net'
import type { IpPermission, UserIdGroupPair } from '@aws-sdk/client-ec2'
import { AwsError } from '../../aws-error.ts'
import { canonicalCidr } from './cidr.ts'

/** The other side of a rule. Exactly one of the four is set. */
export interface RulePeer {
  readonly cidrIpv4?: string
  readonly cidrIpv6?: string
  readonly prefixListId?: string
  readonly referencedGroupId?: string
  readonly description?: string
}

/** The peers of a permission, one by one. @throws AwsError InvalidParameterValue, InvalidRequest */
export function peersOf(permission: IpPermission): RulePeer[] {
  const peers = [
    ...(permission.IpRanges ?? []).map(one => peer({ cidrIpv4: ipv4Block(one.CidrIp) }, one.Description)),
    ...(permission.Ipv6Ranges ?? []).map(one => peer({ cidrIpv6: ipv6Block(one.CidrIpv6) }, one.Description)),
    ...(permission.PrefixListIds ?? []).map(one => peer({ prefixListId: one.PrefixListId ?? '' }, one.Description)),
    ...(permission.UserIdGroupPairs ?? []).map(one => peer({ referencedGroupId: groupId(one) }, one.Description)),
  ]
  if (peers.length === 0) {
    throw new AwsError('InvalidRequest', 'The request must contain a source or destination for each permission.')
  }
  return peers
}

function peer(named: RulePeer, description: string | undefined): RulePeer {
  if (description === undefined) return named
  // Words: https://github.com/aws-cloudformation/cfn-lint/issues/173
  if (!/^[\w .:/()#,@[\]+=&;{}!$*-]{0,255}$/.test(description)) {
    throw new AwsError(
      'InvalidParameterValue',
      'Invalid rule description. Valid descriptions are strings less than 256 characters from the following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*',
    )
  }
  return { ...named, description }
}

/**
 * AWS accepts host bits, such as `92.68.201.91/29` (https://github.com/hashicorp/terraform-provider-aws/issues/2651).
 */
function ipv4Block(cidr: string | undefined): string {
  try {
    return canonicalCidr(cidr ?? '')
  } catch (cause) {
    throw Object.assign(malformed(cidr), { cause })
  }
}

/** Unlike AWS: written in the short form, but with its host bits. */
function ipv6Block(cidr: string | undefined): string {
  const [address = '', prefix = '', ...rest] = (cidr ?? '').split('/')
  const valid = isIPv6(address) && !address.includes('%') && /^\d{1,3}$/.test(prefix) && Number(prefix) <= 128
  if (!valid || rest.length > 0) throw malformed(cidr)
  return `${new URL(`http://[${address}]`).hostname.slice(1, -1)}/${Number(prefix)}`
}

// Words: https://github.com/hashicorp/terraform/issues/9481
function malformed(cidr: string | undefined): AwsError {
  return new AwsError('InvalidParameterValue', `CIDR block ${cidr ?? ''} is malformed`)
}

function groupId({ GroupId, VpcPeeringConnectionId }: UserIdGroupPair): string {
  if (GroupId && !VpcPeeringConnectionId) return GroupId
  throw new AwsError('NotImplemented', 'The local AWS knows groups of rules by GroupId only, without peering.', 501)
}
